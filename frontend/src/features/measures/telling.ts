import { ProblemError } from "@/api/problem";
import { canRenew } from "@/api/renewal";
import { useTeller } from "@/lib/use-teller";

import { tellNotStored } from "./queries";

const LONGEST = 30_000;

/** How long until a further try can help; null where the server will not have it. */
export function waitAfter(error: unknown, attempt: number): number | null {
  const backoff = Math.min(2_000 * 2 ** attempt, LONGEST);
  if (!(error instanceof ProblemError)) return backoff;
  const { status, retry_after_seconds } = error.problem;
  // Somebody signs in again over the page; once they signed out there is nobody to tell as.
  if (status === 401) return canRenew() ? backoff : null;
  if (typeof retry_after_seconds === "number") return retry_after_seconds * 1_000;
  return status >= 500 || status === 429 || status === 408 ? backoff : null;
}

/** Tells the team of whoever is asked that something they said in this measure is missing. */
export const useMissing = (id: string) =>
  useTeller(() => ({ tell: (leaving) => tellNotStored(id, leaving), waitAfter }));
