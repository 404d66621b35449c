import { ActionIcon, NativeSelect, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { StaffHours } from "@/api/types";
import { useDraft } from "@/lib/use-draft";
import fields from "@/ui/fields.module.css";
import fieldset from "@/ui/fieldset.module.css";
import { AddPart } from "@/ui/part-row";

import { hoursFields } from "./fields";
import { Form } from "./form";
import classes from "./hours.module.css";
import { type HoursRow, hoursBody, hoursForm, hoursMistakes, MOST_ROWS, newRow, weekdays } from "./hours-rules";
import { locationsQuery, useSetHours } from "./queries";
import { useClinicMistakes } from "./use-clinic-mistakes";

type Props = { stored: StaffHours; onClose: () => void };

/** All hours of one person, and how much planning may give them. */
export function HoursForm({ stored, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSetHours(stored.staff_id);
  const { form, set, draft, sent } = useDraft({
    form: "staff-hours",
    subject: stored.staff_id,
    begin: () => hoursForm(stored),
  });
  const mistakes = useClinicMistakes("hours", hoursFields);
  const submit = () => {
    const found = hoursMistakes(form);
    if (mistakes.stop(found.map(({ field, code, most }) => [field, t(`clinic.${code}`, { most })]))) return;
    save.mutate({ version: stored.version, body: hoursBody(form) }, mistakes.afterwards(sent, onClose));
  };
  const field = (name: "longestDay" | "longestWeek" | "lunch" | "lunchFrom" | "lunchTo") => ({
    id: mistakes.fieldId(name),
    value: form[name],
    error: mistakes.errorOf(name),
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  return (
    <Form
      errors={mistakes.errors}
      draft={draft}
      submit={submit}
      label={t("clinic.saveHours")}
      saving={save.isPending}
      onClose={onClose}
    >
      <Rows
        name="hours"
        part={t("clinic.works")}
        add={t("clinic.addHours")}
        rows={form.hours}
        mistakes={mistakes}
        onChange={(hours) => set({ hours })}
      />
      <Rows
        name="preferred"
        part={t("clinic.prefers")}
        add={t("clinic.addPreferred")}
        hint={t("clinic.preferredHint")}
        rows={form.preferred}
        mistakes={mistakes}
        onChange={(preferred) => set({ preferred })}
      />
      <fieldset className={fieldset.panel}>
        <legend>{t("clinic.limits")}</legend>
        <div className={fields.pair}>
          <TextInput {...field("longestDay")} label={t("clinic.longestDay")} inputMode="decimal" maxLength={5} />
          <TextInput {...field("longestWeek")} label={t("clinic.longestWeek")} inputMode="decimal" maxLength={5} />
        </div>
        <p className={fields.hint}>{t("clinic.limitHint")}</p>
        <div className={fields.pair}>
          <TextInput {...field("lunch")} label={t("clinic.lunch")} inputMode="numeric" maxLength={3} />
          <TextInput {...field("lunchFrom")} label={t("clinic.lunchFrom")} type="time" />
          <TextInput {...field("lunchTo")} label={t("clinic.lunchTo")} type="time" />
        </div>
        <p className={fields.hint}>{t("clinic.lunchHint")}</p>
      </fieldset>
    </Form>
  );
}

type RowsProps = {
  name: "hours" | "preferred";
  part: string;
  add: string;
  hint?: string;
  rows: HoursRow[];
  mistakes: ReturnType<typeof useClinicMistakes>;
  onChange: (rows: HoursRow[]) => void;
};

function Rows({ name, part, add, hint, rows, mistakes, onChange }: RowsProps) {
  const { t } = useTranslation();
  const locations = (useQuery(locationsQuery).data ?? []).filter((one) => one.active);
  const change = (at: number, row: Partial<HoursRow>) =>
    onChange(rows.map((one, place) => (place === at ? { ...one, ...row } : one)));
  return (
    <fieldset className={fieldset.panel} id={mistakes.fieldId(name)} tabIndex={-1}>
      <legend>{part}</legend>
      {hint && <p className={fields.hint}>{hint}</p>}
      {rows.map((row, at) => {
        const error = mistakes.errorOf(`${name}-${at}`);
        const number = { part, number: at + 1 };
        const called = (what: string) => `${what}, ${t("clinic.hoursNumber", number)}`;
        return (
          <div key={at} className={classes.row}>
            <NativeSelect
              aria-label={called(t("clinic.weekday"))}
              value={row.weekday}
              onChange={({ target }) =>
                change(at, { weekday: weekdays.find((one) => one === target.value) ?? row.weekday })
              }
            >
              {weekdays.map((one) => (
                <option key={one} value={one}>
                  {t(`clinic.weekdays.${one}`)}
                </option>
              ))}
            </NativeSelect>
            <TextInput
              id={mistakes.fieldId(`${name}-${at}`)}
              type="time"
              aria-label={called(t("clinic.from"))}
              value={row.start}
              error={error}
              onChange={({ target }) => change(at, { start: target.value })}
            />
            <TextInput
              type="time"
              aria-label={called(t("clinic.until"))}
              value={row.end}
              error={error !== undefined}
              onChange={({ target }) => change(at, { end: target.value })}
            />
            {name === "hours" && locations.length > 1 && (
              <NativeSelect
                aria-label={called(t("clinic.location"))}
                value={row.location}
                onChange={({ target }) => change(at, { location: target.value })}
              >
                <option value="">{t("clinic.anyLocation")}</option>
                {locations.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </NativeSelect>
            )}
            <ActionIcon
              aria-label={t("clinic.removeHours", number)}
              title={t("clinic.removeHours", number)}
              onClick={() => onChange(rows.filter((_, place) => place !== at))}
            >
              <IconX size={16} stroke={1.75} aria-hidden />
            </ActionIcon>
          </div>
        );
      })}
      <AddPart count={rows.length} most={MOST_ROWS} label={add} onAdd={() => onChange([...rows, newRow(rows)])} />
    </fieldset>
  );
}
