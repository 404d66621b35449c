import { Button, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { formatTime } from "@/lib/time";
import type { FieldError } from "@/ui/error-summary";

import classes from "./forms.module.css";
import { errorOf, fieldId, useTakenWords } from "./problems";
import { weekOfQuery } from "./queries";
import { clashes, nextFree, whenMistakes } from "./rules";

type When = { local_date: string; local_start: string; minutes: string };
type Props = { form: When; errors: FieldError[]; focus?: boolean; onChange: (change: Partial<When>) => void };

/** The day, the start and the length of a session. */
export function TimeFields({ form, errors, focus = false, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.when}>
      <TextInput
        id={fieldId("local_date")}
        type="date"
        label={t("sessions.form.date")}
        value={form.local_date}
        min="2000-01-01"
        max="2100-01-01"
        error={errorOf(errors, "local_date")}
        onChange={(event) => onChange({ local_date: event.target.value })}
      />
      <TextInput
        id={fieldId("local_start")}
        type="time"
        data-autofocus={focus || undefined}
        label={t("sessions.form.start")}
        value={form.local_start}
        error={errorOf(errors, "local_start")}
        onChange={(event) => onChange({ local_start: event.target.value })}
      />
      <TextInput
        id={fieldId("minutes")}
        type="number"
        inputMode="numeric"
        min={5}
        max={480}
        step={5}
        label={t("sessions.form.minutes")}
        value={form.minutes}
        error={errorOf(errors, "minutes")}
        onChange={(event) => onChange({ minutes: event.target.value })}
      />
    </div>
  );
}

type FitProps = {
  form: When;
  /** An id, or what is no room. */
  room: string;
  staff: readonly string[];
  besides?: string;
  names: { room?: string | undefined; people: ReadonlyMap<string, string> };
  onTime: (start: string) => void;
};

/** Says before sending what of this time is taken, and which time is free instead. */
export function Fit({ form, room, staff, besides, names, onTime }: FitProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const taken = useTakenWords();
  const complete = whenMistakes(form).length === 0;
  const week = useQuery({ ...weekOfQuery(form.local_date), enabled: complete });
  const wanted = { ...form, room, staff, ...(besides ? { besides } : {}) };
  const found = clashes(week.data?.sessions ?? [], wanted);
  const free = found.length > 0 ? nextFree(week.data?.sessions ?? [], wanted) : null;
  if (!complete || !week.data || (room === "" && staff.length === 0)) return null;
  if (found.length === 0) {
    return (
      <p className={classes.fits}>
        <IconCircleCheck size={16} stroke={1.75} aria-hidden />
        {t("sessions.form.fits")}
      </p>
    );
  }
  return (
    <div className={classes.taken} role="status">
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <div>
        <ul aria-label={t("sessions.form.taken")}>
          {found.map(({ what, id, card }) => (
            <li key={what + id + card.id}>
              {taken(
                what,
                what === "room"
                  ? (names.room ?? card.room_name ?? undefined)
                  : (names.people.get(id) ?? card.staff.find((one) => one.staff_id === id)?.display_name),
                card,
              )}
            </li>
          ))}
        </ul>
        {free && (
          <p className={classes.free}>
            {t("sessions.form.nextFree", { time: formatTime(free, locale) })}{" "}
            <Button size="compact-sm" onClick={() => onTime(free)}>
              {t("sessions.form.takeTime", { time: formatTime(free, locale) })}
            </Button>
          </p>
        )}
      </div>
    </div>
  );
}
