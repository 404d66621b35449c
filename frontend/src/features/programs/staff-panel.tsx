import { Button } from "@mantine/core";
import { IconCalendarEvent, IconCircleMinus, IconStar, IconStethoscope, IconUserHeart } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { staffQuery } from "@/api/clinic";
import type { Program, ProgramStaff } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { ListPanel, NoRows } from "@/ui/list-panel";
import { ErrorState, LoadingRows } from "@/ui/page";

import { programStaffQuery } from "./queries";
import { assignmentState } from "./rules";
import { AssignDialog, EndAssignmentDialog } from "./staff-dialogs";
import classes from "./staff-panel.module.css";

type Props = { program: Program; today: LocalDate; mayAssign: boolean };

/** Who works in the program, and from when to when: their sight of its participants rests on it. */
export function StaffPanel({ program, today, mayAssign }: Props) {
  const { t } = useTranslation();
  const query = useQuery(programStaffQuery(program.id));
  const staff = useQuery(staffQuery);
  const [assigning, setAssigning] = useState(false);
  const [ending, setEnding] = useState<ProgramStaff | null>(null);
  const [showsEnded, setShowsEnded] = useState(false);
  const assignments = query.data ?? [];
  const running = assignments.filter((one) => assignmentState(one, today) !== "ended");
  const ended = assignments.filter((one) => assignmentState(one, today) === "ended");
  const nameOf = (one: ProgramStaff) =>
    staff.data?.find((person) => person.id === one.staff_id)?.display_name ??
    t(staff.isPending ? "state.loading" : "programs.staff.nameHidden");

  return (
    <ListPanel
      title={t("programs.staff.title")}
      count={query.isSuccess ? running.length : undefined}
      actions={mayAssign && <Button onClick={() => setAssigning(true)}>{t("programs.staff.assign")}</Button>}
    >
      {query.isPending ? (
        <LoadingRows rows={4} height={36} />
      ) : query.isError && assignments.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          {running.length === 0 && <NoRows>{t("programs.staff.none")}</NoRows>}
          <ul>
            {[...running, ...(showsEnded ? ended : [])].map((one) => (
              <Assignment
                key={one.id}
                assignment={one}
                name={nameOf(one)}
                today={today}
                mayEnd={mayAssign}
                onEnd={() => setEnding(one)}
              />
            ))}
          </ul>
          {ended.length > 0 && (
            <div className={classes.foot}>
              <Button variant="subtle" aria-expanded={showsEnded} onClick={() => setShowsEnded(!showsEnded)}>
                {showsEnded ? t("programs.staff.hideEnded") : t("programs.staff.showEnded", { count: ended.length })}
              </Button>
            </div>
          )}
        </>
      )}
      <AssignDialog
        program={program}
        today={today}
        staff={staff.data ?? []}
        opened={assigning}
        onClose={() => setAssigning(false)}
      />
      {ending && (
        <EndAssignmentDialog
          programId={program.id}
          // What is in the list now, so that saving again after a refusal rests on it.
          assignment={assignments.find((one) => one.id === ending.id) ?? ending}
          name={nameOf(ending)}
          today={today}
          onClose={() => setEnding(null)}
        />
      )}
    </ListPanel>
  );
}

const dutyIcons = { lead: IconStar, clinician: IconStethoscope, support: IconUserHeart };

type AssignmentProps = {
  assignment: ProgramStaff;
  name: string;
  today: LocalDate;
  mayEnd: boolean;
  onEnd: () => void;
};

function Assignment({ assignment, name, today, mayEnd, onEnd }: AssignmentProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { starts_on, ends_on, duty } = assignment;
  const state = assignmentState(assignment, today);
  const from = formatDate(starts_on, locale);
  const Icon = dutyIcons[duty];
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <strong>{name}</strong>
        <Chip icon={<Icon size={14} stroke={1.75} aria-hidden />}>{t(`programs.staff.duty.${duty}`)}</Chip>
        {state === "coming" && (
          <Chip icon={<IconCalendarEvent size={14} stroke={1.75} aria-hidden />}>
            {t("programs.staff.coming", { date: from })}
          </Chip>
        )}
        {state === "ended" && (
          <Chip icon={<IconCircleMinus size={14} stroke={1.75} aria-hidden />}>{t("programs.staff.ended")}</Chip>
        )}
        <div className="meta num">
          {ends_on
            ? t("programs.staff.range", { from, to: formatDate(ends_on, locale) })
            : t("programs.staff.from", { from })}
        </div>
      </div>
      {mayEnd && state !== "ended" && (
        <Button aria-label={t("programs.staff.endWho", { name })} onClick={onEnd}>
          {t("programs.staff.end")}
        </Button>
      )}
    </li>
  );
}
