import type { ParticipantStatus, ParticipantSummary } from "@/api/types";

export const statuses: readonly ParticipantStatus[] = ["active", "inactive", "merged", "entered_in_error"];

const folded = (text: string) => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** Whether a name or the record number begins so: what can be said of people in sight before the server has answered. */
export function beginsWith(typed: string): (person: ParticipantSummary) => boolean {
  const wanted = folded(typed.trim());
  return ({ chosen_name, full_name, mrn }) =>
    folded(mrn).startsWith(wanted) ||
    [chosen_name, full_name].some((name) => {
      const whole = folded(name);
      return whole.startsWith(wanted) || whole.split(/[\s-]+/).some((word) => word.startsWith(wanted));
    });
}
