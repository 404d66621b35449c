import { useState } from "react";

import { ProblemError } from "@/api/problem";

import type { FieldError } from "./error-summary";
import { useProblemText } from "./problem-text";

type Options = {
  /** What the ids of the fields begin with. */
  form: string;
  /** What each field is called on the page, by its name in the request. */
  labels: Record<string, string>;
  /** Words for a code that this form knows. */
  wordOf: (code: string) => string | undefined;
  /** Says that the server does not take what a field holds. */
  notAccepted: (label: string) => string;
};

/** The mistakes of one form: found before it is sent, or named by the server. */
export function useMistakes({ form, labels, wordOf, notAccepted }: Options) {
  const problemText = useProblemText();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const fieldId = (field: string) => `${form}-${field}`;

  /** Shows what was found before sending; true where there is something to mend. */
  const stop = (found: readonly (readonly [field: string, text: string])[]): boolean => {
    setErrors(found.map(([field, text]) => ({ field: fieldId(field), text })));
    return found.length > 0;
  };

  /** Shows a refusal at the fields it points to, else above the form. */
  const refuse = (error: unknown): void => {
    const problem = error instanceof ProblemError ? error.problem : null;
    const pointed = (problem?.errors ?? []).flatMap(({ pointer, code }) => {
      const field = pointer.split("/")[1] ?? "";
      const label = labels[field];
      return label === undefined ? [] : [{ field: fieldId(field), text: wordOf(code) ?? notAccepted(label) }];
    });
    const whole = (problem && wordOf(problem.code)) ?? problemText(error);
    setErrors(pointed.length > 0 ? pointed : [{ field: "", text: whole }]);
  };

  const errorOf = (field: string) => errors.find((error) => error.field === fieldId(field))?.text;
  return { errors, fieldId, errorOf, stop, refuse };
}
