import type { LocalDate } from "./time";

const DAY = 86_400_000;

/** So many days before its end, a licence is something to act on: a renewal takes boards some weeks. */
const SOON_DAYS = 60;

/** How the server writes a licence without an end. */
const NEVER = "9999-12-31";

export type Expiry = { state: "unlimited" | "valid" | "soon" | "expired"; days: number };

/** Where something with a last valid day stands; `days` are those left, or since then. */
export function expiryOf(lastDay: LocalDate | null, today: LocalDate): Expiry {
  if (lastDay === null || lastDay === NEVER) return { state: "unlimited", days: 0 };
  const left = Math.round((Date.parse(lastDay) - Date.parse(today)) / DAY);
  if (left < 0) return { state: "expired", days: -left };
  return { state: left <= SOON_DAYS ? "soon" : "valid", days: left };
}
