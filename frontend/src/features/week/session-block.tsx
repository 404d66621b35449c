import { memo } from "react";
import { useTranslation } from "react-i18next";

import type { SessionCard } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatBriefRange, formatBriefTime, formatTimeRange } from "@/lib/time";
import { KindIcon, kindColour } from "@/ui/kind";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./session-block.module.css";
import type { SessionLink } from "./session-link";

type Props = {
  session: SessionCard;
  over: boolean;
  /** It is open beside the schedule. */
  opened: boolean;
  href: string;
  onOpen: SessionLink["open"];
  /** What the block's row already says. */
  without?: "room" | "staff";
};

/** A session in the grid; opens beside it. */
export const SessionBlock = memo(function SessionBlock({ session, over, opened, href, onOpen, without }: Props) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const cancelled = session.status === "cancelled";
  const place = session.telehealth ? t("session.telehealth") : session.room_name;
  const time = formatTimeRange(session.local_start, session.local_end, locale);
  const names = session.staff.map((person) => person.display_name).join(", ");
  const shown = [without === "room" ? null : place, without === "staff" ? null : names];
  return (
    <a
      href={href}
      onClick={(event) => onOpen(event, session.id)}
      className={classes.block}
      data-session={session.id}
      data-kind={kindColour(session.service_kind)}
      aria-current={opened || undefined}
      data-over={over || cancelled || undefined}
      data-cancelled={cancelled || undefined}
      title={[titleOf(session), time, place, names].filter(Boolean).join("\n")}
    >
      <span className={classes.title}>
        <span className={classes.long}>{titleOf(session)}</span>
        {session.short_name && <span className={classes.short}>{session.short_name}</span>}
      </span>
      <span className={`${classes.facts} num`}>
        <span className={classes.range}>{formatBriefRange(session.local_start, session.local_end, locale)}</span>
        <span className={classes.start}>{formatBriefTime(session.local_start, locale)}</span>
      </span>
      <span className={`${classes.facts} ${classes.place}`}>{shown.filter(Boolean).join(" · ")}</span>
      <span className={`${classes.people} num`}>
        <KindIcon kind={session.service_kind} size={13} />
        <span className="unseen">{t(`kind.${session.service_kind}`)}</span>
        {cancelled
          ? t("session.cancelled")
          : session.capacity === null
            ? session.booked
            : `${session.booked}/${session.capacity}`}
      </span>
    </a>
  );
});
