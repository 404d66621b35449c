import type {
  Cohort,
  Episode,
  Membership,
  Participant,
  ParticipantSummary,
  Program,
  ProgramStaff,
  ProgramTemplate,
  StaffSummary,
  WaitlistEntry,
  WeekLimits,
} from "@/api/types";

import { aSignedIn, Clinic, idOf } from "./clinic";

/** Invented programs, cohorts and the people in them, for tests of those pages. */

export const DIRECTOR = [
  "cohort:read",
  "cohort:write",
  "membership:read",
  "membership:write",
  "membership:admit_late",
  "waitlist:read",
  "waitlist:write",
  "program:read",
  "program:write",
  "program_staff:write",
  "schedule:read",
  "participant:read",
];

export function aProgram(change: Partial<Program> = {}): Program {
  return {
    id: idOf("program dbt"),
    version: 3,
    name: "Dialectical behavior therapy",
    description: "Skills in rounds of eight weeks.",
    level_of_care: "intensive_outpatient",
    age_band: "adult",
    part2: false,
    days_per_week: 3,
    minutes_per_day: 220,
    longest_day_minutes: null,
    blocks: [
      {
        kind: "check_in",
        label: "Diary cards",
        minutes: 20,
        countable: true,
        service_kind: "group",
        equipment: [],
        leaders: 1,
        second_leads: null,
      },
      {
        kind: "therapy",
        label: "Skills group",
        minutes: 90,
        countable: true,
        service_kind: "skills",
        equipment: ["Whiteboard"],
        leaders: 1,
        second_leads: null,
      },
      {
        kind: "break",
        label: "Break",
        minutes: 20,
        countable: false,
        service_kind: "group",
        equipment: [],
        leaders: 1,
        second_leads: null,
      },
      {
        kind: "therapy",
        label: "Process group",
        minutes: 75,
        countable: true,
        service_kind: "group",
        equipment: [],
        leaders: 1,
        second_leads: null,
      },
      {
        kind: "check_out",
        label: "Check-out",
        minutes: 15,
        countable: true,
        service_kind: "group",
        equipment: [],
        leaders: 1,
        second_leads: null,
      },
    ],
    tracks: [{ track: "day", weekdays: ["monday", "tuesday", "thursday"], starts_at: "09:30:00" }],
    length: { unit: "weeks", least: 8, usual: 16, most: 24 },
    phases: [{ phase: "taper", days_per_week: 2, weeks: 2 }],
    required_services: [{ service_kind: "individual", times: 1, per_days: 7, within_days: null }],
    measures: [{ instrument: "phq-9", at_admission: true, every_days: 14, at_discharge: true }],
    curriculum: [{ modality: "dbt", topics: ["Mindfulness", "Distress tolerance"] }],
    template_key: "dbt",
    template_version: "2026-11-23",
    countable_minutes_per_day: 200,
    active: true,
    ...change,
  };
}

export function aCohort(name: string, change: Partial<Cohort> = {}): Cohort {
  return {
    id: idOf(`cohort ${name}`),
    version: 1,
    program_id: idOf("program dbt"),
    location_id: idOf("main street"),
    name,
    kind: "open",
    track: "day",
    capacity: 12,
    starts_on: "2026-10-05",
    ends_on: null,
    status: "running",
    seats_taken: 0,
    seats_free: 12,
    waitlist: { waiting: 0, reasons: [], seats_to_offer: 0 },
    ...change,
  };
}

export function aMembership(person: string, change: Partial<Membership> = {}): Membership {
  return {
    id: idOf(`membership ${person}`),
    version: 1,
    cohort_id: idOf("cohort Day DBT"),
    episode_id: idOf(`episode ${person}`),
    participant_id: idOf(`person ${person}`),
    starts_on: "2026-10-12",
    ends_on: null,
    is_primary: true,
    late_reason: null,
    end_reason: null,
    moved_from_id: null,
    voided_at: null,
    void_reason: null,
    ...change,
  };
}

export function aWait(person: string, change: Partial<WaitlistEntry> = {}): WaitlistEntry {
  return {
    id: idOf(`wait ${person}`),
    version: 1,
    cohort_id: idOf("cohort Day DBT"),
    participant_id: idOf(`person ${person}`),
    reason: "no_seat",
    place: 1,
    requested_on: "2026-11-09",
    status: "waiting",
    withdraw_reason: null,
    membership_id: null,
    ...change,
  };
}

export function aSummary(name: string): ParticipantSummary {
  return {
    id: idOf(`person ${name}`),
    mrn: "20401",
    chosen_name: name.split(" ")[0] ?? name,
    full_name: name,
    family_name: name.split(" ").slice(1).join(" "),
    pronouns: null,
    birth_date: "1990-04-23",
    status: "active",
    program_name: "Dialectical behavior therapy",
    cohort_name: null,
    version: 1,
  };
}

