import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";

import { en } from "./texts";

type Worded = keyof typeof en.problem;
const isWorded = (code: string): code is Worded => code in en.problem;

/** Why a note was not written, acknowledged or withdrawn. */
export function useHandOffProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) =>
    error instanceof ProblemError && isWorded(error.problem.code)
      ? t(`handoffs.problem.${error.problem.code}`)
      : problemText(error);
}
