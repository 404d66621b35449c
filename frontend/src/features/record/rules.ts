import type { ChartAuditEntry, FormerName, MergePreview, Participant, ParticipantUpdate } from "@/api/types";
import { LANGUAGE_TAG } from "@/lib/languages";
import type { LocalDate } from "@/lib/time";

/** What hangs on the record that goes, as far as there is any. */
export function hanging(preview: MergePreview) {
  return (["episodes", "bookings", "attendance", "open_tasks", "contact_attempts"] as const)
    .map((code) => ({ code, count: preview[code] }))
    .filter(({ count }) => count > 0);
}

/** What does not fit, each kind once with how often: a list of pairs says no more to who decides. */
export function conflictKinds(preview: MergePreview) {
  const counts = new Map<MergePreview["conflicts"][number]["kind"], number>();
  for (const { kind } of preview.conflicts) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count }));
}

export const formerNameOf = (name: FormerName): string =>
  [name.name_prefix, ...name.given_names, name.family_name, name.name_suffix].filter(Boolean).join(" ");

// What is on file of the person.

export type PersonForm = {
  chosenName: string;
  pronouns: string;
  givenNames: string;
  familyName: string;
  birthDate: string;
  genderIdentity: NonNullable<Participant["gender_identity"]> | "";
  sex: NonNullable<Participant["sex"]> | "";
  language: string;
  interpreter: boolean;
};

export const personFormOf = (person: Participant): PersonForm => ({
  chosenName: person.chosen_name ?? "",
  pronouns: person.pronouns ?? "",
  givenNames: person.given_names.join(" "),
  familyName: person.family_name,
  birthDate: person.birth_date ?? "",
  genderIdentity: person.gender_identity ?? "",
  sex: person.sex ?? "",
  language: person.language ?? "",
  interpreter: person.interpreter_needed,
});

export function personErrors(form: PersonForm, today: LocalDate) {
  const errors: {
    field: "givenNames" | "familyName" | "birthDate" | "language";
    code: "givenNamesMissing" | "familyNameMissing" | "birthDateAhead" | "languageWrong";
  }[] = [];
  if (form.givenNames.trim() === "") errors.push({ field: "givenNames", code: "givenNamesMissing" });
  if (form.familyName.trim() === "") errors.push({ field: "familyName", code: "familyNameMissing" });
  if (form.birthDate > today) errors.push({ field: "birthDate", code: "birthDateAhead" });
  if (form.language !== "" && !LANGUAGE_TAG.test(form.language)) {
    errors.push({ field: "language", code: "languageWrong" });
  }
  return errors;
}

/**
 * Only what was changed since `before`, so that what somebody else saved meanwhile in other fields stays theirs. A birth
 * date that is entered is known to the day.
 */
export function personChange(form: PersonForm, before: PersonForm): ParticipantUpdate {
  const change: ParticipantUpdate = {};
  const changed = (field: keyof PersonForm) => form[field] !== before[field];
  if (changed("chosenName")) change.chosen_name = form.chosenName.trim() || null;
  if (changed("pronouns")) change.pronouns = form.pronouns.trim() || null;
  if (changed("givenNames")) change.given_names = form.givenNames.trim().split(/\s+/);
  if (changed("familyName")) change.family_name = form.familyName.trim();
  if (changed("birthDate")) {
    change.birth_date = form.birthDate || null;
    change.birth_date_precision = form.birthDate ? "day" : null;
  }
  if (changed("genderIdentity")) change.gender_identity = form.genderIdentity || null;
  if (changed("sex")) change.sex = form.sex || null;
  if (changed("language")) change.language = form.language || null;
  if (changed("interpreter")) change.interpreter_needed = form.interpreter;
  return change;
}

// Who saw the chart: the server gives the operation's code and its route; these are the words for them.

const looks = /^(read|list|get|search|find|suggest|preview|open_file)/;

/** From the narrower to the wider: the first that is in the route counts. */
const areas = [
  [/\/audit-entries/, "audit"],
  [/\/(break-glass|restricted-search)/, "restricted"],
  [/\/(merge|undo-merge|duplicates)/, "duplicates"],
  [/\/(contact-ways|contacts|contact-attempts|availability)/, "contacts"],
  [/\/(former-names|identifiers)/, "names"],
  [/\/files/, "files"],
  [/\/(ledger|progress|expected-days)/, "hours"],
  [/\/(doses|delivery|deliveries)/, "therapies"],
  [/\/(attendance|close|lock)/, "attendance"],
  [/\/(roster|today|week)/, "roster"],
  [/\/(cohorts|cohort-memberships|waitlist-entries)/, "cohorts"],
  [/\/separations/, "separations"],
  [/\/episodes/, "episodes"],
  [/\/tasks/, "tasks"],
  [/\/drafts/, "drafts"],
  [/\/(bookings|sessions)/, "schedule"],
  [/\/participants\/search|\/participants$/, "list"],
  [/\/participants/, "record"],
] as const;

export type AuditArea = (typeof areas)[number][1] | "other";

export function whatWasDone({ action, resource }: Pick<ChartAuditEntry, "action" | "resource">): {
  act: "looked" | "changed";
  area: AuditArea;
} {
  return {
    act: looks.test(action) ? "looked" : "changed",
    area: areas.find(([route]) => route.test(resource))?.[1] ?? "other",
  };
}
