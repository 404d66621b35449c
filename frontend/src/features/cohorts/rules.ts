import type {
  Cohort,
  Episode,
  LateReason,
  MeasureDue,
  Membership,
  MembershipEnd,
  ParticipantSummary,
  SessionCard,
  WaitReason,
  WithdrawReason,
} from "@/api/types";
import { addDays, type LocalDate } from "@/lib/time";

/** Why somebody ends a membership. The other ends are written by what causes them. */
export const endReasons = [
  "completed",
  "stepped_down",
  "stepped_up",
  "left",
  "schedule",
  "group_fit",
] as const satisfies readonly MembershipEnd[];

export const lateReasons = [
  "return_from_leave",
  "transfer",
  "step_down",
  "clinical_decision",
] as const satisfies readonly LateReason[];

export const waitReasons = [
  "no_seat",
  "next_start",
  "schedule",
  "authorization",
  "assessment",
  "medical_clearance",
  "transport",
  "language",
  "group_fit",
  "participant_choice",
] as const satisfies readonly WaitReason[];

export const withdrawReasons = [
  "declined",
  "care_elsewhere",
  "not_eligible",
  "no_contact",
  "entered_in_error",
] as const satisfies readonly WithdrawReason[];

type Terms = Pick<Cohort, "kind" | "starts_on" | "ends_on">;

/** The first day somebody can start from today on. */
export function firstDay(cohort: Terms, today: LocalDate): LocalDate {
  return cohort.starts_on > today ? cohort.starts_on : today;
}

/** Who joins a closed cohort after everybody else started needs a reason. */
export function isLate(cohort: Terms, startsOn: LocalDate): boolean {
  return cohort.kind === "closed" && startsOn > cohort.starts_on;
}

export type MembershipState = "coming" | "member" | "over";

export function stateOf({ starts_on, ends_on }: Pick<Membership, "starts_on" | "ends_on">, day: LocalDate) {
  if (ends_on !== null && ends_on < day) return "over";
  return starts_on > day ? "coming" : "member";
}

/** Seats over all cohorts that have not ended. */
export function totals(cohorts: readonly Pick<Cohort, "status" | "capacity" | "seats_taken">[]) {
  const open = cohorts.filter((cohort) => cohort.status !== "ended");
  return {
    taken: open.reduce((sum, cohort) => sum + cohort.seats_taken, 0),
    capacity: open.reduce((sum, cohort) => sum + cohort.capacity, 0),
  };
}

/** Where somebody can be moved to: another cohort of the program that has not ended. */
export function targets(cohorts: readonly Cohort[], from: Pick<Cohort, "id" | "program_id">): Cohort[] {
  return cohorts.filter(
    (cohort) => cohort.id !== from.id && cohort.program_id === from.program_id && cohort.status !== "ended",
  );
}

/** The episode that is active on a day; of several the youngest admission. */
export function activeEpisode<One extends Pick<Episode, "admitted_on" | "ended_on">>(
  episodes: readonly One[],
  on: LocalDate,
): One | undefined {
  return episodes
    .filter(({ admitted_on, ended_on }) => admitted_on !== null && admitted_on <= on && (!ended_on || ended_on >= on))
    .sort((a, b) => (b.admitted_on ?? "").localeCompare(a.admitted_on ?? ""))[0];
}

/** The next sessions that are not over and not cancelled. */
export function coming<One extends Pick<SessionCard, "status" | "starts_at" | "ends_at">>(
  sessions: readonly One[],
  now: Date,
  most: number,
): One[] {
  return sessions
    .filter((session) => session.status !== "cancelled" && new Date(session.ends_at) > now)
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at))
    .slice(0, most);
}

/** People of a program who have no seat yet, as far as the reader may know. */
export function withoutCohort<One extends Pick<ParticipantSummary, "program_name" | "cohort_name">>(
  people: readonly One[],
): One[] {
  // Without clinical sight neither name is given, and a missing one says nothing.
  return people.filter((person) => person.program_name !== null && person.cohort_name === null);
}

