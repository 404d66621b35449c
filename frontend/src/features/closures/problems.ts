import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import type { FieldError } from "@/ui/error-summary";
import { useProblemText } from "@/ui/problem-text";
import { useRefusedFields } from "@/ui/refused-fields";

import { en } from "./texts";

type Worded = keyof typeof en.problem;
const isWorded = (code: string): code is Worded => code in en.problem;

/** The id of a field in the one form that is open. */
export const fieldId = (field: string) => `closure-${field}`;

export const errorOf = (errors: FieldError[], field: string) =>
  errors.find((error) => error.field === fieldId(field))?.text;

/** A refusal in words, at the field it is about. */
export function useRefusal(): (error: unknown, fields: Readonly<Record<string, string>>) => FieldError[] {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const refused = useRefusedFields();
  return (error, fields) => {
    const code = error instanceof ProblemError ? error.problem.code : "";
    const known = isWorded(code);
    const text = known ? t(`closures.problem.${code}`) : problemText(error);
    return refused(error, { fields, idOf: fieldId, text, known });
  };
}
