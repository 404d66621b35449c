import { Button } from "@mantine/core";
import { IconClockOff } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Episode, WeekLedger } from "@/api/types";
import { formatDuration } from "@/lib/time";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/page";
import { Panel } from "@/ui/panel";

import { Consequences } from "./consequences";
import { HoursBar, HoursKey } from "./hours-bar";
import classes from "./hours-tab.module.css";
import { FEW_WEEKS, ledgerQuery } from "./queries";
import { attendedMinutes, partsOf, scaleOf, weeksInCare } from "./rules";
import { useWeekName, WeekTable } from "./week-table";

const ALL = 53;

type Props = { participantId: string; episode: Episode | undefined; mayReadAttendance: boolean };

/** Week by week: what was scheduled, attended, excused and missed, against the minimum. */
export default function HoursTab({ participantId, episode, mayReadAttendance }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(FEW_WEEKS);
  const until = episode?.ended_on ?? null;
  const ledger = useQuery({ ...ledgerQuery(participantId, asked, until), placeholderData: keepPreviousData });
  const weeks = weeksInCare((ledger.data ?? []).filter((week) => !episode || week.episode_id === episode.id));

  if (ledger.isPending) return <LoadingRows rows={10} />;
  if (ledger.isError && !ledger.data) {
    return <ErrorState error={ledger.error} onRetry={() => void ledger.refetch()} />;
  }
  const earlier = asked < ALL && (
    <Button loading={ledger.isPlaceholderData} onClick={() => setAsked(ALL)}>
      {t("chart.earlierWeeks")}
    </Button>
  );
  if (weeks.length === 0) {
    return (
      <EmptyState
        icon={<IconClockOff size={24} stroke={1.5} aria-hidden />}
        title={t("chart.noWeeks")}
        hint={t("chart.noWeeksHint")}
        action={earlier || undefined}
      />
    );
  }
  return (
    <>
      <Panel title={t("chart.hoursByWeek")} hint={t("chart.hoursHint")} actions={earlier}>
        <WeekBars weeks={weeks} />
        <WeekTable weeks={weeks} />
      </Panel>
      {episode && mayReadAttendance && <Consequences participantId={participantId} episodeId={episode.id} />}
    </>
  );
}

function WeekBars({ weeks }: { weeks: readonly WeekLedger[] }) {
  const { t } = useTranslation();
  const weekName = useWeekName();
  const scale = scaleOf(weeks);
  return (
    <>
      {/* The table beneath says the same in words. */}
      <div className={`${classes.bars} num`} aria-hidden>
        {weeks.map((week) => (
          <div key={week.episode_id + week.starts_on} className={classes.week}>
            <span className={classes.name}>{weekName(week)}</span>
            <HoursBar parts={partsOf(week)} scale={scale} target={week.target_minutes} />
            <span className={classes.done}>
              {week.target_minutes > 0
                ? t("chart.hoursOf", {
                    done: formatDuration(attendedMinutes(week)),
                    target: formatDuration(week.target_minutes),
                  })
                : formatDuration(attendedMinutes(week))}
            </span>
          </div>
        ))}
      </div>
      <HoursKey
        items={(["attended", "provisional", "open", "excused", "missed", "target"] as const).map((code) => ({
          code,
          text: t(`chart.part.${code}`),
        }))}
      />
    </>
  );
}
