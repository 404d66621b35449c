import type {
  AttendancePolicyWrite,
  InstrumentTextCreate,
  MeasureScheduleWrite,
  ProgramCreate,
  ProgramStaffCreate,
  ProgramStaffUpdate,
  ProgramUpdate,
  ProgramValues,
} from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

/** What the forms of this feature call a part of a request; parts of a part keep their numbers behind it. */
export const planFields = {
  name: "name",
  description: "description",
  level_of_care: "level_of_care",
  age_band: "age_band",
  part2: "part2",
  days_per_week: "days_per_week",
  minutes_per_day: "minutes_per_day",
  longest_day_minutes: "longest_day_minutes",
  blocks: "blocks",
  tracks: "tracks",
  length: "length",
  phases: "phases",
  // Kept as they are: services, measures and curriculum have no fields here.
  required_services: "",
  measures: "",
  curriculum: "",
  active: "",
} satisfies FieldsOf<ProgramValues & ProgramUpdate>;

export const startFields = { template_key: "template", name: "name", values: "" } satisfies FieldsOf<ProgramCreate>;

export const staffFields = {
  staff_id: "staff_id",
  duty: "duty",
  starts_on: "starts_on",
  ends_on: "ends_on",
} satisfies FieldsOf<ProgramStaffCreate & ProgramStaffUpdate>;

/** Parts of a step keep their place and name behind it: "/steps/0/times". */
export const policyFields = {
  steps: "steps",
  outreach: "",
  outreach_minutes: "outreach_minutes",
  attempts: "attempts",
} satisfies FieldsOf<AttendancePolicyWrite>;

/** Parts of a line keep its place and name behind it: "/entries/0/moments". */
export const scheduleFields = { entries: "entries" } satisfies FieldsOf<MeasureScheduleWrite>;

/** Parts of a question keep its place and name behind it: "/items/3/options/1/text". */
export const textFields = {
  instrument_key: "",
  language: "",
  replaces: "",
  instruction: "instruction",
  items: "items",
  licence: "licence",
} satisfies FieldsOf<InstrumentTextCreate>;
