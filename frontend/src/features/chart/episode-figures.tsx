import { Skeleton, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Episode } from "@/api/types";
import { focusMain } from "@/lib/focus-main";
import { useLanguage } from "@/lib/i18n";
import { formatDate, formatDuration } from "@/lib/time";

import classes from "./chart-head.module.css";
import { HoursBar } from "./hours-bar";
import { progressQuery, weekLedgerQuery } from "./queries";
import { attendedMinutes, partsOf, scaleOf } from "./rules";

const MakeUpsDialog = lazy(() => import("./make-ups-dialog"));

type Props = {
  participantId: string;
  episode: Episode;
  programName: string;
  mayReadHours: boolean;
  mayBook: boolean;
  timeZone: string;
  /** Whether any episode runs, be it another one. */
  hasCurrent: boolean;
};

/** Where the episode stands: day x of y, the hours of the running week against the minimum, the days that count. */
export function EpisodeFigures({
  participantId,
  episode,
  programName,
  mayReadHours,
  mayBook,
  timeZone,
  hasCurrent,
}: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { status } = episode;
  if (status !== "active" && status !== "on_leave") {
    const on = episode.ended_on ?? episode.screened_on ?? episode.referred_on;
    const words = t(`chart.standing.${status}`, { program: programName, date: formatDate(on, locale) });
    return <p className={classes.none}>{hasCurrent ? words : `${t("chart.noCurrent")} ${words}`}</p>;
  }
  return (
    <dl className={`${classes.figures} num`}>
      <DayFigure participantId={participantId} episode={episode} programName={programName} />
      {mayReadHours && (
        <WeekFigures participantId={participantId} episode={episode} mayBook={mayBook} timeZone={timeZone} />
      )}
    </dl>
  );
}

/** Space of a figure until it is there, or where it could not be read: the page below must not move. */
function Waiting({ name, failed }: { name: string; failed: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd>{failed ? t("chart.notLoaded") : <Skeleton height={24} mt={4} />}</dd>
    </div>
  );
}

function DayFigure({ participantId, episode, programName }: Pick<Props, "participantId" | "episode" | "programName">) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const progress = useQuery(progressQuery(participantId, episode.id));
  if (!progress.data) return <Waiting name={programName} failed={progress.isError} />;
  const { day_number, day_total } = progress.data;
  return (
    <div className={classes.figure}>
      <dt>{programName}</dt>
      <dd>
        <strong>{t(day_total ? "chart.day" : "chart.dayOnly", { day: day_number, total: day_total })}</strong>
        <div className={classes.course} aria-hidden>
          <div style={{ width: `${day_total ? Math.min(100, (day_number / day_total) * 100) : 0}%` }} />
        </div>
        {episode.status === "on_leave"
          ? t("chart.status.on_leave")
          : episode.planned_end_on && t("chart.endsAbout", { date: formatDate(episode.planned_end_on, locale) })}
      </dd>
    </div>
  );
}

type WeekProps = Pick<Props, "participantId" | "episode" | "mayBook" | "timeZone">;

function WeekFigures({ participantId, episode, mayBook, timeZone }: WeekProps) {
  const { t } = useTranslation();
  const [mending, setMending] = useState(false);
  const week = useQuery(weekLedgerQuery(participantId, episode.id));
  if (!week.data) return <Waiting name={t("chart.hoursThisWeek")} failed={week.isError} />;
  const { target_minutes, short_by_minutes, tally, qualifying_days, counted_day_minutes, expected_days } = week.data;
  const daysShort = week.data.short_by_days ?? 0;
  return (
    <>
      <div className={classes.figure}>
        <dt>{t("chart.hoursThisWeek")}</dt>
        <dd>
          <strong>
            {target_minutes > 0
              ? t("chart.hoursOf", {
                  done: formatDuration(attendedMinutes(week.data)),
                  target: formatDuration(target_minutes),
                })
              : formatDuration(attendedMinutes(week.data))}
          </strong>
          <HoursBar
            parts={partsOf(week.data).filter((part) => part.code !== "excused" && part.code !== "missed")}
            scale={scaleOf([week.data])}
            target={target_minutes}
          />
          {short_by_minutes > 0 ? (
            <>
              <span className={classes.warn}>
                <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
                {t("chart.shortBy", { time: formatDuration(short_by_minutes) })}
              </span>
              <UnstyledButton className={classes.mend as string} onClick={() => setMending(true)}>
                {t("chart.mend")}
              </UnstyledButton>
            </>
          ) : (
            t("chart.booked", { time: formatDuration(tally.open_minutes) })
          )}
        </dd>
      </div>
      {mending && (
        <Suspense>
          <MakeUpsDialog
            participantId={participantId}
            episodeId={episode.id}
            timeZone={timeZone}
            mayBook={mayBook}
            onClose={() => {
              setMending(false);
              // The button goes with what was lacking.
              if (short_by_minutes <= 0) setTimeout(focusMain);
            }}
          />
        </Suspense>
      )}
      {qualifying_days !== null && (
        <div className={classes.figure}>
          <dt>{t("chart.qualifyingDays")}</dt>
          <dd>
            <strong>{t("chart.daysOf", { done: qualifying_days, total: expected_days })}</strong>
            {daysShort > 0 && (
              <span className={classes.warn}>
                <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
                {t("chart.daysShort", { count: daysShort })}
              </span>
            )}
            {counted_day_minutes !== null && (
              <div>{t("chart.dayCounts", { time: formatDuration(counted_day_minutes) })}</div>
            )}
          </dd>
        </div>
      )}
    </>
  );
}
