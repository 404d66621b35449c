import type { ParticipantSearch, SessionCard } from "@/api/types";
import { phaseOf } from "@/lib/session-time";

const FEWEST_LETTERS = 3;

/** What typed text asks of the server: a record number where it holds a digit, else the start of a name. */
export function peopleAsked(typed: string): ParticipantSearch | null {
  const text = typed.trim();
  if ([...text].length < FEWEST_LETTERS) return null;
  return /\d/.test(text) ? { mrn: text } : { name_prefix: text };
}

const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether each typed word begins a word of the text; case and accents do not matter. */
export function matches(text: string, typed: string): boolean {
  const words = folded(text).split(/[^\p{L}\p{N}]+/u);
  return folded(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .every((asked) => words.some((word) => word.startsWith(asked)));
}

/** Sessions that run or are still to come, the next first. */
export function coming<One extends Pick<SessionCard, "status" | "starts_at" | "ends_at">>(
  sessions: readonly One[],
  now: Date,
): One[] {
  return sessions
    .filter((one) => one.status !== "cancelled" && phaseOf(one, now) !== "over")
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at));
}

/** The next place in a list when an arrow is pressed; the ends join. Nothing is chosen at -1. */
export function step(index: number, by: 1 | -1, count: number): number {
  if (count === 0) return -1;
  if (index === -1) return by === 1 ? 0 : count - 1;
  return (index + by + count) % count;
}
