import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Cohort } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import type { FieldError } from "@/ui/error-summary";
import { FieldPair } from "@/ui/form-dialog";

import classes from "./dialogs.module.css";
import { errorOf, fieldId } from "./problems";
import { isLate, type JoinForm, lateReasons } from "./rules";

type Props = {
  cohort: Cohort;
  form: JoinForm;
  errors: FieldError[];
  admitsLate: boolean;
  onChange: (change: Partial<JoinForm>) => void;
};

/** The days of a seat, and why it begins late where a cohort is closed. */
export function JoinFields({ cohort, form, errors, admitsLate, onChange }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const late = form.starts_on !== "" && isLate(cohort, form.starts_on);
  const started = { date: formatDate(cohort.starts_on, locale) };
  return (
    <>
      <FieldPair>
        <TextInput
          id={fieldId("starts_on")}
          data-autofocus
          type="date"
          label={t("cohorts.form.startsOn")}
          value={form.starts_on}
          error={errorOf(errors, "starts_on")}
          onChange={(event) => onChange({ starts_on: event.target.value })}
        />
        <TextInput
          id={fieldId("ends_on")}
          type="date"
          label={t("cohorts.form.endsOn")}
          description={t("cohorts.form.endsOnHint")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={form.ends_on}
          error={errorOf(errors, "ends_on")}
          onChange={(event) => onChange({ ends_on: event.target.value })}
        />
      </FieldPair>
      {late && !admitsLate && (
        <p id={fieldId("late_reason")} tabIndex={-1} className={classes.notice}>
          {t("cohorts.form.lateForbidden", started)}
        </p>
      )}
      {late && admitsLate && (
        <NativeSelect
          id={fieldId("late_reason")}
          label={t("cohorts.form.lateReason")}
          description={t("cohorts.form.late", started)}
          value={form.late_reason}
          error={errorOf(errors, "late_reason")}
          onChange={({ target: { value } }) =>
            onChange({ late_reason: lateReasons.find((reason) => reason === value) ?? "" })
          }
        >
          <option value="">{t("cohorts.form.chooseReason")}</option>
          {lateReasons.map((reason) => (
            <option key={reason} value={reason}>
              {t(`cohorts.form.lateOf.${reason}`)}
            </option>
          ))}
        </NativeSelect>
      )}
    </>
  );
}
