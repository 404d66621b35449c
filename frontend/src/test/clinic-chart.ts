import type {
  AppAccess,
  CohortMembership,
  CourseSummary,
  DuplicateSuggestion,
  Homework,
  LastSession,
  ModalityDose,
  Participant,
  ParticipantSession,
  Payer,
  SignedIn,
  SuitableHours,
  WeekLedger,
} from "@/api/types";
import { addDays, type LocalDate, mondayOf } from "@/lib/time";

import { aSignedIn, idOf } from "./clinic";
import { aBooked, aDose, aLeave, aLedgerDay, aMembership, anEpisode, aTask, aWeek } from "./clinic-care";
import {
  aContact,
  aFormerName,
  anAttempt,
  anAuditEntry,
  anIdentifier,
  aPerson,
  aPreview,
  aWay,
  aWindow,
  OTHER,
} from "./clinic-person";

/** One invented person's chart as the API answers from it, and who reads it. */

/** Everything a chart asks for. A test takes away what its person may not do. */
export const ALL_RIGHTS = [
  "schedule:read",
  "participant:read",
  "participant:update",
  "participant:create",
  "participant:merge",
  "app_access:manage",
  "episode:read",
  "episode:payer",
  "ledger:read",
  "delivery:read",
  "booking:read",
  "membership:read",
  "task:read",
  "task:write",
  "contact_attempt:write",
  "audit:chart",
];

export const signedInWith = (permissions: readonly string[]): SignedIn => aSignedIn({ permissions: [...permissions] });
export const without = (...rights: string[]) => ALL_RIGHTS.filter((right) => !rights.includes(right));

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
  courses: CourseSummary[] = [];
  homework: Homework[] = [];
  ahead: ParticipantSession[];
  lastSessions: LastSession[] = [];
  tasks = [aTask()];
  done: { id: string; note: string | null }[] = [];
  toldApart: Record<string, unknown>[] = [];
  /** Whether the person can sign in by themselves. */
  access: AppAccess = { state: "none", email: "sunny@example.org" };
  ways = [aWay("(303) 555-0142"), aWay("sunny@example.org", { kind: "email", preferred: false, use: null })];
  contacts = [aContact("Ana Petrova")];
  windows = [aWindow()];
  suitable: SuitableHours[] = [];
  identifiers = [anIdentifier("MX-4471")];
  payers: Payer[] = [];
  formerNames = [aFormerName()];
  attempts = [anAttempt()];
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
          short_by_days: 1,
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
