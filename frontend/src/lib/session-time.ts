import type { SessionCard } from "@/api/types";

/** Where a session stands at an instant. */
export type Phase = "ahead" | "running" | "over";

type Times = Pick<SessionCard, "starts_at" | "ends_at">;

export function phaseOf(session: Times, now: Date): Phase {
  if (now < new Date(session.starts_at)) return "ahead";
  return now < new Date(session.ends_at) ? "running" : "over";
}

export function lengthInMinutes(session: Times): number {
  return Math.round((Date.parse(session.ends_at) - Date.parse(session.starts_at)) / 60_000);
}
