import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconCircleCheck, IconCircleMinus, IconClock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { Chip } from "@/ui/chip";
import fieldClasses from "@/ui/fields.module.css";

import classes from "./clinic.module.css";
import { Form } from "./form";
import { orNull, periodState } from "./rules";
import { useClinicMistakes } from "./use-clinic-mistakes";

const states = {
  running: { Icon: IconCircleCheck, text: "clinic.inForce" },
  ahead: { Icon: IconClock, text: "clinic.ahead" },
  over: { Icon: IconCircleMinus, text: "clinic.over" },
} as const;

type ItemProps = {
  name: string;
  period: { starts_on: LocalDate; ends_on: LocalDate | null };
  today: LocalDate;
  /** Why it was given. */
  reason?: string;
  /** What ends it, in its own words; none where it may not be ended. */
  ending?: { label: string; onEnd: () => void } | undefined;
};

/** Something given to a person from one day to another, and where it stands. */
export function DatedItem({ name, period, today, reason, ending }: ItemProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const state = periodState(period, today);
  const { Icon, text } = states[state];
  const from = formatDate(period.starts_on, locale);
  const days = period.ends_on
    ? t("clinic.period", { from, to: formatDate(period.ends_on, locale) })
    : t("clinic.since", { from });
  return (
    <li className={`${classes.item} ${state === "over" ? classes.off : ""}`}>
      <div>
        <strong>{name}</strong>
        <div className="meta num">{[days, reason].filter(Boolean).join(" · ")}</div>
      </div>
      <Chip icon={<Icon size={14} stroke={1.75} aria-hidden />}>{t(text)}</Chip>
      {ending && state !== "over" && (
        <Button variant="subtle" aria-label={t("clinic.named", { action: ending.label, name })} onClick={ending.onEnd}>
          {ending.label}
        </Button>
      )}
    </li>
  );
}

export type DatedGrant<What extends string> = {
  what: What;
  starts_on: LocalDate;
  ends_on: LocalDate | null;
  reason: string;
};

type FormProps<What extends string> = {
  /** What the ids of the fields begin with, and what it is kept as. */
  name: string;
  /** Who is given it. */
  subject: string;
  fields: Readonly<Record<string, string>>;
  today: LocalDate;
  /** What there is to give: its label, what stands in its place, what is said where nothing is chosen. */
  words: { what: string; choose: string; missing: string; save: string };
  options: readonly { value: What; label: string }[];
  /** Whether it needs a reason. */
  reasoned?: boolean;
  saving: boolean;
  give: (grant: DatedGrant<What>, then: { onSuccess: () => void; onError: (error: Error) => void }) => void;
  onClose: () => void;
};

/** Gives one thing of a list from a day on, with an end or without one. */
export function DatedGrantForm<What extends string>({
  name,
  subject,
  fields,
  today,
  words,
  options,
  reasoned = false,
  saving,
  give,
  onClose,
}: FormProps<What>) {
  const { t } = useTranslation();
  const { form, set, draft, sent } = useDraft({
    form: `staff-${name}`,
    subject,
    begin: () => ({ what: "", starts_on: today, ends_on: "", reason: "" }),
  });
  const mistakes = useClinicMistakes(name, fields);
  const submit = () => {
    const chosen = options.find(({ value }) => value === form.what);
    const found: [string, string][] = [];
    if (!chosen) found.push(["what", words.missing]);
    if (reasoned && form.reason.trim() === "") found.push(["reason", t("clinic.reasonMissing")]);
    if (mistakes.stop(found) || !chosen) return;
    give(
      {
        what: chosen.value,
        starts_on: form.starts_on || today,
        ends_on: orNull(form.ends_on),
        reason: form.reason.trim(),
      },
      mistakes.afterwards(sent, onClose),
    );
  };
  const field = (one: keyof typeof form, label: string) => ({
    id: mistakes.fieldId(one),
    label,
    value: form[one],
    error: mistakes.errorOf(one),
    onChange: (event: { target: { value: string } }) => set({ [one]: event.target.value }),
  });
  return (
    <Form errors={mistakes.errors} draft={draft} submit={submit} label={words.save} saving={saving} onClose={onClose}>
      <NativeSelect {...field("what", words.what)} data-autofocus>
        <option value="">{words.choose}</option>
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </NativeSelect>
      <div className={fieldClasses.pair}>
        <TextInput {...field("starts_on", t("clinic.firstDay"))} type="date" />
        <TextInput {...field("ends_on", t("clinic.lastDay"))} type="date" description={t("clinic.lastDayHint")} />
      </div>
      {reasoned && <TextInput {...field("reason", t("clinic.reason"))} maxLength={200} />}
    </Form>
  );
}
