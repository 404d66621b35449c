import { memo } from "react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { phaseOf } from "@/lib/session-time";
import { formatDay, formatTimeRange, wallClock } from "@/lib/time";
import { KindChip } from "@/ui/kind";
import { useSessionTitle } from "@/ui/session-title";

import { daysOf, headingOf, type WeekSession } from "./rules";
import type { SessionLink } from "./session-link";
import classes from "./week-list.module.css";

type Props = { startsOn: string; timeZone: string; sessions: WeekSession[]; now: Date; link: SessionLink };

/** The same week as a list: for narrow windows, for reading aloud, for many sessions at once. */
export const WeekList = memo(function WeekList({ startsOn, timeZone, sessions, now, link }: Props) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const today = wallClock(now, timeZone).date;
  return (
    <div className={classes.list}>
      {daysOf(startsOn, sessions).map((day) => (
        <section key={day.date} className={classes.day} data-today={day.date === today || undefined}>
          <h2>{formatDay(day.date, locale)}</h2>
          {day.sessions.length === 0 ? (
            <p className={classes.none}>{t("week.noSessions")}</p>
          ) : (
            <ol className={classes.sessions}>
              {day.sessions.map((session) => (
                <li
                  key={session.id}
                  className={classes.session}
                  data-over={phaseOf(session, now) === "over" || undefined}
                  data-cancelled={session.status === "cancelled" || undefined}
                >
                  <span className="num">{formatTimeRange(session.local_start, session.local_end, locale)}</span>
                  <a href={link.hrefOf(session.id)} onClick={(event) => link.open(event, session.id)}>
                    {headingOf({ ...session, title: titleOf(session) }, t)}
                  </a>
                  <span>
                    <KindChip kind={session.service_kind} />
                  </span>
                  <span>
                    {[
                      session.telehealth ? t("session.telehealth") : session.room_name,
                      session.staff.map((person) => person.display_name).join(", "),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                  <span className={`num ${classes.people}`}>
                    {session.status === "cancelled"
                      ? t("session.cancelled")
                      : session.capacity === null
                        ? session.booked
                        : `${session.booked}/${session.capacity}`}
                  </span>
                </li>
              ))}
            </ol>
          )}
        </section>
      ))}
    </div>
  );
});
