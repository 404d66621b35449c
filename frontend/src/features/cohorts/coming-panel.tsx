import { Button } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { addDays, formatTimeRange, formatWeekday, type LocalDate, mondayOf } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { KindIcon } from "@/ui/kind";
import { ListPanel, NoRows } from "@/ui/list-panel";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./coming-panel.module.css";
import { cohortWeekQuery } from "./queries";
import { coming } from "./rules";

const MOST = 8;

/** The next sessions of the cohort, each leading to its day. */
export function ComingPanel({ cohortId, today }: { cohortId: string; today: LocalDate }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const now = useNow();
  const monday = mondayOf(today);
  const titleOf = useSessionTitle();
  const weeks = useQueries({
    queries: [cohortWeekQuery(monday, cohortId), cohortWeekQuery(addDays(monday, 7), cohortId)],
  });
  const failed = weeks.find((week) => week.isError && !week.data);
  const sessions = coming(
    weeks.flatMap((week) => week.data?.sessions ?? []),
    now,
    MOST,
  );
  return (
    <ListPanel
      title={t("cohorts.coming.title")}
      actions={
        <Button
          variant="subtle"
          renderRoot={(props) => <Link to="/schedule" search={{ cohort: cohortId, view: "week" }} {...props} />}
        >
          {t("cohorts.coming.schedule")}
        </Button>
      }
    >
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : weeks.some((week) => week.isPending) ? (
        <LoadingRows rows={4} height={36} />
      ) : sessions.length === 0 ? (
        <NoRows>{t("cohorts.coming.empty")}</NoRows>
      ) : (
        <ol>
          {sessions.map((session) => (
            <li key={session.id} className={classes.row}>
              <span className="num">{formatWeekday(session.local_date, locale)}</span>
              <span className={classes.what}>
                <Link
                  to="/today"
                  search={{
                    date: session.local_date,
                    session: session.id,
                    ...(session.mine ? {} : { whose: "all" as const }),
                  }}
                >
                  {titleOf(session)}
                </Link>
                <span className="meta num">
                  <KindIcon kind={session.service_kind} size={12} />{" "}
                  {[
                    formatTimeRange(session.local_start, session.local_end, locale),
                    session.telehealth ? t("session.telehealth") : session.room_name,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </span>
              <span className="num">
                {session.capacity === null
                  ? t("session.people", { count: session.booked })
                  : t("session.seats", { booked: session.booked, capacity: session.capacity })}
              </span>
            </li>
          ))}
        </ol>
      )}
    </ListPanel>
  );
}
