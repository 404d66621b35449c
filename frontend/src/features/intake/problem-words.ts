import { useTranslation } from "react-i18next";

import { hasCode } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";

const worded = ["mrn-taken", "born-in-future", "identifier-taken", "social-security-number-refused"] as const;

/** Why a record was not opened, or something not added to it. */
export function useIntakeProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = worded.find((one) => hasCode(error, one));
    return code ? t(`intake.problem.${code}`) : problemText(error);
  };
}

const apart = ["already-told-apart", "already-withdrawn"] as const;

/** Why two records were not told apart, or that not taken back. */
export function useApartProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = apart.find((one) => hasCode(error, one));
    return code ? t(`intake.pairProblem.${code}`) : problemText(error);
  };
}
