import type {
  SeatWaitCreate,
  SeriesEditCreate,
  SeriesMove,
  SeriesValues,
  SessionCancel,
  SessionCreate,
  SessionMove,
  SlotSearch,
} from "@/api/types";
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

/** A search asks for nothing that the form has no field for, but the hours of the day and which days. */
export const slotFields = {
  location_id: "location_id",
  service_kind: "service_kind",
  minutes: "minutes",
  from_date: "local_date",
  to_date: "local_date",
  staff_ids: "staff",
  episode_ids: "people",
  telehealth: "room",
  seats: "cohort_ids",
  earliest: "",
  latest: "",
  weekdays: "",
  contact_ids: "family",
  language: "",
  room_kind: "",
  limit: "",
} satisfies FieldsOf<SlotSearch>;

/** Who waits is found by name; what is sent is their episode in the session's program. */
export const waitFields = { episode_id: "person" } satisfies FieldsOf<SeatWaitCreate>;

type Within<Part extends string, Body> = { readonly [Field in keyof Body & string as `${Part}/${Field}`]-?: string };

/** A way to take part by video is given to one session at a time. */
export const seriesEditFields = {
  scope: "scope",
  session_id: "",
  move: "local_date",
  "move/local_date": "local_date",
  "move/local_start": "local_start",
  "move/minutes": "minutes",
  values: "",
  "values/title": "title",
  "values/short_name": "short_name",
  "values/capacity": "capacity",
  "values/room_id": "room",
  "values/telehealth": "room",
  "values/telehealth_url": "",
  staff: "staff",
  cancel: "reason",
} satisfies FieldsOf<SeriesEditCreate> & Within<"move", SeriesMove> & Within<"values", SeriesValues>;
