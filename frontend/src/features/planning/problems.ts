import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import type { FieldError } from "@/ui/error-summary";
import { useProblemText } from "@/ui/problem-text";
import { useRefusedFields } from "@/ui/refused-fields";

import { en } from "./texts";

type Worded = keyof typeof en.problem;
const isWorded = (code: string): code is Worded => code in en.problem;

/** The id of a field in the one form that is open. */
export const fieldId = (field: string) => `plan-${field}`;

export const errorOf = (errors: FieldError[], field: string) =>
  errors.find((error) => error.field === fieldId(field))?.text;

/** A refusal in words. */
export function useRefusalText(): (error: unknown) => { text: string; known: boolean } {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = error instanceof ProblemError ? error.problem.code : "";
    return isWorded(code)
      ? { text: t(`planning.problem.${code}`), known: true }
      : { text: problemText(error), known: false };
  };
}

/** A refusal in words, at the field it is about. */
export function useRefusal(): (error: unknown, fields: Readonly<Record<string, string>>) => FieldError[] {
  const refused = useRefusedFields();
  const refusalText = useRefusalText();
  return (error, fields) => refused(error, { fields, idOf: fieldId, ...refusalText(error) });
}
