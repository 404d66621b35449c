import { memo } from "react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { initials, shortened } from "@/lib/names";
import { formatBriefRange, formatBriefTime, formatTimeRange } from "@/lib/time";
import { KindIcon, kindColour } from "@/ui/kind";
import { useSessionTitle } from "@/ui/session-title";

import { headingOf, type WeekSession } from "./rules";
import classes from "./session-block.module.css";
import type { SessionLink } from "./session-link";

type Props = {
  session: WeekSession;
  over: boolean;
  /** It is open beside the schedule. */
  opened: boolean;
  href: string;
  onOpen: SessionLink["open"];
  /** What the block's row already says. */
  without?: "room" | "staff";
};

/** Letters of a name that find room on cards of half a column, and of a column. */
const LONG = 9;
const VERY_LONG = 12;

/**
 * Who holds it, in one line that never ends within a name: the whole name where there is room, else without the first;
 * initials where there is less, or more people. The sheet chooses.
 */
function Who({ names }: { names: readonly string[] }) {
  const { first, rest } = shortened(names[0] ?? "");
  const length = rest.length > VERY_LONG ? "very" : rest.length > LONG ? "long" : undefined;
  return (
    <span className={classes.who}>
      <span className="unseen">{names.join(", ")}</span>
      {names.length === 1 && (
        <span className={classes.name} data-length={length} aria-hidden>
          <span>{rest}</span>
          <span>{first}</span>
        </span>
      )}
      <span className={classes.initials} aria-hidden>
        {names.map(initials).join(", ")}
      </span>
    </span>
  );
}

/** A session in the grid; opens beside it. */
export const SessionBlock = memo(function SessionBlock({ session, over, opened, href, onOpen, without }: Props) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const cancelled = session.status === "cancelled";
  const colour = kindColour(session.service_kind);
  const place = session.telehealth ? t("session.telehealth") : session.room_name;
  const time = formatTimeRange(session.local_start, session.local_end, locale);
  const staff = session.staff.map((person) => person.display_name).join(", ");
  const title = headingOf({ ...session, title: titleOf(session) }, t);
  const placeShown = without === "room" ? null : place;
  const staffShown = without === "staff" ? "" : staff;
  return (
    <a
      href={href}
      onClick={(event) => onOpen(event, session.id)}
      className={classes.block}
      data-session={session.id}
      data-kind={colour}
      data-for={session.whose ? "named" : colour === "group" ? "group" : "nobody"}
      aria-current={opened || undefined}
      data-over={over || cancelled || undefined}
      data-cancelled={cancelled || undefined}
      title={[title, time, place, staff].filter(Boolean).join("\n")}
    >
      <span className={classes.title}>
        <span className={classes.long}>{title}</span>
        {!session.whose && session.short_name && <span className={classes.short}>{session.short_name}</span>}
      </span>
      <span className={`${classes.facts} num`}>
        <span className={classes.range}>{formatBriefRange(session.local_start, session.local_end, locale)}</span>
        <span className={classes.start}>{formatBriefTime(session.local_start, locale)}</span>
        {placeShown && (
          <>
            <span className={classes.dot}> · </span>
            <span className={classes.place}>{placeShown}</span>
          </>
        )}
      </span>
      {staffShown && <span className={classes.staff}>{staffShown}</span>}
      <span className={`${classes.people} num`}>
        <KindIcon kind={session.service_kind} size={13} />
        {cancelled ? (
          <span>{t("session.cancelled")}</span>
        ) : colour === "group" ? (
          <>
            <span className="unseen">{t(`kind.${session.service_kind}`)}</span>
            {session.capacity === null ? session.booked : `${session.booked}/${session.capacity}`}
          </>
        ) : (
          <>
            {/* How many there are is known: on low cards who holds it takes the place. */}
            <span className="unseen">{t(`kind.${session.service_kind}`)}</span>
            {staffShown && <Who names={session.staff.map((person) => person.display_name)} />}
          </>
        )}
      </span>
    </a>
  );
});
