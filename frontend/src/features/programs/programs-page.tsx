import { Button } from "@mantine/core";
import { IconCircleCheck, IconCircleMinus, IconClipboardList, IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { programsQuery } from "@/api/clinic";
import type { Program } from "@/api/types";
import { formatDuration } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";
import { Row, RowList } from "@/ui/row-list";

import classes from "./programs-page.module.css";

type Props = { mayWrite: boolean; seesOutcomes: boolean; seesFidelity: boolean };

/** Every program with its week, its length and whether it takes people. */
export function ProgramsPage({ mayWrite, seesOutcomes, seesFidelity }: Props) {
  const { t } = useTranslation();
  const query = useQuery(programsQuery);
  const create = (
    <Button variant="filled" component={Link} to="/programs/new">
      {t("programs.create")}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t("programs.title")}
        actions={
          query.data?.length ? (
            <>
              {seesFidelity && (
                <Button component={Link} to="/fidelity">
                  {t("programs.fidelity")}
                </Button>
              )}
              {seesOutcomes && (
                <Button component={Link} to="/outcomes">
                  {t("programs.outcomes")}
                </Button>
              )}
              {mayWrite && create}
            </>
          ) : undefined
        }
      />
      {query.isPending ? (
        <LoadingRows rows={5} height={48} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.length === 0 ? (
        <EmptyState
          icon={<IconClipboardList size={24} stroke={1.5} aria-hidden />}
          title={t("programs.empty")}
          hint={t(mayWrite ? "programs.emptyHint" : "programs.emptyHintReader")}
          action={mayWrite ? create : undefined}
        />
      ) : (
        <RowList columns={classes.columns}>
          {query.data.map((program) => (
            <ProgramRow key={program.id} program={program} />
          ))}
        </RowList>
      )}
    </>
  );
}

function ProgramRow({ program }: { program: Program }) {
  const { t } = useTranslation();
  const { length } = program;
  return (
    <Row
      link={
        <Link to="/programs/$programId" params={{ programId: program.id }}>
          {program.name}
        </Link>
      }
      hint={`${t(`programs.level.${program.level_of_care}`)} · ${t(`programs.age.${program.age_band}`)}`}
    >
      <div className="num">
        {t("programs.week", {
          days: program.days_per_week,
          time: formatDuration(program.minutes_per_day),
        })}
        <div className="meta">
          {t("programs.countable", {
            time: formatDuration(program.days_per_week * program.countable_minutes_per_day),
          })}
        </div>
      </div>
      <div className="num">
        {t(length.unit === "weeks" ? "programs.lengthWeeks" : "programs.lengthDays", length)}
        <div className="meta">{t("programs.usually", { usual: length.usual })}</div>
      </div>
      <span>
        {program.tracks.length === 0
          ? t("programs.noTracks")
          : program.tracks.map((one) => t(`programs.track.${one.track}`)).join(", ")}
      </span>
      <span className={classes.marks}>
        {program.part2 && <Part2Chip />}
        <ActiveChip active={program.active} />
      </span>
    </Row>
  );
}

export function ActiveChip({ active }: { active: boolean }) {
  const { t } = useTranslation();
  const Icon = active ? IconCircleCheck : IconCircleMinus;
  return (
    <Chip icon={<Icon size={14} stroke={1.75} aria-hidden />}>
      {t(active ? "programs.active" : "programs.inactive")}
    </Chip>
  );
}

export function Part2Chip() {
  const { t } = useTranslation();
  return <Chip icon={<IconLock size={14} stroke={1.75} aria-hidden />}>{t("programs.part2")}</Chip>;
}
