import { Button, NativeSelect } from "@mantine/core";
import { IconUsersGroup } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { programsQuery } from "@/api/clinic";
import type { Cohort, CohortStatus } from "@/api/types";
import type { LocalDate } from "@/lib/time";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";
import { Row, RowList } from "@/ui/row-list";

import { Census, Waiting } from "./census";
import { CohortEditor } from "./cohort-editor";
import classes from "./cohorts-page.module.css";
import { cohortsQuery } from "./queries";
import { totals } from "./rules";
import { StatusChip } from "./words";

type Filter = { program?: string; status?: CohortStatus };
type Props = {
  filter: Filter;
  statuses: readonly CohortStatus[];
  today: LocalDate;
  mayPlan: boolean;
  seesOutcomes: boolean;
  onFilter: (filter: Filter) => void;
  onCreated: (cohortId: string) => void;
};

/** Every cohort with its census, who waits, and why seats are free. */
export function CohortsPage({ filter, statuses, today, mayPlan, seesOutcomes, onFilter, onCreated }: Props) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(cohortsQuery(filter));
  const programs = useQuery(programsQuery);
  const [planning, setPlanning] = useState(false);
  const cohorts = query.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = filter.program !== undefined || filter.status !== undefined;
  const programName = (id: string) => programs.data?.find((one) => one.id === id)?.name;

  const create = (
    <Button variant="filled" onClick={() => setPlanning(true)}>
      {t("cohorts.plan.create")}
    </Button>
  );

  return (
    <>
      <PageHead
        title={t("cohorts.title")}
        actions={
          <>
            <NativeSelect
              className={classes.filter as string}
              aria-label={t("cohorts.program")}
              value={filter.program ?? ""}
              onChange={({ target: { value } }) => {
                const { program: _, ...rest } = filter;
                onFilter(value === "" ? rest : { ...rest, program: value });
              }}
            >
              <option value="">{t("cohorts.allPrograms")}</option>
              {(programs.data ?? []).map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </NativeSelect>
            <NativeSelect
              aria-label={t("cohorts.status")}
              value={filter.status ?? ""}
              onChange={({ target: { value } }) => {
                const { status: _, ...rest } = filter;
                const status = statuses.find((one) => one === value);
                onFilter(status ? { ...rest, status } : rest);
              }}
            >
              <option value="">{t("cohorts.allStatuses")}</option>
              {statuses.map((one) => (
                <option key={one} value={one}>
                  {t(`cohorts.statusOf.${one}`)}
                </option>
              ))}
            </NativeSelect>
            {seesOutcomes && (
              <Button
                renderRoot={(props) => (
                  <Link to="/outcomes" search={filter.program ? { program: filter.program } : {}} {...props} />
                )}
              >
                {t("cohorts.outcomes")}
              </Button>
            )}
            {mayPlan && create}
          </>
        }
      >
        {cohorts.length > 0 && <span className="meta num">{t("cohorts.totals", totals(cohorts))}</span>}
      </PageHead>
      {query.isPending ? (
        <LoadingRows rows={6} height={48} />
      ) : query.isError && cohorts.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : cohorts.length === 0 ? (
        <EmptyState
          icon={<IconUsersGroup size={24} stroke={1.5} aria-hidden />}
          title={t(filtered ? "cohorts.noMatch" : "cohorts.empty")}
          {...(filtered ? {} : { hint: t("cohorts.emptyHint") })}
          action={filtered ? <Button onClick={() => onFilter({})}>{t("week.clear")}</Button> : undefined}
        />
      ) : (
        <RowList
          columns={classes.columns}
          stale={query.isPlaceholderData}
          more={
            query.hasNextPage
              ? { loading: query.isFetchingNextPage, load: () => void query.fetchNextPage() }
              : undefined
          }
        >
          {cohorts.map((cohort) => (
            <CohortRow key={cohort.id} cohort={cohort} program={programName(cohort.program_id)} />
          ))}
        </RowList>
      )}
      {mayPlan && (
        <CohortEditor
          cohort={null}
          program={filter.program}
          today={today}
          opened={planning}
          onClose={() => setPlanning(false)}
          onSaved={({ id }) => onCreated(id)}
        />
      )}
    </>
  );
}

function CohortRow({ cohort, program }: { cohort: Cohort; program: string | undefined }) {
  const { t } = useTranslation();
  return (
    <Row
      link={
        <Link to="/cohorts/$cohortId" params={{ cohortId: cohort.id }}>
          {cohort.name}
        </Link>
      }
      hint={[program, t(`cohorts.trackOf.${cohort.track}`)].filter(Boolean).join(" · ")}
    >
      <Census seats_taken={cohort.seats_taken} capacity={cohort.capacity} />
      <span className={`num ${classes.free}`} data-some={cohort.seats_free > 0 || undefined}>
        {cohort.status !== "ended" && t("cohorts.free", { count: cohort.seats_free })}
      </span>
      <Waiting cohort={cohort} />
      <span className={classes.status}>
        <StatusChip status={cohort.status} />
      </span>
    </Row>
  );
}
