import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";
import { useFormErrors } from "@/ui/use-form-errors";

import { en } from "./texts";

type Code = keyof (typeof en)["problems"];

const isWorded = (code: string): code is Code => code in en.problems;

/** What this feature says to a refusal it knows by its code. */
export function useProblemWord(): (code: string) => string | undefined {
  const { t } = useTranslation();
  return (code) => (isWorded(code) ? t(`clinic.problems.${code}`) : undefined);
}

/** The mistakes of one form of the set-up: found before it is sent, or named by the server. */
export function useClinicMistakes(form: string, fields: Readonly<Record<string, string>>) {
  const wordOf = useProblemWord();
  const problemText = useProblemText();
  const { show, refuse, ...rest } = useFormErrors(form);
  return {
    ...rest,
    /** Shows what was found before sending; true where there is something to mend. */
    stop: (found: readonly (readonly [field: string, text: string])[]): boolean =>
      show(found.map(([field, text]) => ({ field, text }))),
    refuse: (error: unknown): void => {
      const word = error instanceof ProblemError ? wordOf(error.problem.code) : undefined;
      refuse(error, word ?? problemText(error), fields);
    },
  };
}
