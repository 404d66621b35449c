import { useState } from "react";
import { useTranslation } from "react-i18next";

import { hasStatus, ProblemError } from "@/api/problem";
import { announce } from "@/lib/announce";
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
  const { show, refuse: showRefusal, ...rest } = useFormErrors(form);
  const { t } = useTranslation();
  const [conflict, setConflict] = useState(false);
  const refuse = (error: unknown): void => {
    setConflict(hasStatus(error, 412));
    const word = error instanceof ProblemError ? wordOf(error.problem.code) : undefined;
    showRefusal(error, word ?? problemText(error), fields);
  };
  return {
    ...rest,
    /** Somebody else saved meanwhile. */
    conflict,
    /** Shows what was found before sending; true where there is something to mend. */
    stop: (found: readonly (readonly [field: string, text: string])[]): boolean =>
      show(found.map(([field, text]) => ({ field, text }))),
    refuse,
    /** What follows the answer: the draft goes and the form closes, or the mistakes are shown. */
    afterwards: (sent: () => void, onClose: () => void) => ({
      onSuccess: () => {
        sent();
        announce(t("clinic.saved"));
        onClose();
      },
      onError: refuse,
    }),
  };
}
