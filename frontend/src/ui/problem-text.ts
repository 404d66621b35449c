import { useTranslation } from "react-i18next";

import { ProblemError, UnreachableError } from "@/api/problem";

const worded = [
  "sign-in-refused",
  "sign-in-throttled",
  "roster-incomplete",
  "video-details-missing",
  "session-cancelled",
  "session-closed",
  "session-ahead",
  "outside-session",
  "time-ahead",
  "times-reversed",
  "delivery-locked",
  "correction-needs-right",
  "session-not-delivered",
  "minutes-beyond-session",
] as const;
type Worded = (typeof worded)[number];

/** Turns a failure into words: by the stable code where there is a text, else by what its status means. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (error instanceof UnreachableError) return t("problem.network");
    if (!(error instanceof ProblemError)) return t("problem.unexpected");
    const { code, status } = error.problem;
    if (worded.includes(code as Worded)) return t(`problem.${code as Worded}`);
    if (status === 412) return t("problem.stale-version");
    if (status === 403) return t("problem.forbidden");
    if (status === 404) return t("problem.notFound");
    if (status >= 502) return t("problem.unavailable");
    return t("problem.unexpected");
  };
}
