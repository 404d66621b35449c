import { Button } from "@mantine/core";
import { IconCalendarEvent, IconStack2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Membership } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";
import { Chip } from "@/ui/chip";

import classes from "./members-panel.module.css";
import { stateOf } from "./rules";
import type { Person } from "./use-people";
import { useRange } from "./words";

type Props = {
  membership: Membership;
  person: Person;
  /** The day from which the list is looked at. */
  day: LocalDate;
  today: LocalDate;
  mayChange: boolean;
  onMove: () => void;
  onEnd: () => void;
};

/** One membership: who, from when to when, and how it ended. */
export function MemberRow({ membership, person, day, today, mayChange, onMove, onEnd }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const range = useRange();
  const state = stateOf(membership, day);
  const goesOn = stateOf(membership, today) !== "over";
  const { end_reason, late_reason, is_primary } = membership;
  return (
    <li className={classes.row} data-over={state === "over" || undefined}>
      <span className={classes.name} data-unknown={!person.known || undefined}>
        <strong>{person.name}</strong> {person.pronouns && <span className="meta">{person.pronouns}</span>}
      </span>
      <span>
        <span className="num">{range(membership.starts_on, membership.ends_on)}</span>
        {end_reason && <div className="meta">{t(`cohorts.members.endOf.${end_reason}`)}</div>}
        {late_reason && (
          <div className="meta">{t("cohorts.members.late", { reason: t(`cohorts.form.lateOf.${late_reason}`) })}</div>
        )}
      </span>
      <span className={classes.marks}>
        {state === "coming" && (
          <Chip icon={<IconCalendarEvent size={14} stroke={1.75} aria-hidden />}>
            {t("cohorts.members.coming", { date: formatDate(membership.starts_on, locale) })}
          </Chip>
        )}
        {/* Most cohorts are their members' first: what is said is where one is not. */}
        {!is_primary && (
          <Chip icon={<IconStack2 size={14} stroke={1.75} aria-hidden />}>{t("cohorts.members.secondary")}</Chip>
        )}
      </span>
      {mayChange && goesOn && (
        <span className={classes.actions}>
          <Button aria-label={t("cohorts.members.moveWho", { name: person.name })} onClick={onMove}>
            {t("cohorts.members.move")}
          </Button>
          <Button aria-label={t("cohorts.members.endWho", { name: person.name })} onClick={onEnd}>
            {t("cohorts.members.end")}
          </Button>
        </span>
      )}
    </li>
  );
}
