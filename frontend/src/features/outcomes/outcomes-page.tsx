import { Button } from "@mantine/core";
import { IconCalendarOff, IconChartDots, IconUsers } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { instrumentsQuery } from "@/api/catalogue";
import { cohortsQuery, programsQuery } from "@/api/clinic";
import { useModalities } from "@/api/therapy-words";
import type { Outcomes } from "@/api/types";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";

import { ByDosePanel, DosesPanel } from "./dose-panels";
import { FiguresPanel } from "./figures-panel";
import { Filters } from "./filters";
import classes from "./outcomes.module.css";
import { outcomesQuery } from "./queries";
import { type Asked, askedOf, type Filter, spanMistake } from "./rules";

type Props = { filter: Filter; today: LocalDate; onFilter: (filter: Filter) => void };

/** What groups came to, with the uncertainty of each figure; of few people nothing, and of causes nothing. */
export function OutcomesPage({ filter, today, onFilter }: Props) {
  const { t } = useTranslation();
  const [programs, cohorts, instruments] = useQueries({ queries: [programsQuery, cohortsQuery, instrumentsQuery] });
  const modalities = useModalities();
  const lists = [programs, cohorts, modalities, instruments];
  const failed = lists.find((one) => one.isError && !one.data);
  const usable = (instruments.data ?? []).filter((one) => one.usable);
  const keys = usable.map((one) => one.key);
  const asked = askedOf(filter, keys, today);
  const ready = programs.data && cohorts.data && modalities.data && instruments.data;
  const retry = () => {
    for (const one of lists) if (one.isError) void one.refetch();
  };
  return (
    <>
      <PageHead title={t("outcomes.title")}>
        <span className="meta">{t("outcomes.hint")}</span>
      </PageHead>
      {failed ? (
        <ErrorState error={failed.error} onRetry={retry} />
      ) : !ready ? (
        <LoadingRows rows={8} height={44} />
      ) : asked === null ? (
        <EmptyState
          icon={<IconChartDots size={24} stroke={1.5} aria-hidden />}
          title={t("outcomes.noInstruments")}
          hint={t("outcomes.noInstrumentsHint")}
          action={
            <Button component={Link} to="/programs">
              {t("nav.programs")}
            </Button>
          }
        />
      ) : (
        <>
          <Filters
            asked={asked}
            filter={filter}
            programs={programs.data}
            cohorts={cohorts.data}
            modalities={modalities.data}
            instruments={
              keys.includes(asked.instrument)
                ? usable
                : // Switched off since: what was given with it is still there.
                  instruments.data.filter((one) => one.usable || one.key === asked.instrument)
            }
            onFilter={onFilter}
          />
          <Answer
            asked={asked}
            modality={modalities.data.find((one) => one.id === asked.modality)?.name}
            program={programs.data.find(
              (one) =>
                one.id ===
                (asked.group?.kind === "cohort"
                  ? cohorts.data.find((cohort) => cohort.id === asked.group?.id)?.program_id
                  : asked.group?.id),
            )}
            onClear={() => onFilter({ ...filter, from: undefined, to: undefined })}
          />
        </>
      )}
    </>
  );
}

type AnswerProps = {
  asked: Asked;
  modality: string | undefined;
  program: { id: string; name: string } | undefined;
  onClear: () => void;
};

function Answer({ asked, modality, program, onClear }: AnswerProps) {
  const { t } = useTranslation();
  const mistake = spanMistake(asked);
  const query = useQuery({ ...outcomesQuery(asked), enabled: mistake === null });
  const people = query.isPlaceholderData ? undefined : query.data?.outcome?.people;
  useEffect(() => {
    if (people !== undefined) announce(t("outcomes.shown", { count: people }));
  }, [people, t]);
  if (mistake) {
    return (
      <EmptyState
        icon={<IconCalendarOff size={24} stroke={1.5} aria-hidden />}
        title={t(`outcomes.${mistake}`)}
        action={<Button onClick={onClear}>{t("outcomes.clear")}</Button>}
      />
    );
  }
  if (query.isPending) return <LoadingRows rows={6} height={44} />;
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className={classes.body} data-stale={query.isPlaceholderData || undefined}>
      <Figures outcomes={query.data} modality={modality} />
      <DosesPanel program={program} asked={asked} />
    </div>
  );
}

function Figures({ outcomes, modality }: { outcomes: Outcomes; modality: string | undefined }) {
  const { t } = useTranslation();
  const { outcome, least_people: least, name } = outcomes;
  if (outcome === null) {
    return (
      <EmptyState
        icon={<IconUsers size={24} stroke={1.5} aria-hidden />}
        title={t("outcomes.few", { least })}
        hint={t("outcomes.fewHint", { least, name })}
      />
    );
  }
  return (
    <>
      <FiguresPanel outcomes={outcomes} figures={outcome} />
      <ByDosePanel outcomes={outcomes} modality={modality} />
    </>
  );
}
