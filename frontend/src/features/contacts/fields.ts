import type {
  AvailabilityWrite,
  ContactAttemptCreate,
  ContactWayCreate,
  ContactWayUpdate,
  ContactWrite,
  SuitableHoursWrite,
  VoidReason,
} from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const wayFields = {
  kind: "kind",
  phone: "value",
  email: "value",
  address: "lines",
  use: "use",
  safe_for_voicemail: "safety",
  safe_for_text: "safety",
  program_may_be_named: "safety",
  preferred: "safety",
  starts_on: "startsOn",
  ends_on: "endsOn",
  contact_id: "",
} satisfies FieldsOf<ContactWayCreate & ContactWayUpdate>;

export const contactFields = {
  name: "name",
  relationship: "relationship",
  is_guardian: "standing",
  is_emergency_contact: "standing",
  language: "language",
  consented_topics: "topics",
  starts_on: "startsOn",
  ends_on: "endsOn",
} satisfies FieldsOf<ContactWrite>;

export const windowFields = {
  kind: "kind",
  weekday: "weekday",
  local_start: "start",
  local_end: "end",
  starts_on: "startsOn",
  ends_on: "endsOn",
} satisfies FieldsOf<AvailabilityWrite>;

export const suitableFields = {
  contact_id: "contact",
  weekday: "weekday",
  local_start: "start",
  local_end: "end",
  starts_on: "startsOn",
  ends_on: "endsOn",
} satisfies FieldsOf<SuitableHoursWrite>;

export const attemptFields = {
  attempted_at: "date",
  means: "means",
  reason: "reason",
  outcome: "outcome",
  contact_id: "whom",
  contact_way_id: "way",
  next_step: "nextStep",
  next_step_due_on: "dueOn",
} satisfies FieldsOf<ContactAttemptCreate>;

export const voidFields = { reason: "reason" } satisfies FieldsOf<VoidReason>;
