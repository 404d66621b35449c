import type {
  SeriesEditCreate,
  SeriesMove,
  SeriesValues,
  SessionCancel,
  SessionCreate,
  SessionMove,
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
