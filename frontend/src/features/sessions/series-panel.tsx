import { IconRepeat } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { roomsQuery } from "@/api/clinic";
import type { Series, SessionSummary, Weekday } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { addDays, formatDate, formatTimeRange, formatWeekday, wallClock } from "@/lib/time";
import { useProblemText } from "@/ui/problem-text";

import { occurrencesQuery, seriesQuery } from "./queries";
import { brief, isException, meetingGroups } from "./rules";
import classes from "./session-drawer.module.css";

const WEEKS_AHEAD = 6;
const SHOWN = 4;

type Props = {
  id: string;
  current: string;
  now: Date;
  permissions: readonly string[];
  /** What may be done about the series, once it is known. */
  actions?: ((series: Series) => ReactNode) | undefined;
};

/** The series a session belongs to: its pattern in words, its next sessions, and where they differ from it. */
export function SeriesPanel({ id, current, now, permissions, actions }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const problemText = useProblemText();
  // An edit can make the session go over to another part of its series: until that is here, this one stays.
  const series = useQuery({ ...seriesQuery(id), placeholderData: keepPreviousData });
  return (
    <section className={classes.part} aria-labelledby="session-series">
      <h3 id="session-series">
        <IconRepeat size={14} stroke={1.75} aria-hidden /> {t("sessions.series")}
      </h3>
      {series.isPending ? (
        <p className={classes.hint}>{t("state.loading")}</p>
      ) : series.isError && !series.data ? (
        <p className={classes.hint} role="alert">
          {problemText(series.error)}
        </p>
      ) : (
        <dl className={`${classes.facts} num`}>
          <dt>{t("sessions.repeats")}</dt>
          <dd>
            {meetingGroups(series.data).map(({ weekdays, start, end }) => (
              <span key={start + end} className={classes.line}>
                {t("sessions.pattern", {
                  days: weekdays.map((day) => weekdayName(day, locale)).join(", "),
                  times: formatTimeRange(start, end, locale),
                })}
              </span>
            ))}
            {series.data.interval_weeks > 1 && (
              <span className={classes.line}>{t("sessions.everyWeeks", { count: series.data.interval_weeks })}</span>
            )}
          </dd>
          <dt>{t("sessions.runs")}</dt>
          <dd>
            {series.data.ends_on
              ? t("sessions.runsBetween", {
                  from: formatDate(series.data.starts_on, locale),
                  to: formatDate(series.data.ends_on, locale),
                })
              : t("sessions.runsFrom", { from: formatDate(series.data.starts_on, locale) })}
            {series.data.status === "ended" && ` (${t("sessions.ended")})`}
          </dd>
          <Occurrences series={series.data} current={current} now={now} seesRooms={permissions.includes("room:read")} />
        </dl>
      )}
      {series.data && actions?.(series.data)}
    </section>
  );
}

type OccurrencesProps = { series: Series; current: string; now: Date; seesRooms: boolean };

function Occurrences({ series, current, now, seesRooms }: OccurrencesProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const today = wallClock(now, series.time_zone).date;
  const found = useQuery(occurrencesQuery(series.id, today, addDays(today, 7 * WEEKS_AHEAD))).data;
  const rooms = useQuery({ ...roomsQuery, enabled: seesRooms }).data ?? [];
  if (!found) return null;
  const next = found.filter((one) => one.status === "scheduled" && one.id !== current && new Date(one.starts_at) > now);
  const exceptions = found.filter((one) => isException(one, series)).slice(0, SHOWN);
  const placeOf = (one: SessionSummary) =>
    one.telehealth
      ? t("session.telehealth")
      : (rooms.find(({ id }) => id === one.room_id)?.name ?? t("session.noRoom"));
  return (
    <>
      <dt>{t("sessions.next")}</dt>
      <dd>
        {next.length === 0
          ? t("sessions.nextNone")
          : next.slice(0, SHOWN).map((one) => (
              <Link
                key={one.id}
                from="/schedule"
                to="."
                replace
                search={(before) => ({ ...before, from: one.local_date, session: one.id })}
                className={classes.line}
              >
                {formatWeekday(one.local_date, locale)},{" "}
                {formatTimeRange(brief(one.local_start), brief(one.local_end), locale)}
              </Link>
            ))}
      </dd>
      {exceptions.length > 0 && (
        <>
          <dt>{t("sessions.exceptions")}</dt>
          <dd>
            {exceptions.map((one) => {
              const date = formatDate(one.local_date, locale);
              const time = formatTimeRange(brief(one.local_start), brief(one.local_end), locale);
              return (
                <span key={one.id} className={classes.line}>
                  {one.status === "cancelled"
                    ? t("sessions.exceptionCancelled", { date })
                    : t("sessions.exceptionChanged", { date, time, place: placeOf(one) })}
                </span>
              );
            })}
          </dd>
        </>
      )}
    </>
  );
}

const days: Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** "Mon": 2024 began on a Monday. */
function weekdayName(day: Weekday, locale: string): string {
  const date = new Date(Date.UTC(2024, 0, 1 + days.indexOf(day)));
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "short" }).format(date);
}
