import type { Cohort, Track } from "@/api/types";
import { addDays, type LocalDate } from "@/lib/time";

import type { FormError } from "./rules";

export const kinds = ["open", "closed"] as const satisfies readonly Cohort["kind"][];
export const tracks = ["day", "evening", "weekend"] as const satisfies readonly Track[];
const MOST_SEATS = 60;

export type CohortForm = {
  program_id: string;
  location_id: string;
  name: string;
  kind: Cohort["kind"];
  track: Track | "";
  capacity: string;
  starts_on: string;
  ends_on: string;
};

/** What the form begins with: the cohort as it is stored, or a new one of the program that is in sight. */
export function cohortFormOf(cohort: Cohort | null, program: string | undefined, today: LocalDate): CohortForm {
  return {
    program_id: cohort?.program_id ?? program ?? "",
    location_id: cohort?.location_id ?? "",
    name: cohort?.name ?? "",
    kind: cohort?.kind ?? "open",
    track: cohort?.track ?? "",
    capacity: cohort ? String(cohort.capacity) : "",
    starts_on: cohort?.starts_on ?? today,
    ends_on: cohort?.ends_on ?? "",
  };
}

export function cohortErrors(form: CohortForm): FormError[] {
  const errors: FormError[] = [];
  if (form.program_id === "") errors.push({ field: "program_id", code: "programMissing" });
  if (form.location_id === "") errors.push({ field: "location_id", code: "locationMissing" });
  if (form.name.trim() === "") errors.push({ field: "name", code: "nameMissing" });
  if (form.track === "") errors.push({ field: "track", code: "trackMissing" });
  const seats = /^\d+$/.test(form.capacity) ? Number(form.capacity) : 0;
  if (seats < 1 || seats > MOST_SEATS) errors.push({ field: "capacity", code: "seatsWrong" });
  if (form.starts_on === "") errors.push({ field: "starts_on", code: "dateMissing" });
  if (form.ends_on === "" && form.kind === "closed") errors.push({ field: "ends_on", code: "lastDayMissing" });
  else if (form.ends_on !== "" && form.ends_on < form.starts_on)
    errors.push({ field: "ends_on", code: "reversed", date: form.starts_on });
  return errors;
}

/** What is sent for a new cohort; null while the form is not complete. */
export function cohortCreate(form: CohortForm) {
  if (form.track === "") return null;
  const { program_id, location_id, kind } = form;
  return { program_id, location_id, kind, ...termsOf(form, form.track) };
}

function termsOf(form: CohortForm, track: Track) {
  return {
    name: form.name.trim(),
    track,
    capacity: Number(form.capacity),
    starts_on: form.starts_on,
    ends_on: form.ends_on || null,
  };
}

/** Only what was changed is sent, so that what does not fit in the rest refuses nothing. */
export function cohortChange(form: CohortForm, cohort: Cohort) {
  if (form.track === "") return {};
  const terms = termsOf(form, form.track);
  return Object.fromEntries(
    Object.entries(terms).filter(([field, value]) => value !== cohort[field as keyof typeof terms]),
  ) as Partial<typeof terms>;
}

/** The last day an end is likely to mean: today, and never before the cohort began. */
export function endOf(cohort: Pick<Cohort, "starts_on" | "ends_on">, today: LocalDate): LocalDate {
  if (today < cohort.starts_on) return cohort.starts_on;
  return cohort.ends_on && cohort.ends_on < today ? cohort.ends_on : today;
}

/** How many memberships reach beyond a last day, and how many of them had not begun. */
export function reaching(
  members: readonly { starts_on: LocalDate; ends_on: LocalDate | null; voided_at: string | null }[],
  lastDay: LocalDate,
) {
  if (lastDay === "") return { ending: 0, ahead: 0 };
  const touched = members.filter((one) => !one.voided_at && (one.ends_on === null || one.ends_on > lastDay));
  const ahead = touched.filter((one) => one.starts_on >= addDays(lastDay, 1));
  return { ending: touched.length - ahead.length, ahead: ahead.length };
}
