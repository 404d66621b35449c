import type {
  Availability,
  ChartAuditEntry,
  Contact,
  ContactAttempt,
  ContactWay,
  FormerName,
  Identifier,
  MergePreview,
  Participant,
} from "@/api/types";

import { idOf } from "./clinic";

/** One invented person: what is on file of them, how they are reached, who looked. Each call makes a new one. */

export const PERSON = idOf("participant Elena Petrova");
export const OTHER = idOf("participant Elena Petrov");

export function aPerson(change: Partial<Participant> = {}): Participant {
  return {
    version: 3,
    id: PERSON,
    mrn: "20404",
    status: "active",
    name_prefix: null,
    given_names: ["Elena"],
    family_name: "Petrova",
    name_suffix: null,
    chosen_name: "Sunny",
    pronouns: "she/her",
    birth_date: "1990-04-23",
    birth_date_precision: "day",
    deceased: false,
    deceased_on: null,
    deceased_on_precision: null,
    deceased_at: null,
    birth_sex: null,
    administrative_gender: null,
    sex: "female",
    gender_identity: "female",
    race: ["2106-3"],
    ethnicity: "2186-5",
    language: "es",
    interpreter_needed: true,
    merged_into_id: null,
    created_at: "2026-10-01T15:00:00Z",
    ...change,
  };
}

export function aWay(value: string, change: Partial<ContactWay> = {}): ContactWay {
  return {
    version: 1,
    id: idOf(`way ${value}`),
    participant_id: PERSON,
    contact_id: null,
    kind: "phone",
    use: "mobile",
    value,
    lines: [],
    city: null,
    state: null,
    postal_code: null,
    country: null,
    safe_for_voicemail: false,
    safe_for_text: true,
    program_may_be_named: false,
    preferred: true,
    starts_on: null,
    ends_on: null,
    ...change,
  };
}

export function aContact(name: string, change: Partial<Contact> = {}): Contact {
  return {
    version: 1,
    id: idOf(`contact ${name}`),
    participant_id: PERSON,
    name,
    relationship: "sibling",
    is_guardian: false,
    is_emergency_contact: true,
    language: "es",
    consented_topics: ["emergencies", "schedule"],
    starts_on: null,
    ends_on: null,
    ...change,
  };
}

export function aWindow(change: Partial<Availability> = {}): Availability {
  return {
    version: 1,
    id: idOf("window"),
    participant_id: PERSON,
    kind: "work",
    weekday: "tuesday",
    local_start: "14:00:00",
    local_end: "18:00:00",
    starts_on: "2026-10-01",
    ends_on: null,
    ...change,
  };
}

export function anAuditEntry(action: string, resource: string, change: Partial<ChartAuditEntry> = {}): ChartAuditEntry {
  return {
    id: idOf(`audit ${action} ${resource}`),
    at: "2026-11-17T16:20:00Z",
    account_id: idOf("account dana"),
    display_name: "Dana Ruiz, LCSW",
    roles: ["therapist"],
    client: "session",
    action,
    resource,
    outcome: "success",
    status: 200,
    part2: false,
    break_glass_reason: null,
    ...change,
  };
}

export function aPreview(change: Partial<MergePreview> = {}): MergePreview {
  return {
    participant_id: OTHER,
    into_participant_id: PERSON,
    birth_dates_differ: false,
    episodes: 1,
    bookings: 0,
    attendance: 12,
    open_tasks: 0,
    contact_attempts: 0,
    conflicts: [],
    more_conflicts: false,
    ...change,
  };
}

export function anAttempt(change: Partial<ContactAttempt> = {}): ContactAttempt {
  return {
    version: 1,
    id: idOf(`attempt ${change.attempted_at ?? ""}`),
    participant_id: PERSON,
    attempted_at: "2026-11-17T16:05:00Z",
    means: "phone",
    reason: "missed_session",
    outcome: "no_answer",
    contact_id: null,
    contact_way_id: null,
    next_step: null,
    next_step_due_on: null,
    staff_id: idOf("staff dana"),
    voided_at: null,
    void_reason: null,
    ...change,
  };
}

export function anIdentifier(value: string, change: Partial<Identifier> = {}): Identifier {
  return {
    version: 1,
    id: idOf(`identifier ${value}`),
    participant_id: PERSON,
    system: "https://plans.example/members",
    value,
    kind: "member",
    starts_on: null,
    ends_on: null,
    ...change,
  };
}

export function aFormerName(change: Partial<FormerName> = {}): FormerName {
  return {
    id: idOf("former name"),
    kind: "old",
    name_prefix: null,
    given_names: ["Yelena"],
    family_name: "Petrova",
    name_suffix: null,
    starts_on: null,
    ends_on: null,
    ...change,
  };
}
