import { useTranslation } from "react-i18next";

import { hasCode, hasStatus } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";

const worded = [
  "ends-before-it-starts",
  "safety-of-phones-only",
  "already-there",
  "already-voided",
  "not-storable",
  "email-taken",
] as const;

/** Why something about reaching a person was not saved, and what to do. */
export function useContactsProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = worded.find((one) => hasCode(error, one));
    if (code) return t(`contacts.problem.${code}`);
    return hasStatus(error, 412) ? t("contacts.problem.changed") : problemText(error);
  };
}
