import type { Wall } from "@/api/types";
import { phaseOf } from "@/lib/session-time";

/** How many minutes a session still has, or how many until it begins; a minute that has begun counts whole. */
export function minutesToTell(session: Pick<Wall, "starts_at" | "ends_at">, now: Date) {
  const phase = phaseOf(session, now);
  const until = Date.parse(phase === "ahead" ? session.starts_at : session.ends_at);
  return { phase, minutes: Math.max(0, Math.ceil((until - now.getTime()) / 60_000)) };
}
