import { useTranslation } from "react-i18next";
import { breakGlassReasons } from "@/lib/vocabulary";
import { operations } from "./operations-en";

import { spelledOut } from "./rules";

type Code = keyof typeof operations;

const isKnown = (code: string): code is Code => code in operations;

export const operationCodes = Object.keys(operations).filter(isKnown);

/** What an operation is called in the reader's language. */
export function useOperationWord(): (code: string) => string {
  const { t } = useTranslation();
  return (code) => (isKnown(code) ? t(`audit.operations.${code}`) : spelledOut(code));
}

/** Why restricted records were opened, in words: the log joins the reasons of several by commas. */
export function useReasonWords(): (codes: string) => string {
  const { t } = useTranslation();
  return (codes) =>
    codes
      .split(", ")
      .map((code) => {
        const reason = breakGlassReasons.find((one) => one === code);
        return reason ? t(`restricted.reasonOf.${reason}`) : spelledOut(code);
      })
      .join(", ");
}
