import type { Contact, ContactAttempt, ContactAttemptCreate, ContactWay } from "@/api/types";
import { instantOf, type LocalDate, type LocalTime } from "@/lib/time";

import { type FieldCode, isOver } from "./rules";

export const attemptMeans = ["phone", "text", "email", "letter", "visit", "video"] as const;
export const attemptReasons = [
  "missed_session",
  "welfare_check",
  "follow_up",
  "reminder",
  "intake",
  "after_discharge",
  "billing",
  "other",
] as const;
export const attemptOutcomes = [
  "reached",
  "left_message",
  "no_answer",
  "busy",
  "wrong_number",
  "sent",
  "refused",
  "reached_contact",
] as const;

export const LONGEST_STEP = 4000;

export type AttemptForm = {
  /** A contact's id; empty for the participant. */
  whom: string;
  means: ContactAttempt["means"];
  way: string;
  reason: ContactAttempt["reason"] | "";
  outcome: ContactAttempt["outcome"] | "";
  date: LocalDate;
  time: LocalTime;
  nextStep: string;
  dueOn: string;
};

export const newAttempt = (now: { date: LocalDate; time: LocalTime }): AttemptForm => ({
  whom: "",
  means: "phone",
  way: "",
  reason: "",
  outcome: "",
  ...now,
  nextStep: "",
  dueOn: "",
});

const kindOfMeans = {
  phone: "phone",
  text: "phone",
  email: "email",
  letter: "address",
  visit: "address",
  video: null,
} as const satisfies Record<ContactAttempt["means"], ContactWay["kind"] | null>;

/** The ways in use by which somebody is reached so, the preferred one first. Texts go only where they are safe. */
export function waysFor(
  { whom, means }: Pick<AttemptForm, "whom" | "means">,
  ways: readonly ContactWay[],
  today: LocalDate,
): ContactWay[] {
  return ways
    .filter(
      (way) =>
        way.kind === kindOfMeans[means] &&
        (way.contact_id ?? "") === whom &&
        !isOver(way, today) &&
        (means !== "text" || way.safe_for_text),
    )
    .sort((a, b) => Number(b.preferred) - Number(a.preferred));
}

export const peopleToReach = (contacts: readonly Contact[], today: LocalDate): Contact[] =>
  contacts.filter((one) => !isOver(one, today));

/** What is not safe on the chosen way, to be seen before somebody dials. */
export function cautions(means: ContactAttempt["means"], way: ContactWay | undefined) {
  if (!way) return [];
  return [
    ...(means === "phone" && !way.safe_for_voicemail ? (["noMessage"] as const) : []),
    ...(!way.program_may_be_named ? (["doNotName"] as const) : []),
  ];
}

export function attemptErrors(form: AttemptForm, now: Date, timeZone: string) {
  const errors: FieldCode<
    "reason" | "outcome" | "date" | "dueOn",
    "reasonMissing" | "outcomeMissing" | "attemptAhead" | "attemptUndated" | "dueBefore"
  >[] = [];
  if (form.reason === "") errors.push({ field: "reason", code: "reasonMissing" });
  if (form.outcome === "") errors.push({ field: "outcome", code: "outcomeMissing" });
  if (form.date === "" || form.time === "") errors.push({ field: "date", code: "attemptUndated" });
  else if (instantOf(form.date, form.time, timeZone) > now) errors.push({ field: "date", code: "attemptAhead" });
  if (form.dueOn !== "" && form.dueOn < form.date) errors.push({ field: "dueOn", code: "dueBefore" });
  return errors;
}

/** What is sent, once nothing is missing. */
export function attemptBody(form: AttemptForm, way: ContactWay | undefined, timeZone: string): ContactAttemptCreate {
  return {
    attempted_at: instantOf(form.date, form.time, timeZone).toISOString(),
    means: form.means,
    reason: form.reason || "other",
    outcome: form.outcome || "reached",
    contact_id: form.whom || null,
    contact_way_id: way?.id ?? null,
    next_step: form.nextStep.trim() || null,
    next_step_due_on: form.dueOn || null,
  };
}
