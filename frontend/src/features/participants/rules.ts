import type { ParticipantStatus } from "@/api/types";

export const statuses: readonly ParticipantStatus[] = ["active", "inactive", "merged", "entered_in_error"];
