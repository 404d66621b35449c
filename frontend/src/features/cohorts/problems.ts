import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import type { FieldError } from "@/ui/error-summary";
import { useProblemText } from "@/ui/problem-text";
import { useRefusedFields } from "@/ui/refused-fields";

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
export function useRefusal(): (error: unknown, fields: Readonly<Record<string, string>>) => FieldError[] {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const refused = useRefusedFields();
  return (error, fields) => {
    const code = error instanceof ProblemError ? error.problem.code : "";
    const known = isWorded(code);
    const text = known ? t(`cohorts.problem.${code}`) : problemText(error);
    return refused(error, { fields, idOf: fieldId, text, known });
  };
}

export const errorOf = (errors: FieldError[], field: string) =>
  errors.find((error) => error.field === fieldId(field))?.text;