function anEpisode(name: string): Episode {
  return {
    id: idOf(`episode ${name}`),
    version: 1,
    participant_id: idOf(`person ${name}`),
    program_id: idOf("program dbt"),
    location_id: null,
    level_of_care: "intensive_outpatient",
    track: "day",
    week_starts_on: "monday",
    status: "active",
    is_primary: true,
    source: "self",
    prior_level: "none",
    referred_on: "2026-09-28",
    screened_on: "2026-09-30",
    admitted_on: "2026-10-05",
    planned_end_on: null,
    planned_end_reason: null,
    ended_on: null,
    end_reason: null,
    primary_clinician_id: null,
    security_labels: [],
  };
}

const staffMember = (name: string): StaffSummary => ({
  id: idOf(`staff ${name}`),
  version: 1,
  display_name: name,
  given_name: name.split(" ")[0] ?? name,
  family_name: name.split(" ")[1] ?? name,
  licence: null,
  pronouns: null,
  title: null,
  languages: ["en"],
  status: "active",
});

function anAssignment(name: string, change: Partial<ProgramStaff> = {}): ProgramStaff {
  return {
    id: idOf(`assignment ${name}`),
    version: 2,
    program_id: idOf("program dbt"),
    staff_id: idOf(`staff ${name}`),
    duty: "clinician",
    starts_on: "2026-01-05",
    ends_on: null,
    ...change,
  };
}

const limit = (value: number) => ({
  value,
  citation: "ASAM Criteria (3rd edition), level 2.1",
  confidence: "probable" as const,
  rule_id: idOf("rule asam"),
});

export const standardLimits = (): WeekLimits => ({
  min_minutes_per_week: limit(540),
  max_minutes_per_week: limit(1140),
  min_days_per_week: null,
  min_minutes_counted_day: null,
  group_cap: null,
  countable_kinds: ["group", "individual", "family", "psychoeducation", "skills"],
  week_starts_on: "monday",
});

/** A clinic with one program, three of its cohorts, and one person who never was in a program. */
export class ProgramClinic extends Clinic {
  programs = [aProgram()];
  templates: ProgramTemplate[] = [];
  template_texts: Record<string, string> = {};
  program_staff = [
    anAssignment("Dana Ruiz", { duty: "lead" }),
    anAssignment("Omar Haddad", { starts_on: "2025-01-06", ends_on: "2026-06-30" }),
  ];
  staff = [staffMember("Dana Ruiz"), staffMember("Omar Haddad"), staffMember("Ngozi Okafor")];
  cohorts = [
    aCohort("Day DBT", {
      seats_taken: 10,
      seats_free: 2,
      waitlist: {
        waiting: 2,
        reasons: [
          { reason: "no_seat", count: 1 },
          { reason: "transport", count: 1 },
        ],
        seats_to_offer: 1,
      },
    }),
    aCohort("Evening DBT", { track: "evening", seats_taken: 12, seats_free: 0 }),
    aCohort("Winter DBT", {
      kind: "closed",
      status: "planned",
      starts_on: "2026-11-09",
      ends_on: "2027-01-29",
      seats_taken: 3,
      seats_free: 9,
      waitlist: { waiting: 1, reasons: [{ reason: "authorization", count: 1 }], seats_to_offer: 0 },
    }),
  ];
  members = [
    aMembership("Avery Brooks"),
    aMembership("Blanca Torres", { is_primary: false }),
    aMembership("Chidi Nwosu", { ends_on: "2026-11-06", end_reason: "completed" }),
  ];
  waits = [aWait("Devon Whitlock"), aWait("Elena Petrova", { place: 2, reason: "transport" })];
  people = ["Avery Brooks", "Blanca Torres", "Farid Haddad"].map(aSummary);
  episodes = ["Avery Brooks", "Blanca Torres", "Farid Haddad"].map(anEpisode);
  limits: Record<string, WeekLimits | null> = {
    standard: standardLimits(),
    taper: { ...standardLimits(), min_minutes_per_week: null },
  };
  /** Bodies of what was written, by the path. */
  written: { path: string; body: Record<string, unknown> }[] = [];

  constructor(today: string, permissions: string[] = DIRECTOR) {
    super(today);
    this.signedIn = aSignedIn({ permissions });
  }

  /** People who are not in the program today: found by search and by their id. */
  record(id: string): Participant | undefined {
    const name = ["Chidi Nwosu", "Devon Whitlock", "Elena Petrova", "Grace Liu"].find(
      (one) => idOf(`person ${one}`) === id,
    );
    if (!name) return undefined;
    const [given = "", family = ""] = name.split(" ");
    return {
      id,
      version: 1,
      mrn: "20400",
      status: "active",
      name_prefix: null,
      given_names: [given],
      family_name: family,
      name_suffix: null,
      chosen_name: null,
      pronouns: null,
      birth_date: null,
      birth_date_precision: null,
      deceased: false,
      deceased_on: null,
      deceased_on_precision: null,
      deceased_at: null,
      birth_sex: null,
      administrative_gender: null,
      sex: null,
      gender_identity: null,
      race: [],
      ethnicity: null,
      language: null,
      interpreter_needed: false,
      merged_into_id: null,
      created_at: "2026-09-28T12:00:00Z",
    };
  }
}
