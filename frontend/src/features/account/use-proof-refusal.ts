import { useTranslation } from "react-i18next";

import { hasCode } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";
import type { useFormErrors } from "@/ui/use-form-errors";

import { proofFields } from "./fields";

const worded = [
  "wrong-password",
  "wrong-code",
  "sign-in-throttled",
  "sign-in-needed",
  "second-factor-on",
  "second-factor-off",
  "second-factor-unreadable",
] as const;

/** Shows why a password or a code was refused, at its field. */
export function useProofRefusal(form: ReturnType<typeof useFormErrors>): (error: Error) => void {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = worded.find((one) => hasCode(error, one));
    form.refuse(error, code ? t(`authenticator.problems.${code}`) : problemText(error), proofFields);
  };
}
