import { useTranslation } from "react-i18next";

import { hasCode } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";

const worded = [
  "curriculum-run-ended",
  "curriculum-run-not-found",
  "run-days-reversed",
  "session-outside-run",
  "session-closed-for-plans",
  "topic-unknown",
] as const;

/** Why what a cohort is taught could not be changed. */
export function useRunProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = worded.find((one) => hasCode(error, one));
    return code ? t(`runs.${code}`) : problemText(error);
  };
}
