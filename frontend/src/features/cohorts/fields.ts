import type {
  CohortCreate,
  CohortUpdate,
  MembershipCreate,
  MembershipEnding,
  MembershipMove,
  WaitlistEntryCreate,
  WaitlistPlacement,
  WaitlistWithdrawal,
} from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

/** Whether a cohort is the primary one follows from the others. */
export const placeFields = {
  starts_on: "starts_on",
  ends_on: "ends_on",
  late_reason: "late_reason",
  is_primary: "",
} satisfies FieldsOf<WaitlistPlacement>;

export const admitFields = { ...placeFields, episode_id: "person" } satisfies FieldsOf<MembershipCreate>;

export const moveFields = {
  cohort_id: "cohort_id",
  starts_on: "starts_on",
  ends_on: "ends_on",
  late_reason: "late_reason",
} satisfies FieldsOf<MembershipMove>;

export const endFields = { ends_on: "ends_on", reason: "reason" } satisfies FieldsOf<MembershipEnding>;

export const cohortFields = {
  program_id: "program_id",
  location_id: "location_id",
  name: "name",
  kind: "kind",
  track: "track",
  capacity: "capacity",
  starts_on: "starts_on",
  ends_on: "ends_on",
} satisfies FieldsOf<CohortCreate & CohortUpdate>;

export const waitFields = {
  participant_id: "person",
  reason: "reason",
  requested_on: "",
} satisfies FieldsOf<WaitlistEntryCreate>;

export const withdrawFields = { reason: "reason" } satisfies FieldsOf<WaitlistWithdrawal>;
