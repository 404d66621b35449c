import { Button } from "@mantine/core";
import { IconChevronLeft, IconClipboardList, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { hasStatus } from "@/api/problem";
import type { Program } from "@/api/types";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { FillsTogether } from "@/ui/fills-together";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";

import { ActiveDialog } from "./active-dialog";
import { ChecksPanel } from "./checks-panel";
import { EditPlan } from "./edit-plan";
import { PlanView } from "./plan-view";
import { PolicyPanel } from "./policy-panel";
import classes from "./program-page.module.css";
import { ActiveChip, Part2Chip } from "./programs-page";
import { programQuery } from "./queries";
import { formOf, planOf } from "./rules";
import { SchedulePanel } from "./schedule-panel";
import { StaffPanel } from "./staff-panel";
import { useChecks } from "./use-checks";

export type ProgramRights = {
  writes: boolean;
  assigns: boolean;
  /** Of the attendance policy: whether it may be read, and set. */
  readsPolicy: boolean;
  setsPolicy: boolean;
  seesOutcomes: boolean;
  /** Of measures: whether the schedule may be read and set, and instruments switched on. */
  readsSchedule: boolean;
  setsSchedule: boolean;
  switchesInstruments: boolean;
};
type Props = {
  programId: string;
  today: LocalDate;
  editing: boolean;
  rights: ProgramRights;
  onEdit: (editing: boolean) => void;
  /** What the program teaches topic by topic. */
  curricula: ReactNode;
};

/** One program: its plan against the rules of the week, and who works in it. */
export function ProgramPage({ programId, today, editing, rights, onEdit, curricula }: Props) {
  const { t } = useTranslation();
  const query = useQuery(programQuery(programId));
  const program = query.data;
  if (!program) {
    return (
      <>
        <PageHead title={t("programs.title")} />
        {query.isPending ? (
          <LoadingRows rows={8} height={48} />
        ) : hasStatus(query.error, 404) || hasStatus(query.error, 422) ? (
          <EmptyState
            icon={<IconClipboardList size={24} stroke={1.5} aria-hidden />}
            title={t("programs.notFound")}
            hint={t("programs.notFoundHint")}
            action={
              <Button component={Link} to="/programs">
                {t("programs.toPrograms")}
              </Button>
            }
          />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </>
    );
  }
  if (editing && rights.writes) {
    return (
      <EditPlan
        program={program}
        today={today}
        onSaved={() => {
          announce(t("programs.form.saved"));
          onEdit(false);
        }}
        onCancel={() => onEdit(false)}
      />
    );
  }
  return <Shown program={program} today={today} rights={rights} onEdit={() => onEdit(true)} curricula={curricula} />;
}

type ShownProps = Pick<Props, "today" | "rights" | "curricula"> & { program: Program; onEdit: () => void };

function Shown({ program, today, rights, onEdit, curricula }: ShownProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const judged = useChecks({
    plan: planOf(formOf(program)),
    level: program.level_of_care,
    age: program.age_band,
    today,
  });
  return (
    <>
      <PageHead
        title={program.name}
        actions={
          <>
            {rights.seesOutcomes && (
              <Button renderRoot={(props) => <Link to="/outcomes" search={{ program: program.id }} {...props} />}>
                {t("programs.outcomes")}
              </Button>
            )}
            {rights.writes && (
              <>
                <Button onClick={() => setAsking(true)}>
                  {t(program.active ? "programs.retire" : "programs.restore")}
                </Button>
                <Button
                  variant="filled"
                  leftSection={<IconPencil size={16} stroke={1.75} aria-hidden />}
                  onClick={onEdit}
                >
                  {t("programs.edit")}
                </Button>
              </>
            )}
          </>
        }
      >
        <Link to="/programs" activeOptions={{ exact: true }} className={classes.back as string}>
          <IconChevronLeft size={16} stroke={1.75} aria-hidden />
          {t("programs.back")}
        </Link>
        <ActiveChip active={program.active} />
        {program.part2 && <Part2Chip />}
      </PageHead>
      <FillsTogether className={classes.panes}>
        <PlanView program={program} />
        <div className={classes.side}>
          <StaffPanel program={program} today={today} mayAssign={rights.assigns} />
          <ChecksPanel judged={judged} readable />
          {rights.readsSchedule && (
            <SchedulePanel program={program} mayWrite={rights.setsSchedule} maySwitch={rights.switchesInstruments} />
          )}
          {curricula}
          {rights.readsPolicy && <PolicyPanel program={program} mayWrite={rights.setsPolicy} />}
        </div>
      </FillsTogether>
      <ActiveDialog program={program} opened={asking} onClose={() => setAsking(false)} />
    </>
  );
}
