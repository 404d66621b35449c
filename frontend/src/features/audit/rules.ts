import type { AuditOutcome, BreakGlassFinding, BreakGlassUse } from "@/api/types";
import { addDays, instantOf, type LocalDate } from "@/lib/time";

export const outcomes: readonly AuditOutcome[] = ["success", "not_modified", "refused", "failed"];

export type Filter = {
  account?: string | undefined;
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
  action?: string | undefined;
  outcome?: AuditOutcome | undefined;
};

/** Instants of whole days on the clinic's calendar: the first moment, and the one after the last. */
export function periodOf({ from, to }: Filter, timeZone: string): { from?: string; to?: string } {
  return {
    ...(from ? { from: instantOf(from, "00:00", timeZone).toISOString() } : {}),
    ...(to ? { to: instantOf(addDays(to, 1), "00:00", timeZone).toISOString() } : {}),
  };
}

export const isReversed = ({ from, to }: Filter) => from !== undefined && to !== undefined && from > to;

export const isFiltered = ({ from, to, action, outcome }: Filter) => Boolean(from || to || action || outcome);

/** Words for a code that no text names, as of an operation that was retired: "move_bed" becomes "Move bed". */
export function spelledOut(code: string): string {
  const words = code.replaceAll(/[_.-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const findings: readonly BreakGlassFinding[] = ["appropriate", "follow_up", "not_appropriate"];

/** How a record that was opened stands: open still, closed by somebody before its time, or closed by itself. */
export function stateOf({ ended_at, expires_at }: Pick<BreakGlassUse, "ended_at" | "expires_at">, now: Date) {
  if (ended_at !== null) return "ended" as const;
  return Date.parse(expires_at) > now.getTime() ? ("open" as const) : ("over" as const);
}

/** Which of them a list shows, in the API's words. */
export const shows = ["to_review", "open", "all"] as const;
export type Shown = (typeof shows)[number];
