import type { ParticipantStatus, ParticipantSummary } from "@/api/types";

export const statuses: readonly ParticipantStatus[] = ["active", "inactive", "merged", "entered_in_error"];

/** The full name, where it does not begin with what the person is called. */
export function legalName({
  chosen_name,
  full_name,
}: Pick<ParticipantSummary, "chosen_name" | "full_name">): string | null {
  return full_name === chosen_name || full_name.startsWith(`${chosen_name} `) ? null : full_name;
}