/** The last day to offer when a membership is ended: today, within its days. */
export function lastDayOf({ starts_on, ends_on }: Pick<Membership, "starts_on" | "ends_on">, today: LocalDate) {
  if (starts_on > today) return starts_on;
  return ends_on !== null && ends_on < today ? ends_on : today;
}

export type JoinForm = { starts_on: string; ends_on: string; late_reason: LateReason | "" };

type PlanField = "program_id" | "location_id" | "name" | "track" | "capacity";

export type FormError = {
  field: "person" | "starts_on" | "ends_on" | "late_reason" | "cohort_id" | "reason" | PlanField;
  code:
    | "personMissing"
    | "dateMissing"
    | "lastDayMissing"
    | "beforeCohort"
    | "afterCohort"
    | "reversed"
    | "beyondEnd"
    | "lateReasonMissing"
    | "cohortMissing"
    | "reasonMissing"
    | "programMissing"
    | "locationMissing"
    | "nameMissing"
    | "trackMissing"
    | "seatsWrong";
  date?: LocalDate;
};

/** What would be refused about the days of a seat in a cohort. */
export function joinErrors(form: JoinForm, cohort: Terms): FormError[] {
  const errors: FormError[] = [];
  const { starts_on, ends_on } = form;
  if (starts_on === "") errors.push({ field: "starts_on", code: "dateMissing" });
  else if (starts_on < cohort.starts_on)
    errors.push({ field: "starts_on", code: "beforeCohort", date: cohort.starts_on });
  else if (cohort.ends_on && starts_on > cohort.ends_on)
    errors.push({ field: "starts_on", code: "afterCohort", date: cohort.ends_on });
  if (ends_on !== "" && starts_on !== "" && ends_on < starts_on)
    errors.push({ field: "ends_on", code: "reversed", date: starts_on });
  else if (ends_on !== "" && cohort.ends_on && ends_on > cohort.ends_on)
    errors.push({ field: "ends_on", code: "afterCohort", date: cohort.ends_on });
  if (starts_on !== "" && isLate(cohort, starts_on) && form.late_reason === "")
    errors.push({ field: "late_reason", code: "lateReasonMissing" });
  return errors;
}

/** What is sent of the days: a reason for joining late only where it is late. */
export function joinBody(form: JoinForm, cohort: Terms) {
  return {
    starts_on: form.starts_on,
    ends_on: form.ends_on || null,
    late_reason: form.late_reason !== "" && isLate(cohort, form.starts_on) ? form.late_reason : null,
  };
}

export type EndForm = { ends_on: string; reason: MembershipEnd | "" };

export function endErrors(form: EndForm, membership: Pick<Membership, "starts_on" | "ends_on">): FormError[] {
  const errors: FormError[] = [];
  if (form.ends_on === "") errors.push({ field: "ends_on", code: "lastDayMissing" });
  else if (form.ends_on < membership.starts_on)
    errors.push({ field: "ends_on", code: "reversed", date: membership.starts_on });
  else if (membership.ends_on && form.ends_on > membership.ends_on)
    errors.push({ field: "ends_on", code: "beyondEnd", date: membership.ends_on });
  if (form.reason === "") errors.push({ field: "reason", code: "reasonMissing" });
  return errors;
}

/** The last day in the old cohort when somebody starts in a new one; null when they never began in the old one. */
export function lastDayBefore(startsOn: LocalDate, membership: Pick<Membership, "starts_on">): LocalDate | null {
  return startsOn > membership.starts_on ? addDays(startsOn, -1) : null;
}

export type Owing = { participantId: string; name: string; owed: MeasureDue[] };

/** Who owes something, once each, in the order in which they come; what is owed beneath them. */
export function byPerson(due: readonly MeasureDue[]): Owing[] {
  const people = new Map<string, Owing>();
  for (const one of due) {
    const person = people.get(one.participant_id);
    if (person) person.owed.push(one);
    else people.set(one.participant_id, { participantId: one.participant_id, name: one.participant_name, owed: [one] });
  }
  return [...people.values()];
}
