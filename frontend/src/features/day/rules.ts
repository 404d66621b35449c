import type { SessionCard } from "@/api/types";
import { phaseOf } from "@/lib/session-time";
import { minutesOfDay } from "@/lib/time";

/** The session one most likely came for: running, else next, else the last; one's own before others'. */
export function likelySession<Card extends SessionCard>(sessions: readonly Card[], now: Date): Card | undefined {
  const held = sessions.filter((session) => session.status !== "cancelled");
  const own = held.filter((session) => session.mine);
  const among = own.length > 0 ? own : held;
  return (
    among.find((session) => phaseOf(session, now) === "running") ??
    among.find((session) => phaseOf(session, now) === "ahead") ??
    among.at(-1)
  );
}

/** Whole hours that show all sessions, with the present if it is near; at least six, so that cards keep a size. */
export function hoursShown(sessions: readonly SessionCard[]): { from: number; to: number } {
  const starts = sessions.map((session) => minutesOfDay(session.local_start));
  const ends = sessions.map((session, index) => {
    const end = minutesOfDay(session.local_end);
    return end <= (starts[index] ?? 0) ? 24 * 60 : end;
  });
  const from = starts.length > 0 ? Math.floor(Math.min(...starts) / 60) : 9;
  const to = ends.length > 0 ? Math.ceil(Math.max(...ends) / 60) : 17;
  return { from, to: Math.min(24, Math.max(to, from + 6)) };
}

/** Minutes of sessions that are still to be held, counted from now. */
export function minutesLeft(sessions: readonly SessionCard[], now: Date): number {
  return sessions
    .filter((session) => session.status !== "cancelled")
    .reduce((sum, session) => {
      const from = Math.max(now.getTime(), Date.parse(session.starts_at));
      return sum + Math.max(0, Math.round((Date.parse(session.ends_at) - from) / 60_000));
    }, 0);
}

/** Own sessions that are over and not closed, oldest first. */
export function toClose(sessions: readonly SessionCard[], now: Date): SessionCard[] {
  return sessions.filter(
    (session) =>
      session.mine && session.status === "scheduled" && session.booked > 0 && phaseOf(session, now) === "over",
  );
}
