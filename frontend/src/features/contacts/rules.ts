import type {
  Availability,
  AvailabilityWrite,
  Contact,
  ContactWay,
  ContactWayCreate,
  ContactWayUpdate,
  ContactWrite,
  SuitableHours,
  SuitableHoursWrite,
} from "@/api/types";
import type { LocalDate } from "@/lib/time";
import { EMAIL, PHONE } from "@/lib/ways";

export const wayKinds = ["phone", "email", "address"] as const;
export const wayUses = ["mobile", "home", "work", "temporary", "billing", "other"] as const;
export const relationships = [
  "parent",
  "spouse",
  "partner",
  "child",
  "sibling",
  "grandparent",
  "relative",
  "friend",
  "guardian",
  "foster_parent",
  "case_manager",
  "probation_officer",
  "sponsor",
  "other",
] as const;
export const topics = [
  "emergencies",
  "attendance",
  "schedule",
  "treatment",
  "medication",
  "billing",
  "discharge",
] as const;
export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export const availabilityKinds = ["work", "school", "child_care", "other"] as const;

type Dated = { starts_on: LocalDate | null; ends_on: LocalDate | null };

/** Its last day is over. */
export const isOver = ({ ends_on }: Pick<Dated, "ends_on">, today: LocalDate) => ends_on !== null && ends_on < today;

/** What a postal address says, by lines. */
export function addressLines(way: Pick<ContactWay, "lines" | "city" | "state" | "postal_code" | "country">): string[] {
  const region = [way.state, way.postal_code].filter(Boolean).join(" ");
  return [...way.lines, [way.city, region].filter(Boolean).join(", "), way.country ?? ""].filter(Boolean);
}

/** Those in use before those that are over; the preferred one first. */
export function inUseFirst(ways: readonly ContactWay[], today: LocalDate): ContactWay[] {
  return [...ways].sort(
    (a, b) => Number(isOver(a, today)) - Number(isOver(b, today)) || Number(b.preferred) - Number(a.preferred),
  );
}

/** By day and hour of the week. */
export function byWeek<Row extends Pick<Availability, "weekday" | "local_start">>(windows: readonly Row[]): Row[] {
  return [...windows].sort(
    (a, b) => weekdays.indexOf(a.weekday) - weekdays.indexOf(b.weekday) || a.local_start.localeCompare(b.local_start),
  );
}

export type FieldCode<Field extends string, Code extends string> = { field: Field; code: Code };

const datesReversed = (starts: string, ends: string) => starts !== "" && ends !== "" && ends < starts;

// A way of contact.

export type WayForm = {
  kind: ContactWay["kind"];
  value: string;
  lines: string;
  city: string;
  state: string;
  postalCode: string;
  use: ContactWay["use"] | "";
  voicemail: boolean;
  text: boolean;
  named: boolean;
  preferred: boolean;
  startsOn: string;
  endsOn: string;
};

export function wayFormOf(way: ContactWay | undefined): WayForm {
  return {
    kind: way?.kind ?? "phone",
    value: way?.value ?? "",
    lines: way?.lines.join("\n") ?? "",
    city: way?.city ?? "",
    state: way?.state ?? "",
    postalCode: way?.postal_code ?? "",
    use: way?.use ?? "",
    voicemail: way?.safe_for_voicemail ?? false,
    text: way?.safe_for_text ?? false,
    named: way?.program_may_be_named ?? false,
    preferred: way?.preferred ?? false,
    startsOn: way?.starts_on ?? "",
    endsOn: way?.ends_on ?? "",
  };
}

/** The number or address is looked at only where it is new: a way keeps its own. */
export function wayErrors(form: WayForm, isNew: boolean) {
  const errors: FieldCode<
    "value" | "lines" | "endsOn",
    "phoneWrong" | "emailWrong" | "addressMissing" | "endsBeforeStart"
  >[] = [];
  const value = form.value.trim();
  if (isNew && form.kind === "phone" && !PHONE.test(value)) errors.push({ field: "value", code: "phoneWrong" });
  if (isNew && form.kind === "email" && !EMAIL.test(value)) errors.push({ field: "value", code: "emailWrong" });
  if (isNew && form.kind === "address" && form.lines.trim() === "" && form.city.trim() === "") {
    errors.push({ field: "lines", code: "addressMissing" });
  }
  if (datesReversed(form.startsOn, form.endsOn)) errors.push({ field: "endsOn", code: "endsBeforeStart" });
  return errors;
}

/** Voicemail and texts reach phones only: for anything else they are not said to be safe. */
export function wayUpdate(form: WayForm): ContactWayUpdate {
  const phone = form.kind === "phone";
  return {
    use: form.use || null,
    safe_for_voicemail: phone && form.voicemail,
    safe_for_text: phone && form.text,
    program_may_be_named: form.named,
    preferred: form.preferred,
    starts_on: form.startsOn || null,
    ends_on: form.endsOn || null,
  };
}

export function wayCreate(form: WayForm, contactId: string | undefined): ContactWayCreate {
  const base = { ...wayUpdate(form), kind: form.kind, contact_id: contactId ?? null };
  if (form.kind === "phone") return { ...base, phone: form.value.trim() };
  if (form.kind === "email") return { ...base, email: form.value.trim() };
  return {
    ...base,
    address: {
      lines: form.lines
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
      city: form.city.trim() || null,
      state: form.state.trim() || null,
      postal_code: form.postalCode.trim() || null,
    },
  };
}

