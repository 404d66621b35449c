import { useTranslation } from "react-i18next";

import { hasCode, hasStatus } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";

const worded = ["record-open-already", "too-many-broken-glasses", "too-many-restricted-searches"] as const;

/** Why a record was not opened or not looked for. A record that is not there and one under Part 2 answer alike. */
export function useRestrictedProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = worded.find((one) => hasCode(error, one));
    if (code) return t(`restricted.problem.${code}`);
    if (hasStatus(error, 404)) return t("restricted.problem.notThisWay");
    if (hasCode(error, "licence-not-valid")) return t("restricted.problem.licence");
    return problemText(error);
  };
}
