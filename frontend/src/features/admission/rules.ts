import type { Episode, EpisodeAdmission, EpisodeCreate, ProgramStaff, StaffSummary } from "@/api/types";
import type { LocalDate } from "@/lib/time";

export const sources = [
  "self",
  "family",
  "provider",
  "hospital",
  "step_down",
  "step_up",
  "program_transfer",
  "school",
  "court",
  "other",
] as const satisfies readonly Episode["source"][];

export const priorLevels = [
  "none",
  "outpatient",
  "intensive_outpatient",
  "partial_hospitalization",
  "residential",
  "withdrawal_management",
  "inpatient",
] as const satisfies readonly Episode["prior_level"][];

type Standing = Pick<Episode, "status">;

/** Whether somebody was referred and not admitted yet. */
export const isPending = ({ status }: Standing) => status === "referred" || status === "screening";

/** Whether a further episode may begin: not while one runs or waits for its admission. */
export const mayStart = (episodes: readonly Standing[]) => episodes.every(({ status }) => status === "ended");

type Found<Field extends string, Code extends string> = { field: Field; code: Code };

// The referral.

export type ReferralForm = {
  program: string;
  referredOn: string;
  source: Episode["source"] | "";
  priorLevel: Episode["prior_level"];
  location: string;
};

export const newReferral = (today: LocalDate): ReferralForm => ({
  program: "",
  referredOn: today,
  source: "",
  priorLevel: "none",
  location: "",
});

export function referralErrors(form: ReferralForm, today: LocalDate) {
  const errors: Found<
    "program" | "referredOn" | "source",
    "programMissing" | "referredOnMissing" | "dayAhead" | "sourceMissing"
  >[] = [];
  if (form.program === "") errors.push({ field: "program", code: "programMissing" });
  if (form.referredOn === "") errors.push({ field: "referredOn", code: "referredOnMissing" });
  else if (form.referredOn > today) errors.push({ field: "referredOn", code: "dayAhead" });
  if (form.source === "") errors.push({ field: "source", code: "sourceMissing" });
  return errors;
}

export const referralBody = (form: ReferralForm, participantId: string): EpisodeCreate => ({
  participant_id: participantId,
  program_id: form.program,
  referred_on: form.referredOn,
  source: form.source || "other",
  prior_level: form.priorLevel,
  location_id: form.location || null,
});

// The screening.

export function screeningErrors(screenedOn: string, { referred_on }: Pick<Episode, "referred_on">, today: LocalDate) {
  const errors: Found<"screenedOn", "screenedOnMissing" | "beforeReferral" | "dayAhead">[] = [];
  if (screenedOn === "") errors.push({ field: "screenedOn", code: "screenedOnMissing" });
  else if (screenedOn < referred_on) errors.push({ field: "screenedOn", code: "beforeReferral" });
  else if (screenedOn > today) errors.push({ field: "screenedOn", code: "dayAhead" });
  return errors;
}

// The admission.

export type AdmissionForm = {
  admittedOn: string;
  clinician: string;
  track: Episode["track"] | "";
  location: string;
  endsOn: string;
};

export const newAdmission = (episode: Pick<Episode, "location_id">, today: LocalDate): AdmissionForm => ({
  admittedOn: today,
  clinician: "",
  track: "",
  location: episode.location_id ?? "",
  endsOn: "",
});

export function admissionErrors(
  form: AdmissionForm,
  { referred_on, screened_on }: Pick<Episode, "referred_on" | "screened_on">,
  today: LocalDate,
) {
  const errors: Found<
    "admittedOn" | "clinician" | "endsOn",
    "admittedOnMissing" | "beforeScreening" | "dayAhead" | "clinicianMissing" | "endsEarly"
  >[] = [];
  if (form.admittedOn === "") errors.push({ field: "admittedOn", code: "admittedOnMissing" });
  else if (form.admittedOn > today) errors.push({ field: "admittedOn", code: "dayAhead" });
  else if (form.admittedOn < (screened_on ?? referred_on)) {
    errors.push({ field: "admittedOn", code: "beforeScreening" });
  }
  if (form.clinician === "") errors.push({ field: "clinician", code: "clinicianMissing" });
  if (form.endsOn !== "" && form.endsOn < form.admittedOn) errors.push({ field: "endsOn", code: "endsEarly" });
  return errors;
}

export const admissionBody = (form: AdmissionForm): EpisodeAdmission => ({
  admitted_on: form.admittedOn,
  primary_clinician_id: form.clinician,
  track: form.track || null,
  location_id: form.location || null,
  planned_end_on: form.endsOn || null,
});

type Person = Pick<StaffSummary, "id" | "display_name">;

/** Who may be the primary clinician, those of the program's team on that day first. */
export function cliniciansOn<One extends Person>(
  staff: readonly One[],
  team: readonly Pick<ProgramStaff, "staff_id" | "starts_on" | "ends_on">[],
  day: LocalDate,
): { team: One[]; others: One[] } {
  const ids = new Set(
    team
      .filter((one) => one.starts_on <= day && (one.ends_on === null || one.ends_on >= day))
      .map(({ staff_id }) => staff_id),
  );
  return { team: staff.filter(({ id }) => ids.has(id)), others: staff.filter(({ id }) => !ids.has(id)) };
}
