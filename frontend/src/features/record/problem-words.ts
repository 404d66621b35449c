import { useTranslation } from "react-i18next";

import { hasCode, hasStatus } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";

const worded = [
  "already-merged",
  "survivor-not-in-use",
  "others-merged-into-it",
  "merge-into-itself",
  "not-merged",
] as const;

const refused = [
  "died-before-birth",
  "already-merged",
  "identifier-taken",
  "social-security-number-refused",
  "ends-before-it-starts",
  "payer-exists",
  "date-outside-episode",
] as const;

/** Why records were not merged, or not parted again, and what to do. */
export function useMergeProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = worded.find((one) => hasCode(error, one));
    if (code) return t(`record.problem.${code}`);
    return hasStatus(error, 412) ? t("record.problem.changed") : problemText(error);
  };
}

/** Why a correction was not saved. */
export function useRecordProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = refused.find((one) => hasCode(error, one));
    if (code) return t(`record.problem.${code}`);
    if (hasCode(error, "born-in-future")) return t("person.birthDateAhead");
    return hasStatus(error, 412) ? t("record.problem.changedBehind") : problemText(error);
  };
}
