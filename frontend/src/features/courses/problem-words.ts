import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";

import { en } from "./texts";

type Worded = keyof typeof en.problem;
const isWorded = (code: string): code is Worded => code in en.problem;

/** Why something about a course was not done. */
export function useCourseProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const otherwise = useProblemText();
  return (error) => {
    const code = error instanceof ProblemError ? error.problem.code : undefined;
    return code && isWorded(code) ? t(`courses.problem.${code}`) : otherwise(error);
  };
}
