import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import type { Alert } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate, formatTime, wallClock } from "@/lib/time";
import { useProblemText } from "@/ui/problem-text";

import { en } from "./texts";

type Worded = keyof typeof en.problem;
const isWorded = (code: string): code is Worded => code in en.problem;

/** Why an alert was not taken, handed over or closed. */
export function useAlertProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) =>
    error instanceof ProblemError && isWorded(error.problem.code)
      ? t(`alerts.problem.${error.problem.code}`)
      : problemText(error);
}

type Named = Pick<Alert, "source" | "label" | "flag_reason">;

/** What an alert is about, in a few words. */
export function useAlertWords(): (alert: Named) => string {
  const { t } = useTranslation();
  const { language } = useLanguage();
  return ({ source, label, flag_reason }) => {
    const about = label?.[language] ?? label?.en ?? "";
    if (source === "unanswered") return t("alerts.unanswered", { label: about });
    if (source === "not_stored") return t("alerts.notStored");
    if (source === "screen") return t("alerts.aScreen");
    return flag_reason ? t(`alerts.flag.${flag_reason}`) : about;
  };
}

/** A moment as the clinic's clock said it: what is due stands beside it by the same clock. */
export function useWhen(timeZone: string): (instant: string) => string {
  const { locale } = useLanguage();
  return (instant) => {
    const { date, time } = wallClock(new Date(instant), timeZone);
    return `${formatDate(date, locale)}, ${formatTime(time, locale)}`;
  };
}

/** Until when what has to happen, or that it went up. */
export function useDueWords(
  timeZone: string,
): (alert: Pick<Alert, "gone_up" | "acknowledged_at" | "due_at">) => string {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  return ({ gone_up, acknowledged_at, due_at }) => {
    if (gone_up) return t("alerts.up");
    const time = formatTime(wallClock(new Date(due_at), timeZone).time, locale);
    return t(acknowledged_at ? "alerts.dueAction" : "alerts.due", { time });
  };
}
