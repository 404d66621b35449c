import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";

import { en } from "./texts";

type Worded = keyof typeof en.problem;
const isWorded = (code: string): code is Worded => code in en.problem;

/** Why a measure, a screen or a safety plan was not taken. */
export function useMeasureProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) =>
    error instanceof ProblemError && isWorded(error.problem.code)
      ? t(`measures.problem.${error.problem.code}`)
      : problemText(error);
}
