import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Cohort } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { ListPanel, NoRows } from "@/ui/list-panel";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./coming-panel.module.css";
import { measuresDueQuery } from "./queries";
import { byPerson } from "./rules";

const SHOWN = 8;

type Props = { cohort: Cohort; mayGive: boolean };

/** Who of the cohort owes which measure and since when, the longest owed first; the chart is where it is given. */
export function DuePanel({ cohort, mayGive }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const query = useQuery(measuresDueQuery(cohort.program_id, cohort.id));
  const [all, setAll] = useState(false);
  const people = byPerson(query.data?.due ?? []);
  const shown = all ? people : people.slice(0, SHOWN);
  return (
    <ListPanel title={t("cohorts.due.title")} count={query.data ? people.length : undefined}>
      {query.isPending ? (
        <LoadingRows rows={3} height={36} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : people.length === 0 ? (
        <NoRows>{t("cohorts.due.empty")}</NoRows>
      ) : (
        <ul>
          {shown.map(({ participantId, name, owed }) => (
            <li key={participantId} className={classes.owes}>
              <span className={classes.what}>
                <strong>{name}</strong>
                {owed.map((one) => (
                  <span key={one.instrument_key + one.moment} className="meta num">
                    {t("cohorts.due.since", {
                      measure: one.name,
                      moment: one.therapy
                        ? t("cohorts.due.therapy", {
                            therapy: one.therapy,
                            moment: t(`cohorts.due.moment.${one.moment === "every_session" ? "each" : one.moment}`),
                          })
                        : t(`cohorts.due.moment.${one.moment}`),
                      since: formatDate(one.since, locale),
                    })}
                  </span>
                ))}
              </span>
              <Link
                to="/participants/$participantId"
                params={{ participantId }}
                search={{ tab: "measures", ...(owed[0] ? { episode: owed[0].episode_id } : {}) }}
                aria-label={t(mayGive ? "cohorts.due.giveNamed" : "cohorts.due.chartNamed", { name })}
              >
                {t(mayGive ? "cohorts.due.give" : "cohorts.due.chart")}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {people.length > shown.length && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => setAll(true)}>
            {t("cohorts.due.all", { count: people.length - shown.length })}
          </Button>
        </div>
      )}
      {query.data?.truncated && <NoRows>{t("cohorts.due.truncated", { count: people.length })}</NoRows>}
    </ListPanel>
  );
}
