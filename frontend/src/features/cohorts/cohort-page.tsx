import { Button } from "@mantine/core";
import { IconChevronLeft, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { programsQuery } from "@/api/clinic";
import { hasStatus } from "@/api/problem";
import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";
import { FillsTogether } from "@/ui/fills-together";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";

import { Census, Waiting } from "./census";
import { CohortActions } from "./cohort-actions";
import classes from "./cohort-page.module.css";
import { ComingPanel } from "./coming-panel";
import { DuePanel } from "./due-panel";
import { MembersPanel } from "./members-panel";
import { cohortQuery } from "./queries";
import type { Rights } from "./rights";
import { WaitlistPanel } from "./waitlist-panel";
import { StatusChip, useRange } from "./words";

type Props = {
  cohortId: string;
  today: LocalDate;
  /** The day whose members are in sight. */
  on: LocalDate;
  everyDay: boolean;
  rights: Rights;
  onDay: (day: LocalDate) => void;
  onEveryDay: (everyDay: boolean) => void;
  /** What the cohort is taught, given its program; nothing for who may not see it. */
  curriculum: (programId: string) => ReactNode;
};

/** One cohort: its census, its members over time, who waits, and what comes next. */
export function CohortPage({ cohortId, today, on, everyDay, rights, onDay, onEveryDay, curriculum }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const range = useRange();
  const { data: cohort, ...query } = useQuery(cohortQuery(cohortId, on));
  const programs = useQuery(programsQuery);
  if (!cohort) {
    return (
      <>
        <PageHead title={t("cohorts.title")} />
        {query.isPending ? (
          <LoadingRows rows={8} height={48} />
        ) : hasStatus(query.error, 404) || hasStatus(query.error, 422) ? (
          <EmptyState
            icon={<IconUsersGroup size={24} stroke={1.5} aria-hidden />}
            title={t("cohorts.notFound")}
            hint={t("cohorts.notFoundHint")}
            action={
              <Button component={Link} to="/cohorts">
                {t("cohorts.toCohorts")}
              </Button>
            }
          />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </>
    );
  }

  const program = programs.data?.find((one) => one.id === cohort.program_id);
  return (
    <>
      <PageHead
        title={cohort.name}
        actions={
          <>
            {rights.seesOutcomes && (
              <Button renderRoot={(props) => <Link to="/outcomes" search={{ cohort: cohort.id }} {...props} />}>
                {t("cohorts.outcomes")}
              </Button>
            )}
            {rights.plans && <CohortActions key={cohort.id} cohort={cohort} today={today} />}
          </>
        }
      >
        <Link to="/cohorts" activeOptions={{ exact: true }} className={classes.back as string}>
          <IconChevronLeft size={16} stroke={1.75} aria-hidden />
          {t("cohorts.back")}
        </Link>
        <StatusChip status={cohort.status} />
      </PageHead>
      <div className={classes.body}>
        <dl className={classes.facts} aria-label={t("cohorts.facts")}>
          <Fact name={on === today ? t("cohorts.census") : t("cohorts.censusOn", { date: formatDate(on, locale) })}>
            <Census seats_taken={cohort.seats_taken} capacity={cohort.capacity} />
            {cohort.status !== "ended" && (
              <div className="meta num">{t("cohorts.free", { count: cohort.seats_free })}</div>
            )}
          </Fact>
          <Fact name={t("cohorts.people")}>
            <Waiting cohort={cohort} />
          </Fact>
          <Fact name={t("cohorts.program")}>
            {program ? (
              <Link to="/programs/$programId" params={{ programId: program.id }} className={classes.program as string}>
                {program.name}
              </Link>
            ) : (
              "–"
            )}
            <div className="meta">{t(`cohorts.trackOf.${cohort.track}`)}</div>
          </Fact>
          <Fact name={t("cohorts.runs")}>
            <span className="num">{range(cohort.starts_on, cohort.ends_on)}</span>
          </Fact>
          <Fact name={t("cohorts.forms")}>
            {t(`cohorts.kindOf.${cohort.kind}`)}
            <div className="meta">{t(`cohorts.kindHint.${cohort.kind}`)}</div>
          </Fact>
        </dl>
        <FillsTogether className={classes.panes}>
          <div className={classes.main}>
            {rights.seesMembers && (
              <MembersPanel
                cohort={cohort}
                today={today}
                on={on}
                everyDay={everyDay}
                rights={rights}
                onDay={onDay}
                onEveryDay={onEveryDay}
              />
            )}
            {curriculum(cohort.program_id)}
          </div>
          <div className={classes.side}>
            {rights.seesWaitlist && <WaitlistPanel cohort={cohort} today={today} rights={rights} />}
            {rights.seesMeasures && cohort.status !== "ended" && (
              <DuePanel cohort={cohort} mayGive={rights.givesMeasures} />
            )}
            {rights.seesSessions && <ComingPanel cohortId={cohort.id} today={today} />}
          </div>
        </FillsTogether>
      </div>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
