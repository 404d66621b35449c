import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { locationsQuery } from "@/api/clinic";
import type { Session, SessionCard } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDay, formatTime, formatTimeRange, wallClock } from "@/lib/time";

import { movedFrom } from "./rules";
import classes from "./session-drawer.module.css";

/** When and where a session is, who holds it and for whom. */
export function Facts({ session, card }: { session: Session; card: SessionCard }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const locations = useQuery(locationsQuery).data ?? [];
  const location = locations.length > 1 ? locations.find((one) => one.id === card.location_id)?.name : undefined;
  const place = card.telehealth ? t("session.telehealth") : (card.room_name ?? t("session.noRoom"));
  return (
    <dl className={`${classes.facts} num`}>
      <dt>{t("sessions.when")}</dt>
      <dd>
        {formatDay(card.local_date, locale)}, {formatTimeRange(card.local_start, card.local_end, locale)}
      </dd>
      <dt>{t("sessions.where")}</dt>
      <dd>
        {[place, location].filter(Boolean).join(", ")}
        {session.telehealth_url && session.status === "scheduled" && (
          <>
            {" · "}
            <a href={session.telehealth_url} target="_blank" rel="noreferrer">
              {t("sessions.videoLink")}
            </a>
          </>
        )}
      </dd>
      <dt>{t("sessions.who")}</dt>
      <dd>
        {card.staff.length === 0
          ? t("sessions.whoNone")
          : card.staff.map((one) => (
              <span key={one.staff_id} className={classes.line}>
                {one.role === "lead"
                  ? one.display_name
                  : t("sessions.withRole", { name: one.display_name, role: t(`sessions.roleOf.${one.role}`) })}
              </span>
            ))}
      </dd>
      {card.cohorts.length > 0 && (
        <>
          <dt>{t("sessions.cohorts")}</dt>
          <dd>
            {card.cohorts.map((cohort) => (
              <Link key={cohort.id} to="/cohorts/$cohortId" params={{ cohortId: cohort.id }} className={classes.line}>
                {cohort.name}
              </Link>
            ))}
          </dd>
        </>
      )}
      {card.capacity !== null && (
        <>
          <dt>{t("sessions.seats")}</dt>
          <dd>{t("session.seats", { booked: card.booked, capacity: card.capacity })}</dd>
        </>
      )}
    </dl>
  );
}

/** What became of the plan: moved, cancelled, closed. */
export function Changes({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const from = movedFrom(session);
  const closed = session.closed_at ? wallClock(new Date(session.closed_at), session.time_zone) : null;
  const lines = [
    from && t("sessions.movedFrom", { date: formatDay(from.date, locale), time: formatTime(from.time, locale) }),
    session.cancel_reason && t("sessions.cancelledFor", { reason: t(`sessions.reasonOf.${session.cancel_reason}`) }),
    closed && t("sessions.closedAt", { date: formatDay(closed.date, locale), time: formatTime(closed.time, locale) }),
  ].filter((line) => line !== null && line !== "");
  if (lines.length === 0) return null;
  return (
    <section className={classes.part} aria-labelledby="session-changes">
      <h3 id="session-changes">{t("sessions.changes")}</h3>
      <ul className={classes.lines}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
