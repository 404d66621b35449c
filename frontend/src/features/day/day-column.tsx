import { Link } from "@tanstack/react-router";
import { type CSSProperties, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { DayCard as Card } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { inLanes } from "@/lib/lanes";
import { scrollToShow } from "@/lib/scroll-to-show";
import { phaseOf } from "@/lib/session-time";
import { formatBriefRange, formatBriefTime, formatHour, formatTimeRange, minutesOfDay, wallClock } from "@/lib/time";
import { useNarrow } from "@/lib/use-narrow";
import { KindIcon, kindColour } from "@/ui/kind";
import { Segments } from "@/ui/segments";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./day-column.module.css";
import { hoursShown } from "./rules";

const HOUR_PIXELS = 80;
/** More side by side than this would be cut: then the day is a list. */
const MOST_LANES = 2;

type Props = {
  date: string;
  timeZone: string;
  sessions: Card[];
  selected: string | undefined;
  now: Date;
  whose: "mine" | "all";
  /** Absent when all sessions of the day are one's own, or none is. */
  onWhose?: ((whose: "mine" | "all") => void) | undefined;
};

/** The day as a column of time with one's sessions in it; on narrow windows a row of cards. */
export function DayColumn({ date, timeZone, sessions, selected, now, whose, onWhose }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const narrow = useNarrow(1000);
  const scroll = useRef<HTMLDivElement>(null);
  const { from, to } = hoursShown(sessions);
  const lanes = inLanes(sessions);
  const listed = !narrow && [...lanes.values()].some((place) => place.lanes > MOST_LANES);
  const timed = !narrow && !listed;
  const wall = wallClock(now, timeZone);
  const nowMinutes = minutesOfDay(wall.time);
  const showsNow = wall.date === date && nowMinutes >= from * 60 && nowMinutes <= to * 60;
  const top = (minutes: number) => ((minutes - from * 60) / 60) * HOUR_PIXELS;

  useEffect(() => {
    const card = scroll.current?.querySelector('[aria-current="true"]');
    if (scroll.current && card) scrollToShow(scroll.current, card);
  }, [selected, date]);

  const place = (session: Card): CSSProperties => {
    if (!timed) return {};
    const start = minutesOfDay(session.local_start);
    const end = minutesOfDay(session.local_end);
    const { lane, lanes: count } = lanes.get(session.id) ?? { lane: 0, lanes: 1 };
    return {
      top: top(start),
      height: Math.max(30, top(end <= start ? 24 * 60 : end) - top(start)),
      insetInlineStart: `${(lane / count) * 100}%`,
      width: `${100 / count}%`,
    };
  };

  return (
    <section className={classes.column} aria-label={t(whose === "mine" ? "day.title" : "day.titleAll")}>
      <div className={classes.head}>
        <h2>{t(whose === "mine" ? "day.title" : "day.titleAll")}</h2>
        {onWhose && (
          <Segments
            label={t("day.whose")}
            value={whose}
            options={[
              { value: "mine", label: t("day.mine") },
              { value: "all", label: t("day.all") },
            ]}
            onChange={onWhose}
          />
        )}
      </div>
      <div className={classes.scroll} ref={scroll}>
        <div
          className={timed ? classes.grid : listed ? classes.listed : undefined}
          style={timed ? { height: (to - from) * HOUR_PIXELS } : {}}
        >
          {timed &&
            Array.from({ length: to - from + 1 }, (_, index) => from + index).map((hour) => (
              <div key={hour} className={classes.hour} style={{ top: top(hour * 60) }} aria-hidden>
                {/* The label gives way to that of the present. */}
                {!(showsNow && Math.abs(nowMinutes - hour * 60) < 16) && <span>{formatHour(hour, locale)}</span>}
              </div>
            ))}
          {timed && showsNow && <div className={classes.tick} style={{ top: top(nowMinutes) - 1 }} />}
          {timed && showsNow && (
            <div className={classes.now} style={{ top: top(nowMinutes) - 1 }}>
              <span className="num">
                <span className="unseen">{t("day.now", { time: "" })}</span>
                {formatBriefTime(wall.time, locale)}
              </span>
            </div>
          )}
          <ol className={classes.list}>
            {sessions.map((session) => (
              <li key={session.id} className={classes.item} style={place(session)}>
                <DayCard session={session} current={session.id === selected} now={now} besideHours={timed} />
              </li>
            ))}
          </ol>
        </div>
      </div>
    </section>
  );
}

type CardProps = { session: Card; current: boolean; now: Date; besideHours: boolean };

function DayCard({ session, current, now, besideHours }: CardProps) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const colour = kindColour(session.service_kind);
  const phase = phaseOf(session, now);
  const cancelled = session.status === "cancelled";
  // Whose it is says more than what it is; the kind stands beside it as an icon and a word.
  const title = session.whose.length > 0 ? session.whose.join(", ") : titleOf(session);
  const times = (besideHours ? formatBriefRange : formatTimeRange)(session.local_start, session.local_end, locale);
  const place = session.telehealth ? t("session.telehealth") : session.room_name;
  // That one person comes to an individual session goes without saying.
  const people = colour === "individual" ? null : t("session.people", { count: session.booked });
  const state = cancelled
    ? t("session.cancelled")
    : session.status === "closed"
      ? t("session.closed")
      : session.marked > 0
        ? t("session.marked", session)
        : people;
  return (
    <Link
      from="/today"
      to="/today"
      search={(before) => ({ ...before, session: session.id })}
      className={classes.card as string}
      data-kind={colour}
      data-over={phase === "over" || cancelled || undefined}
      data-cancelled={cancelled || undefined}
      aria-current={current ? "true" : undefined}
      activeProps={{}}
      title={title}
    >
      <span className={classes.title}>
        <KindIcon kind={session.service_kind} />
        <span>{title}</span>
        <span className="unseen">{t(`kind.${session.service_kind}`)}</span>
      </span>
      <span className={`${classes.facts} num`}>{[times, place].filter(Boolean).join(" · ")}</span>
      {state && <span className={`${classes.facts} num`}>{state}</span>}
    </Link>
  );
}
