import type { BreakGlassReason, Role } from "@/api/types";

/** Roles that people who work here may have. */
export const staffRoles: readonly Role[] = [
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
];

const roles: readonly Role[] = [...staffRoles, "participant"];

/** Roles by their codes in the log; one that exists no more has no words and is left out. */
export const rolesOf = (codes: readonly string[]): Role[] => roles.filter((role) => codes.includes(role));

/** Why a restricted record may be opened. */
export const breakGlassReasons: readonly BreakGlassReason[] = [
  "emergency",
  "safety_concern",
  "covering_colleague",
  "walked_in",
  "call_from_person",
  "other",
];
