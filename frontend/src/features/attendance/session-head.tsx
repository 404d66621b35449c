import { Button } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconEyeOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { SessionCard } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatTimeRange } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { KindChip } from "@/ui/kind";

import classes from "./session-head.module.css";

type Props = {
  session: SessionCard;
  /** Undefined where room mode has no meaning. */
  discreet: boolean | undefined;
  onDiscreet: (discreet: boolean) => void;
  actions: ReactNode;
};

/** Which session this is: kind, time, place, cohorts, who leads it with whom, seats. */
export function SessionHead({ session, discreet, onDiscreet, actions }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const place = session.telehealth ? t("session.telehealth") : (session.room_name ?? t("session.noRoom"));
  const names = session.staff.map((person) => person.display_name).join(", ");
  const facts = [
    formatTimeRange(session.local_start, session.local_end, locale),
    place,
    session.cohorts.map((cohort) => cohort.name).join(", "),
    names && t("session.with", { names }),
    session.capacity === null
      ? t("session.people", { count: session.booked })
      : t("session.seats", { booked: session.booked, capacity: session.capacity }),
  ];
  return (
    <>
      <div className={classes.head}>
        <div className={classes.what}>
          <div className={classes.title}>
            <h2>{session.title}</h2>
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
        <div className={classes.actions}>
          {discreet === false && (
            <Button leftSection={<IconEyeOff size={16} stroke={1.75} aria-hidden />} onClick={() => onDiscreet(true)}>
              {t("room.hide")}
            </Button>
          )}
          {actions}
        </div>
      </div>
      {discreet && (
        <div className={classes.discreet}>
          <IconEyeOff size={16} stroke={1.75} aria-hidden />
          <p>
            <strong>{t("room.on")}.</strong> {t("room.hint")}
          </p>
          <Button onClick={() => onDiscreet(false)}>{t("room.reveal")}</Button>
        </div>
      )}
    </>
  );
}
