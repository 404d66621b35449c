import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";

import type { en } from "./texts";

type Worded = keyof typeof en.problem;

/** Why an episode did not begin or go on, by the code of the refusal. */
export function useAdmissionProblem(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = error instanceof ProblemError ? error.problem.code : "";
    return i18n.exists(`admission.problem.${code}`) ? t(`admission.problem.${code as Worded}`) : problemText(error);
  };
}
