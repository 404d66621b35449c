import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { FieldError } from "@/ui/error-summary";
import fieldset from "@/ui/fieldset.module.css";
import { FieldPair } from "@/ui/form-dialog";
import { BlockFields } from "./block-fields";
import { PhaseFields } from "./phase-fields";
import classes from "./plan-form.module.css";
import { errorOf } from "./problems";
import { Refused } from "./refused";
import { ages, levels, type PlanForm, units } from "./rules";
import { TrackFields } from "./track-fields";

type Props = {
  form: PlanForm;
  errors: FieldError[];
  /** Level of care and age are chosen once: another level is another program. */
  isNew: boolean;
  countable: number | null;
  onChange: (change: Partial<PlanForm>) => void;
};

/** Every part of a plan that can be written. */
export function PlanFields({ form, errors, isNew, countable, onChange }: Props) {
  const { t } = useTranslation();
  const number = (
    field: "days_per_week" | "minutes_per_day" | "longest_day_minutes" | "least" | "usual" | "most",
    pointer: string,
  ) => ({
    id: pointer,
    inputMode: "numeric" as const,
    maxLength: 3,
    value: form[field] ?? "",
    error: errorOf(errors, pointer),
    onChange: (event: { target: { value: string } }) => onChange({ [field]: event.target.value }),
  });
  return (
    <>
      <fieldset className={fieldset.panel}>
        <legend>{t("programs.form.basics")}</legend>
        <TextInput
          id="plan-name"
          label={t("programs.form.name")}
          maxLength={200}
          value={form.name}
          error={errorOf(errors, "plan-name")}
          onChange={(event) => onChange({ name: event.target.value })}
        />
        <Textarea
          id="plan-description"
          label={t("programs.form.description")}
          rows={2}
          maxLength={2000}
          value={form.description}
          error={errorOf(errors, "plan-description")}
          onChange={(event) => onChange({ description: event.target.value })}
        />
        {isNew && (
          <FieldPair>
            <NativeSelect
              id="plan-level_of_care"
              label={t("programs.form.level")}
              value={form.level_of_care}
              error={errorOf(errors, "plan-level_of_care")}
              onChange={({ target: { value } }) => {
                const level = levels.find((one) => one === value);
                if (level) onChange({ level_of_care: level });
              }}
            >
              {levels.map((one) => (
                <option key={one} value={one}>
                  {t(`programs.level.${one}`)}
                </option>
              ))}
            </NativeSelect>
            <NativeSelect
              id="plan-age_band"
              label={t("programs.form.age")}
              value={form.age_band}
              onChange={({ target: { value } }) => {
                const age = ages.find((one) => one === value);
                if (age) onChange({ age_band: age });
              }}
            >
              {ages.map((one) => (
                <option key={one} value={one}>
                  {t(`programs.age.${one}`)}
                </option>
              ))}
            </NativeSelect>
          </FieldPair>
        )}
        <label className={classes.check}>
          <input type="checkbox" checked={form.part2} onChange={(event) => onChange({ part2: event.target.checked })} />
          {t("programs.form.part2")}
        </label>
      </fieldset>
      <fieldset className={fieldset.panel}>
        <legend>{t("programs.form.week")}</legend>
        <FieldPair>
          <TextInput label={t("programs.form.days")} {...number("days_per_week", "plan-days_per_week")} />
          <TextInput
            label={t("programs.form.minutes")}
            description={t("programs.form.minutesHint")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            {...number("minutes_per_day", "plan-minutes_per_day")}
          />
        </FieldPair>
        <TextInput
          label={t("programs.form.longestDay")}
          description={t("programs.form.longestDayHint")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          {...number("longest_day_minutes", "plan-longest_day_minutes")}
        />
      </fieldset>
      <BlockFields
        blocks={form.blocks}
        errors={errors}
        countable={countable}
        onChange={(blocks) => onChange({ blocks })}
      />
      <TrackFields tracks={form.tracks} errors={errors} onChange={(tracks) => onChange({ tracks })} />
      <fieldset className={fieldset.panel} id="plan-length" tabIndex={-1}>
        <legend>{t("programs.form.length")}</legend>
        <Refused error={errorOf(errors, "plan-length")} />
        <div className={classes.four}>
          <NativeSelect
            label={t("programs.form.unit")}
            value={form.unit}
            onChange={({ target: { value } }) => {
              const unit = units.find((one) => one === value);
              if (unit) onChange({ unit });
            }}
          >
            {units.map((one) => (
              <option key={one} value={one}>
                {t(`programs.form.unitOf.${one}`)}
              </option>
            ))}
          </NativeSelect>
          <TextInput label={t("programs.form.least")} {...number("least", "plan-length-least")} />
          <TextInput label={t("programs.form.usual")} {...number("usual", "plan-length-usual")} />
          <TextInput label={t("programs.form.most")} {...number("most", "plan-length-most")} />
        </div>
      </fieldset>
      <PhaseFields phases={form.phases} errors={errors} onChange={(phases) => onChange({ phases })} />
    </>
  );
}
