import { IconVideo } from "@tabler/icons-react";
import { type CSSProperties, memo } from "react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { inLanes } from "@/lib/lanes";
import { phaseOf } from "@/lib/session-time";
import { formatBriefTime, formatHour, minutesOfDay, wallClock } from "@/lib/time";

import classes from "./day-rows.module.css";
import { type DayRow, type WeekSession, weekHours } from "./rules";
import { SessionBlock } from "./session-block";
import type { SessionLink } from "./session-link";
import { useOpenedInSight } from "./use-opened-in-sight";

type Props = {
  date: string;
  timeZone: string;
  rows: DayRow[];
  now: Date;
  /** What the rows are, as a row's sessions need not repeat it. */
  by: "room" | "staff";
  link: SessionLink;
};

/** One day: a row for each room or clinician, time from left to right. Rows without sessions show what is free. */
export const DayRows = memo(function DayRows({ date, timeZone, rows, now, by, link }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const box = useOpenedInSight<HTMLElement>(link.opened);
  const { from, to } = weekHours(rows.flatMap((row) => row.sessions));
  const wall = wallClock(now, timeZone);
  const across = (minutes: number) => `${(((minutes - from * 60) / ((to - from) * 60)) * 100).toFixed(3)}%`;
  const nowMinutes = minutesOfDay(wall.time);
  const showsNow = wall.date === date && nowMinutes >= from * 60 && nowMinutes <= to * 60;
  const name = t(by === "room" ? "week.rooms" : "week.clinicians");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys.
    <section ref={box} className={classes.scroll} tabIndex={0} aria-label={name}>
      <div className={classes.grid} style={{ "--hours": to - from } as CSSProperties}>
        <div className={classes.head} aria-hidden>
          <div className={classes.axis}>
            {Array.from({ length: to - from }, (_, index) => from + index)
              // The label gives way to that of the present.
              .filter((hour) => !showsNow || nowMinutes - hour * 60 < -20 || nowMinutes - hour * 60 > 50)
              .map((hour) => (
                <span key={hour} className={classes.hour} style={{ insetInlineStart: across(hour * 60) }}>
                  {formatHour(hour, locale)}
                </span>
              ))}
            {showsNow && (
              <span className={`${classes.clock} num`} style={{ insetInlineStart: across(nowMinutes) }}>
                {formatBriefTime(wall.time, locale)}
              </span>
            )}
          </div>
        </div>
        {rows.map((row) => (
          <section key={row.id} className={classes.row} aria-labelledby={`row-${row.id}`}>
            <div className={classes.label}>
              <h2 id={`row-${row.id}`}>{row.name ?? t(row.telehealth ? "session.telehealth" : "week.noRoom")}</h2>
              {row.telehealth && <IconVideo size={14} stroke={1.75} aria-hidden />}
              {row.seats !== null && <span className="num">{t("week.seats", { count: row.seats })}</span>}
            </div>
            <Track
              sessions={row.sessions}
              across={across}
              date={date}
              hours={{ from, to }}
              now={now}
              by={by}
              link={link}
            >
              {showsNow ? across(nowMinutes) : null}
            </Track>
          </section>
        ))}
      </div>
    </section>
  );
});

type TrackProps = {
  sessions: WeekSession[];
  across: (minutes: number) => string;
  date: string;
  hours: { from: number; to: number };
  now: Date;
  by: "room" | "staff";
  link: SessionLink;
  /** Where the present is, when it is shown. */
  children: string | null;
};

function Track({ sessions, across, date, hours, now, by, link, children: present }: TrackProps) {
  const { t } = useTranslation();
  const lanes = inLanes(sessions);
  const deepest = Math.max(1, ...Array.from(lanes.values(), (place) => place.lanes));
  return (
    <div
      className={classes.track}
      style={{ "--lanes": deepest } as CSSProperties}
      data-empty={sessions.length === 0 || undefined}
    >
      {present !== null && <div className={classes.now} style={{ insetInlineStart: present }} />}
      {sessions.length === 0 ? (
        <p className="unseen">{t("week.noSessions")}</p>
      ) : (
        <ol data-lane="x" data-date={date} data-from={hours.from * 60} data-minutes={(hours.to - hours.from) * 60}>
          {sessions.map((session) => {
            const start = minutesOfDay(session.local_start);
            const end = minutesOfDay(session.local_end);
            const { lane, lanes: count } = lanes.get(session.id) ?? { lane: 0, lanes: 1 };
            return (
              <li
                key={session.id}
                className={classes.item}
                style={{
                  insetInlineStart: across(start),
                  width: `calc(${across(end <= start ? 24 * 60 : end)} - ${across(start)})`,
                  top: `${(lane / count) * 100}%`,
                  height: `${100 / count}%`,
                }}
              >
                <SessionBlock
                  session={session}
                  over={phaseOf(session, now) === "over"}
                  opened={link.opened === session.id}
                  href={link.hrefOf(session.id)}
                  onOpen={link.open}
                  without={by}
                />
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
}
