import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import type { FieldError } from "@/ui/error-summary";
import { useProblemText } from "@/ui/problem-text";

import type { FormError } from "./rules";
import { en } from "./texts";

type Worded = keyof typeof en.problem;
const isWorded = (code: string): code is Worded => code in en.problem;

/** The id of a field in the one dialog that is open. */
export const fieldId = (field: string) => `seat-${field}`;

/** What was found before sending, in words beside its field. */
export function useFormErrors(): (found: FormError[]) => FieldError[] {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  return (found) =>
    found.map(({ field, code, date }) => ({
      field: fieldId(field),
      text: t(`cohorts.form.error.${code}`, { date: date ? formatDate(date, locale) : "" }),
    }));
}

/** A refusal in words; what names a field of the form leads to it. */
export function useRefusal(): (error: unknown, fields: readonly string[]) => FieldError[] {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error, fields) => {
    if (!(error instanceof ProblemError)) return [{ field: "", text: problemText(error) }];
    const { code, errors } = error.problem;
    const text = isWorded(code) ? t(`cohorts.problem.${code}`) : problemText(error);
    const named = (errors ?? []).map(({ pointer }) => pointer.slice(1)).filter((field) => fields.includes(field));
    if (named.length === 0) return [{ field: "", text }];
    return named.map((field) => ({
      field: fieldId(field),
      text: isWorded(code) ? text : t("cohorts.problem.refusedField"),
    }));
  };
}

export const errorOf = (errors: FieldError[], field: string) =>
  errors.find((error) => error.field === fieldId(field))?.text;
