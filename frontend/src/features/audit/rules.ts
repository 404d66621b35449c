import type { AuditOutcome, Role } from "@/api/types";
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

const roles: readonly Role[] = [
  "administrator",
  "program_director",
  "therapist",
  "supervisor",
  "intern",
  "psychiatric_provider",
  "nurse",
  "peer_specialist",
  "technician",
  "intake_coordinator",
  "front_desk",
  "utilization_reviewer",
  "biller",
  "auditor",
  "participant",
];

/** Roles by their codes in the log; one that exists no more has no words and is left out. */
export const rolesOf = (codes: readonly string[]): Role[] => roles.filter((role) => codes.includes(role));
