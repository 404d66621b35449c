import type { EpisodeAdmission, EpisodeCreate, ScreeningStart } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const referralFields = {
  program_id: "program",
  referred_on: "referredOn",
  source: "source",
  prior_level: "priorLevel",
  location_id: "location",
  // Whose it is is known, and the first episode is the primary one.
  participant_id: "",
  is_primary: "",
} satisfies FieldsOf<EpisodeCreate>;

export const screeningFields = { screened_on: "screenedOn" } satisfies FieldsOf<ScreeningStart>;

export const admissionFields = {
  admitted_on: "admittedOn",
  primary_clinician_id: "clinician",
  track: "track",
  location_id: "location",
  planned_end_on: "endsOn",
  // The program's own week.
  pattern: "",
} satisfies FieldsOf<EpisodeAdmission>;
