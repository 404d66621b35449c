import type {
  Availability,
  ChartAuditEntry,
  CohortMembership,
  Contact,
  ContactWay,
  DuplicateSuggestion,
  Episode,
  FormerName,
  Identifier,
  Leave,
  MergePreview,
  ModalityDose,
  Participant,
  ParticipantSession,
  SignedIn,
  Task,
  WeekLedger,
} from "@/api/types";
import { addDays, instantOf, type LocalDate, mondayOf } from "@/lib/time";

import { aSignedIn, idOf, TIME_ZONE } from "./clinic";

/** One invented person's chart in the shapes of the API. Each call makes a new one. */

export const PERSON = idOf("participant Elena Petrova");
export const OTHER = idOf("participant Elena Petrov");
export const EPISODE = idOf("episode Elena Petrova");
export const EARLIER = idOf("episode Elena Petrova 2024");

/** Everything a chart asks for. A test takes away what its person may not do. */
export const ALL_RIGHTS = [
  "participant:read",
  "participant:update",
  "participant:create",
  "participant:merge",
  "episode:read",
  "ledger:read",
  "delivery:read",
  "booking:read",
  "membership:read",
  "task:read",
  "task:write",
  "audit:chart",
];

export const signedInWith = (permissions: readonly string[]): SignedIn => aSignedIn({ permissions: [...permissions] });
export const without = (...rights: string[]) => ALL_RIGHTS.filter((right) => !rights.includes(right));

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

export function anEpisode(change: Partial<Episode> = {}): Episode {
  return {
    version: 1,
    id: EPISODE,
    participant_id: PERSON,
    program_id: idOf("program day"),
    location_id: idOf("main street"),
    level_of_care: "intensive_outpatient",
    track: "day",
    week_starts_on: "monday",
    status: "active",
    is_primary: true,
    source: "hospital",
    prior_level: "inpatient",
    referred_on: "2026-10-01",
    screened_on: "2026-10-05",
    admitted_on: "2026-10-12",
    planned_end_on: "2026-12-11",
    planned_end_reason: null,
    ended_on: null,
    end_reason: null,
    primary_clinician_id: idOf("staff dana"),
    security_labels: [],
    ...change,
  };
}

