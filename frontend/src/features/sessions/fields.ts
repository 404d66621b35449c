import type { SessionCancel, SessionCreate, SessionMove } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const moveFields = {
  local_date: "local_date",
  local_start: "local_start",
  minutes: "minutes",
  room_id: "room",
  staff: "staff",
} satisfies FieldsOf<SessionMove>;

/** Short name, seats and whether the minutes count are not asked for here: the server knows what is usual. */
export const createFields = {
  ...moveFields,
  service_kind: "service_kind",
  title: "title",
  program_id: "program_id",
  location_id: "location_id",
  telehealth: "room",
  telehealth_url: "telehealth_url",
  cohort_ids: "cohort_ids",
  bookings: "people",
  short_name: "",
  countable: "",
  capacity: "",
} satisfies FieldsOf<SessionCreate>;

export const cancelFields = { reason: "reason" } satisfies FieldsOf<SessionCancel>;
