import { Button } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconEyeOff } from "@tabler/icons-react";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { SessionCard } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { enterRoom } from "@/lib/room";
import { formatTimeRange } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { Key } from "@/ui/key";
import { KindChip, kindColour } from "@/ui/kind";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./session-head.module.css";

type Props = {
  session: SessionCard;
  /** Who reads it need not be told their own name. */
  reader?: string | null | undefined;
  /** A group can see the screen: what it knows itself, and no names of others. */
  discreet: boolean;
  actions: ReactNode;
};

/** Which session this is, and what may be done about it. */
export function SessionHead({ session, reader, discreet, actions }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.head}>
      <SessionFacts session={session} reader={reader} discreet={discreet} />
      <div className={classes.actions}>
        {!discreet && (
          <Button
            leftSection={<IconEyeOff size={16} stroke={1.75} aria-hidden />}
            rightSection={<Key>R</Key>}
            onClick={enterRoom}
          >
            {t("room.hide")}
          </Button>
        )}
        {actions}
      </div>
    </div>
  );
}

/** Kind, time, place, cohorts, who leads it with whom, seats: a mark in its roster changes none of it. */
const SessionFacts = memo(function SessionFacts({ session, reader, discreet }: Omit<Props, "actions">) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const place = session.telehealth ? t("session.telehealth") : (session.room_name ?? t("session.noRoom"));
  const others = session.staff.filter((person) => person.staff_id !== reader);
  const names = others.map((person) => person.display_name).join(", ");
  const about = [
    session.cohorts.map((cohort) => cohort.name).join(", "),
    names && t("session.with", { names }),
    session.capacity === null
      ? t("session.people", { count: session.booked })
      : t("session.seats", { booked: session.booked, capacity: session.capacity }),
  ];
  const facts = [formatTimeRange(session.local_start, session.local_end, locale), place, ...(discreet ? [] : about)];
  // The title of a session with one person is that person's name.
  const neutral = discreet && kindColour(session.service_kind) !== "group";
  return (
    <div className={classes.what}>
      <div className={classes.title}>
        <h2>{neutral ? t(`kind.${session.service_kind}`) : titleOf(session)}</h2>
        <KindChip kind={session.service_kind} />
        {session.status === "closed" && (
          <Chip tone="ok" icon={<IconCircleCheck size={14} stroke={1.75} aria-hidden />}>
            {t("session.closed")}
          </Chip>
        )}
        {session.status === "cancelled" && (
          <Chip icon={<IconCircleX size={14} stroke={1.75} aria-hidden />}>{t("session.cancelled")}</Chip>
        )}
      </div>
      <p className={`${classes.facts} num`}>{facts.filter(Boolean).join(" · ")}</p>
    </div>
  );
});
