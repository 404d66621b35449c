import { type CSSProperties, memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { inLanes, type Lane } from "@/lib/lanes";
import { phaseOf } from "@/lib/session-time";
import { formatBriefTime, formatHour, formatWeekday, minutesOfDay, wallClock } from "@/lib/time";

import { daysOf, type WeekSession, weekHours } from "./rules";
import { SessionBlock } from "./session-block";
import type { SessionLink } from "./session-link";
import { useOpenedInSight } from "./use-opened-in-sight";
import classes from "./week-grid.module.css";

const HOUR_PIXELS = 72;
/** The least a session needs to show its title and time; a day with more side by side is wider. */
const LANE_PIXELS = 104;

type Props = { startsOn: string; timeZone: string; sessions: WeekSession[]; now: Date; link: SessionLink };

/** The week by days and hours. */
export const WeekGrid = memo(function WeekGrid({ startsOn, timeZone, sessions, now, link }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const box = useOpenedInSight<HTMLElement>(link.opened);
  const days = daysOf(startsOn, sessions);
  const { from, to } = weekHours(sessions);
  const wall = wallClock(now, timeZone);
  const top = (minutes: number) => ((minutes - from * 60) / 60) * HOUR_PIXELS;
  const nowTop = top(minutesOfDay(wall.time));
  const height = (to - from) * HOUR_PIXELS;
  const showsNow = days.some((day) => day.date === wall.date) && nowTop >= 0 && nowTop <= height;
  const lanes = days.map((day) => inLanes(day.sessions));
  const least = lanes.map((ofDay) => LANE_PIXELS * Math.max(1, ...Array.from(ofDay.values(), (place) => place.lanes)));
  const columns = {
    gridTemplateColumns: ["64px", ...least.map((pixels) => `minmax(${pixels}px, 1fr)`)].join(" "),
    minWidth: least.reduce((sum, pixels) => sum + pixels, 64),
    "--hour": `${HOUR_PIXELS}px`,
  } as CSSProperties;
  const hours = Array.from({ length: to - from }, (_, index) => from + index);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys.
    <section ref={box} className={classes.scroll} tabIndex={0} aria-label={t("nav.week")}>
      <div className={classes.grid} style={columns}>
        <div className={classes.corner} />
        {days.map((day) => (
          <h2 key={day.date} className={classes.day} data-today={day.date === wall.date || undefined}>
            {formatWeekday(day.date, locale)}
          </h2>
        ))}
        <div className={classes.axis} style={{ height }} aria-hidden>
          {hours.map((hour) => (
            <span key={hour} className={classes.hour} style={{ top: top(hour * 60) }}>
              {formatHour(hour, locale)}
            </span>
          ))}
          {showsNow && (
            <span className={`${classes.clock} num`} style={{ top: nowTop }}>
              {formatBriefTime(wall.time, locale)}
            </span>
          )}
        </div>
        {days.map((day, index) => (
          <Day
            key={day.date}
            sessions={day.sessions}
            lanes={lanes[index] ?? new Map()}
            top={top}
            height={height}
            date={day.date}
            hours={{ from, to }}
            now={now}
            link={link}
          >
            {day.date === wall.date && showsNow && <div className={classes.now} style={{ top: nowTop }} />}
          </Day>
        ))}
      </div>
    </section>
  );
});

type DayProps = {
  sessions: WeekSession[];
  lanes: Map<string, Lane>;
  top: (minutes: number) => number;
  height: number;
  date: string;
  hours: { from: number; to: number };
  now: Date;
  link: SessionLink;
  children: ReactNode;
};

function Day({ sessions, lanes, top, height, date, hours, now, link, children }: DayProps) {
  return (
    <ol
      className={classes.column}
      style={{ height }}
      data-lane="y"
      data-date={date}
      data-from={hours.from * 60}
      data-minutes={(hours.to - hours.from) * 60}
    >
      {children && <li aria-hidden>{children}</li>}
      {sessions.map((session) => {
        const start = minutesOfDay(session.local_start);
        const end = minutesOfDay(session.local_end);
        const { lane, lanes: count } = lanes.get(session.id) ?? { lane: 0, lanes: 1 };
        return (
          <li
            key={session.id}
            className={classes.item}
            style={{
              top: top(start),
              height: Math.max(28, top(end <= start ? 24 * 60 : end) - top(start)),
              insetInlineStart: `${(lane / count) * 100}%`,
              width: `${100 / count}%`,
            }}
          >
            <SessionBlock
              session={session}
              over={phaseOf(session, now) === "over"}
              opened={link.opened === session.id}
              href={link.hrefOf(session.id)}
              onOpen={link.open}
            />
          </li>
        );
      })}
    </ol>
  );
}