/** A way as it stands, but for its last day. */
export const wayEnding = (way: ContactWay, endsOn: LocalDate): ContactWayUpdate =>
  wayUpdate({ ...wayFormOf(way), endsOn });

// A contact.

export type ContactForm = {
  name: string;
  relationship: Contact["relationship"] | "";
  guardian: boolean;
  emergency: boolean;
  language: string;
  topics: Contact["consented_topics"];
  startsOn: string;
  endsOn: string;
};

export function contactFormOf(contact: Contact | undefined): ContactForm {
  return {
    name: contact?.name ?? "",
    relationship: contact?.relationship ?? "",
    guardian: contact?.is_guardian ?? false,
    emergency: contact?.is_emergency_contact ?? false,
    language: contact?.language ?? "",
    topics: contact?.consented_topics ?? [],
    startsOn: contact?.starts_on ?? "",
    endsOn: contact?.ends_on ?? "",
  };
}

export function contactErrors(form: ContactForm) {
  const errors: FieldCode<
    "name" | "relationship" | "endsOn",
    "nameMissing" | "relationshipMissing" | "endsBeforeStart"
  >[] = [];
  if (form.name.trim() === "") errors.push({ field: "name", code: "nameMissing" });
  if (form.relationship === "") errors.push({ field: "relationship", code: "relationshipMissing" });
  if (datesReversed(form.startsOn, form.endsOn)) errors.push({ field: "endsOn", code: "endsBeforeStart" });
  return errors;
}

export function contactBody(form: ContactForm): ContactWrite {
  return {
    name: form.name.trim(),
    relationship: form.relationship || "other",
    is_guardian: form.guardian,
    is_emergency_contact: form.emergency,
    language: form.language || null,
    consented_topics: form.topics,
    starts_on: form.startsOn || null,
    ends_on: form.endsOn || null,
  };
}

export const contactEnding = (contact: Contact, endsOn: LocalDate): ContactWrite =>
  contactBody({ ...contactFormOf(contact), endsOn });

/** Hours of one day of the week, and from when to when they hold. */
export type WeeklyForm = {
  weekday: Availability["weekday"];
  start: string;
  end: string;
  startsOn: string;
  endsOn: string;
};

type Weekly = Pick<Availability, "weekday" | "local_start" | "local_end" | "starts_on" | "ends_on">;

const weeklyFormOf = (hours: Weekly | undefined, today: LocalDate): WeeklyForm => ({
  weekday: hours?.weekday ?? "monday",
  start: hours?.local_start.slice(0, 5) ?? "",
  end: hours?.local_end.slice(0, 5) ?? "",
  startsOn: hours?.starts_on ?? today,
  endsOn: hours?.ends_on ?? "",
});

const weeklyBody = (form: WeeklyForm): Weekly => ({
  weekday: form.weekday,
  local_start: form.start,
  local_end: form.end,
  starts_on: form.startsOn,
  ends_on: form.endsOn || null,
});

type WeeklyError<Code extends string> = FieldCode<
  "start" | "end" | "startsOn" | "endsOn",
  "startMissing" | "endMissing" | "startsOnMissing" | "endsBeforeStart" | Code
>;

/** What is wrong with weekly hours; `span` is what to say where their end does not suit their start. */
function weeklyErrors<Code extends string>(form: WeeklyForm, span: Code | null): WeeklyError<Code>[] {
  const errors: WeeklyError<Code>[] = [];
  if (form.start === "") errors.push({ field: "start", code: "startMissing" });
  if (form.end === "") errors.push({ field: "end", code: "endMissing" });
  if (form.start !== "" && form.end !== "" && span !== null) errors.push({ field: "end", code: span });
  if (form.startsOn === "") errors.push({ field: "startsOn", code: "startsOnMissing" });
  if (datesReversed(form.startsOn, form.endsOn)) errors.push({ field: "endsOn", code: "endsBeforeStart" });
  return errors;
}

// Hours in which somebody cannot come. They may go past midnight.

export type WindowForm = WeeklyForm & { kind: Availability["kind"] };

export const windowFormOf = (window: Availability | undefined, today: LocalDate): WindowForm => ({
  ...weeklyFormOf(window, today),
  kind: window?.kind ?? "work",
});

export const windowErrors = (form: WindowForm) => weeklyErrors(form, form.start === form.end ? "windowEmpty" : null);

export const windowBody = (form: WindowForm): AvailabilityWrite => ({ ...weeklyBody(form), kind: form.kind });

export const windowEnding = (window: Availability, endsOn: LocalDate): AvailabilityWrite => ({
  ...windowBody(windowFormOf(window, endsOn)),
  ends_on: endsOn,
});

// Hours that suit: the person's own, or of somebody near them.

export type SuitableForm = WeeklyForm & {
  /** Who can come then; empty: the person would rather. */
  contact: string;
};

export const suitableFormOf = (hours: SuitableHours | undefined, today: LocalDate): SuitableForm => ({
  ...weeklyFormOf(hours, today),
  contact: hours?.contact_id ?? "",
});

export const suitableErrors = (form: SuitableForm) =>
  weeklyErrors(form, form.end <= form.start ? "hoursReversed" : null);

export const suitableBody = (form: SuitableForm): SuitableHoursWrite => ({
  ...weeklyBody(form),
  contact_id: form.contact || null,
});

export const suitableEnding = (hours: SuitableHours, endsOn: LocalDate): SuitableHoursWrite => ({
  ...suitableBody(suitableFormOf(hours, endsOn)),
  ends_on: endsOn,
});
