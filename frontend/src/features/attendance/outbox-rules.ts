import { ProblemError } from "@/api/problem";
import type { Attendance, Outcome } from "@/api/types";

import type { Change, MarkDraft } from "./rules";

/** A mark as it is kept on this device: ids and status, never a name, a reason or a place. */
export type KeptMark = Pick<MarkDraft, "booking_id" | "outcome" | "mode" | "arrived_at" | "left_at">;

/** One thing to send. Times on a device tie and jump, so the order is that of `sequence`, which the database counts. */
export type Kept = {
  sequence: number;
  account: string;
  session: string;
  booking: string;
  /** The server answers a key once: what arrived and was not heard of is not done again. */
  key: string;
  /** What it rests on; null where nobody was marked. */
  version: number | null;
  /** Null takes a mark back. */
  mark: KeptMark | null;
  /** It may have reached the server, so nothing may take its place. */
  tried: boolean;
  state: "waiting" | "conflict" | "refused";
  /** What somebody else had stored when this arrived. */
  theirs: { outcome: Outcome; version: number } | null;
  /** Why the server refused it. */
  refusal: { status: number; code: string } | null;
};

export type NewKept = Omit<Kept, "sequence">;

/** What of a mark may be kept, and whether something of it may not. */
export function keepable({ absence_reason, video, ...mark }: MarkDraft): { mark: KeptMark; whole: boolean } {
  return { mark, whole: absence_reason == null && video == null };
}

export const isWaiting = (one: Kept) => one.state === "waiting";

/** How many people's marks have not been sent. Two marks of one person are one to them. */
export const unsent = (kept: readonly Kept[]) => new Set(kept.filter(isWaiting).map((one) => one.booking)).size;

/** What a new mark replaces: an earlier one of the same person that the server has certainly not seen. */
export const replacedBy = (kept: readonly Kept[], booking: string) =>
  kept.find((one) => one.booking === booking && isWaiting(one) && !one.tried);

/** What a new mark of a person puts an end to: they have decided anew. */
export const settledBy = (kept: readonly Kept[], booking: string) =>
  kept.filter((one) => one.booking === booking && !isWaiting(one));

/** What waits for one session, oldest first, to be laid over its roster. */
export function changesOf(kept: readonly Kept[], session: string): Change[] {
  return kept
    .filter((one) => one.session === session && isWaiting(one))
    .map((one) => (one.mark ? { marks: [one.mark], clears: [] } : { marks: [], clears: [one.booking] }));
}

/** Whether both say the same: then there is nothing to choose. Most often it is one's own mark that arrived unheard. */
export function saysTheSame(mine: KeptMark | null, theirs: Attendance | null): boolean {
  if (mine === null || theirs === null) return mine === null && theirs === null;
  const same = (mine: string | null | undefined, theirs: string | null) =>
    mine == null || (theirs !== null && Date.parse(mine) === Date.parse(theirs));
  return (
    mine.outcome === theirs.outcome &&
    (mine.mode == null || mine.mode === theirs.mode) &&
    same(mine.arrived_at, theirs.arrived_at) &&
    same(mine.left_at, theirs.left_at)
  );
}

/** What a failure means for what was sent: try later, let a person choose, or say the refusal. */
export function verdictOf(error: unknown): "later" | "conflict" | "refused" {
  if (!(error instanceof ProblemError)) return "later";
  const { status, code } = error.problem;
  if (status === 412 || code === "attendance-changed") return "conflict";
  // Nobody is signed in, too many calls, or a server in trouble: the mark itself is as good as before.
  return status === 401 || status === 429 || status >= 500 ? "later" : "refused";
}
