import type {
  ChartAuditEntry,
  DuplicateSuggestion,
  FormerName,
  MergePreview,
  Participant,
  ParticipantSummary,
} from "@/api/types";
import { nameOf } from "@/lib/names";

/** A record that may be the same person's. */
export type Candidate = {
  id: string;
  version: number;
  mrn: string;
  name: string;
  birthDate: string | null;
  reasons: DuplicateSuggestion["reasons"];
};

export const knownCandidate = ({ record, reasons }: DuplicateSuggestion): Candidate => ({
  id: record.id,
  version: record.version,
  mrn: record.mrn,
  name: nameOf({ chosen_name: record.chosen_name ?? record.full_name, full_name: record.full_name }),
  birthDate: record.birth_date,
  reasons,
});

export const listedCandidate = (person: ParticipantSummary): Candidate => ({
  id: person.id,
  version: person.version,
  mrn: person.mrn,
  name: nameOf(person),
  birthDate: person.birth_date,
  reasons: [],
});

export const candidateOf = (person: Participant): Candidate => {
  const full_name = [...person.given_names, person.family_name].join(" ");
  return {
    id: person.id,
    version: person.version,
    mrn: person.mrn,
    name: nameOf({ chosen_name: person.chosen_name ?? full_name, full_name }),
    birthDate: person.birth_date,
    reasons: [],
  };
};

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
