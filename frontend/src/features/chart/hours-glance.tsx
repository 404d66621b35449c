import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Episode, WeekLedger } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate, formatDuration } from "@/lib/time";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import { HoursBar } from "./hours-bar";
import classes from "./hours-glance.module.css";
import { FEW_WEEKS, ledgerQuery } from "./queries";
import { attendedMinutes, partsOf, scaleOf, weeksInCare } from "./rules";

const SHOWN = 6;

/** Hours against the minimum, the last weeks side by side. */
export function HoursGlance({ participantId, episode }: { participantId: string; episode: Episode }) {
  const { t } = useTranslation();
  const ledger = useQuery(ledgerQuery(participantId, FEW_WEEKS, episode.ended_on));
  if (ledger.isPending) return <LoadingRows rows={2} />;
  if (ledger.isError && !ledger.data) return <ErrorState error={ledger.error} onRetry={() => void ledger.refetch()} />;
  const weeks = weeksInCare(ledger.data.filter((week) => week.episode_id === episode.id))
    .sort((a, b) => a.starts_on.localeCompare(b.starts_on))
    .slice(-SHOWN);
  return (
    <Panel
      title={t("chart.hoursByWeek")}
      actions={
        <Link to="." search={(before) => ({ ...before, tab: "hours" })} className={classes.all as string}>
          {t("chart.allWeeks")}
        </Link>
      }
    >
      {weeks.length === 0 ? (
        <PanelNote>{t("chart.noWeeks")}</PanelNote>
      ) : (
        <ul className={`${classes.weeks} num`}>
          {weeks.map((week) => (
            <Week key={week.starts_on} week={week} scale={scaleOf(weeks)} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Week({ week, scale }: { week: WeekLedger; scale: number }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const done = formatDuration(attendedMinutes(week));
  const { short_by_minutes: short } = week;
  const { made_up_minutes: madeUp } = week.tally;
  return (
    <li>
      <span className="meta">{formatDate(week.starts_on, locale)}</span>
      <strong>
        {week.target_minutes > 0 ? t("chart.hoursOf", { done, target: formatDuration(week.target_minutes) }) : done}
      </strong>
      <HoursBar parts={partsOf(week)} scale={scale} target={week.target_minutes} />
      {short > 0 && <span className={classes.short}>{t("chart.weekShort", { time: formatDuration(short) })}</span>}
      {madeUp > 0 && <span className="meta">{t("chart.weekMadeUp", { time: formatDuration(madeUp) })}</span>}
    </li>
  );
}
