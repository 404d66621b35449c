import type { DowntimeNights } from "@/api/types";

const QUIET_MILLISECONDS = 3 * 3_600_000;

/** How the nightly pages stand. The folder is tried every hour: after three without, nobody tries any more. */
export function standingOf({ looked_at, failing_since }: DowntimeNights, now: Date) {
  if (looked_at === null) return { is: "off" } as const;
  if (failing_since !== null) return { is: "failing", since: failing_since } as const;
  const quiet = now.getTime() - Date.parse(looked_at) > QUIET_MILLISECONDS;
  return { is: quiet ? "quiet" : "made", since: looked_at } as const;
}

/** The page of a location, as the service makes it: it needs nothing of this app, and prints as it is. */
export const addressOf = (api: string, location: string, language: "en" | "es") =>
  `${api}/api/v1/locations/${location}/downtime-roster?language=${language}`;
