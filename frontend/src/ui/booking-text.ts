import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { addTexts } from "@/lib/i18n";

import { en, es } from "./booking-texts";
import { useProblemText } from "./problem-text";

addTexts("booking", { en, es });

const isWorded = (code: string): code is keyof typeof en => code in en;

/** Why somebody did not get a place, in words. */
export function useBookingText(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = error instanceof ProblemError ? error.problem.code : "";
    return isWorded(code) ? t(`booking.${code}`) : problemText(error);
  };
}
