import { NativeSelect, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import fields from "@/ui/fields.module.css";

import { PeriodFields, type Shared } from "./period-fields";
import { type WeeklyForm, weekdays } from "./rules";

type Props = Shared<WeeklyForm> & { endHint?: string; children?: ReactNode };

/** Hours of one day of the week, and from when to when they hold; `children` stand behind the day. */
export function WeeklyFields({ endHint, children, ...shared }: Props) {
  const { t } = useTranslation();
  const { form, set, fieldId, errorOf } = shared;
  const time = (name: "start" | "end") => ({
    id: fieldId(name),
    label: t(`contacts.${name}`),
    value: form[name],
    error: errorOf(name),
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  return (
    <div className={fields.pair}>
      <NativeSelect
        id={fieldId("weekday")}
        label={t("contacts.weekday")}
        value={form.weekday}
        error={errorOf("weekday")}
        onChange={(event) => set({ weekday: weekdays.find((one) => one === event.target.value) ?? "monday" })}
      >
        {weekdays.map((one) => (
          <option key={one} value={one}>
            {t(`contacts.weekdayOf.${one}`)}
          </option>
        ))}
      </NativeSelect>
      {children}
      <TextInput type="time" {...time("start")} />
      <TextInput type="time" description={endHint} {...time("end")} />
      <PeriodFields {...shared} />
    </div>
  );
}