export function aMembership(cohort: string, change: Partial<CohortMembership> = {}): CohortMembership {
  return {
    version: 1,
    id: idOf(`membership ${cohort}`),
    cohort_id: idOf(cohort),
    episode_id: EPISODE,
    participant_id: PERSON,
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

export function aLeave(change: Partial<Leave> = {}): Leave {
  return {
    version: 1,
    id: idOf("leave"),
    episode_id: EPISODE,
    kind: "illness",
    starts_on: "2026-11-02",
    back_on: "2026-11-05",
    note: null,
    ...change,
  };
}

type Minutes = Partial<WeekLedger["tally"]>;

const noMinutes: WeekLedger["tally"] = {
  scheduled_minutes: 0,
  countable_minutes: 0,
  provisional_minutes: 0,
  open_minutes: 0,
  excused_minutes: 0,
  missed_minutes: 0,
  made_up_minutes: 0,
};

export function aWeek(startsOn: LocalDate, minutes: Minutes, change: Partial<WeekLedger> = {}): WeekLedger {
  return {
    episode_id: EPISODE,
    starts_on: startsOn,
    target_minutes: 540,
    expected_minutes: 540,
    expected_days: 3,
    tally: {
      ...noMinutes,
      scheduled_minutes: 540,
      ...minutes,
    },
    short_by_minutes: 0,
    attended_days: 3,
    missed_days: 0,
    counted_day_minutes: 180,
    qualifying_days: 3,
    days: [],
    by_kind: [],
    ...change,
  };
}

export function aLedgerDay(
  date: LocalDate,
  minutes: Minutes,
  change: Partial<WeekLedger["days"][number]> = {},
): WeekLedger["days"][number] {
  return {
    local_date: date,
    state: "expected",
    expected_minutes: 180,
    tally: { ...noMinutes, ...minutes },
    missed: false,
    qualifies: false,
    ...change,
  };
}

export function aDose(name: string, change: Partial<ModalityDose> = {}): ModalityDose {
  return {
    modality_id: idOf(name),
    key: name,
    name,
    planned_sessions: null,
    sessions: 4,
    minutes: 360,
    provisional_minutes: 0,
    first_on: "2026-10-13",
    last_on: "2026-11-17",
    modules: [],
    weeks: [],
    ...change,
  };
}

export function aBooked(title: string, date: LocalDate, change: Partial<ParticipantSession> = {}): ParticipantSession {
  return {
    booking_id: idOf(`booking ${title} ${date}`),
    session_id: idOf(`${title} ${date}`),
    title,
    service_kind: "group",
    countable: true,
    starts_at: instantOf(date, "09:30", TIME_ZONE).toISOString(),
    ends_at: instantOf(date, "11:00", TIME_ZONE).toISOString(),
    local_date: date,
    local_start: "09:30:00",
    local_end: "11:00:00",
    location_id: idOf("main street"),
    room_id: idOf("room Cedar"),
    telehealth: false,
    telehealth_url: null,
    session_status: "scheduled",
    source: "membership",
    booking_status: "booked",
    cancel_reason: null,
    ...change,
  };
}

export function aTask(change: Partial<Task> = {}): Task {
  return {
    version: 1,
    id: idOf("task"),
    kind: "plan_review",
    title_code: "review_plan",
    params: {},
    priority: "soon",
    status: "open",
    participant_id: PERSON,
    episode_id: EPISODE,
    session_id: null,
    owner_id: idOf("account dana"),
    backup_id: null,
    due_at: "2026-11-20T23:00:00Z",
    rung: "owner",
    note: null,
    done_by: null,
    done_at: null,
    done_note: null,
    cancel_reason: null,
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

/** What the handlers of one test answer from and change. */
export class Chart {
  person = aPerson();
  /** Whether the reader is part of this person's care. */
  restricted = false;
  /** Whether breaking the glass opens it: not for records under Part 2. */
  part2 = false;
  episodes = [anEpisode()];
  leaves = [aLeave()];
  memberships: CohortMembership[];
  weeks: WeekLedger[];
  doses: ModalityDose[];
  ahead: ParticipantSession[];
  tasks = [aTask()];
  done: { id: string; note: string | null }[] = [];
  toldApart: Record<string, unknown>[] = [];
  ways = [aWay("(303) 555-0142"), aWay("sunny@example.org", { kind: "email", preferred: false, use: null })];
  contacts = [aContact("Ana Petrova")];
  windows = [aWindow()];
  identifiers: Identifier[] = [
    {
      version: 1,
      id: idOf("identifier"),
      participant_id: PERSON,
      system: "https://plans.example/members",
      value: "MX-4471",
      kind: "member",
      starts_on: null,
      ends_on: null,
    },
  ];
  formerNames: FormerName[] = [
    {
      id: idOf("former name"),
      kind: "old",
      name_prefix: null,
      given_names: ["Yelena"],
      family_name: "Petrova",
      name_suffix: null,
      starts_on: null,
      ends_on: null,
    },
  ];
  suggestions: DuplicateSuggestion[] = [
    {
      likelihood: "likely",
      score: 12,
      reasons: ["near_name", "same_birth_date"],
      record: {
        version: 5,
        id: OTHER,
        mrn: "19877",
        full_name: "Elena Petrov",
        chosen_name: null,
        birth_date: "1990-04-23",
        status: "active",
      },
    },
  ];
  preview = aPreview();
  audit = [
    anAuditEntry("read_roster", "/api/v1/sessions/{session_id}/roster"),
    anAuditEntry("update_contact", "/api/v1/participants/{participant_id}/contacts/{contact_id}", {
      display_name: "Rosa Lind",
      roles: ["front_desk"],
      outcome: "refused",
      status: 403,
    }),
    anAuditEntry("read_participant", "/api/v1/participants/{participant_id}", {
      display_name: "Ira Cohen",
      roles: ["nurse"],
      break_glass_reason: "emergency",
    }),
  ];
  /** What was sent to be changed of the person. */
  changes: Partial<Participant>[] = [];
  /** Merges asked for: which record, on which version, into which. */
  merges: { id: string; ifMatch: string | null; into: string }[] = [];

  constructor(readonly today: LocalDate) {
    const monday = mondayOf(today);
    this.memberships = [
      aMembership("Trauma day cohort", { ends_on: "2026-10-25", end_reason: "moved" }),
      aMembership("Day DBT cohort", {
        starts_on: "2026-10-26",
        moved_from_id: idOf("membership Trauma day cohort"),
      }),
    ];
    this.weeks = [
      aWeek(
        monday,
        { countable_minutes: 270, provisional_minutes: 90, open_minutes: 90, missed_minutes: 90 },
        {
          short_by_minutes: 90,
          qualifying_days: 2,
          days: [
            aLedgerDay(monday, { scheduled_minutes: 180, countable_minutes: 180 }, { qualifies: true }),
            aLedgerDay(addDays(monday, 1), { scheduled_minutes: 180, missed_minutes: 180 }, { missed: true }),
            aLedgerDay(addDays(monday, 2), {}, { state: "not_expected" }),
          ],
        },
      ),
      aWeek(addDays(monday, -7), { countable_minutes: 480, excused_minutes: 60, made_up_minutes: 30 }),
    ];
    this.doses = [
      aDose("Dialectical behavior therapy", {
        sessions: 7,
        planned_sessions: 16,
        minutes: 630,
        provisional_minutes: 90,
        modules: [{ module: "distress_tolerance", sessions: 3, minutes: 270 }],
        weeks: [
          { starts_on: addDays(monday, -7), sessions: 5, minutes: 450 },
          { starts_on: monday, sessions: 2, minutes: 180 },
        ],
      }),
      aDose("Cognitive behavioral therapy", { weeks: [{ starts_on: monday, sessions: 4, minutes: 360 }] }),
    ];
    this.ahead = [
      aBooked("Process Group", addDays(today, 1)),
      aBooked("Cancelled Group", addDays(today, 1), { booking_status: "cancelled", cancel_reason: "scheduling" }),
    ];
  }
}
