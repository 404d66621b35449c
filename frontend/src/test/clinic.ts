import type {
  Attendance,
  Mark,
  Modality,
  ParticipantSummary,
  Roster,
  RosterRow,
  ServiceKind,
  Session,
  SessionCard,
  SignedIn,
} from "@/api/types";
import { addDays, instantOf, minutesOfDay } from "@/lib/time";

import { SetUp } from "./clinic-setup";
import { aSeries } from "./handlers-schedule";

/** Invented people in the shapes of the API, for tests of components. Each call makes new ones. */

export const TIME_ZONE = "America/Denver";

/** A stable id that says in a failing test what it stands for. */
export function idOf(name: string): string {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) % 0xffffffffffff;
  return `01950000-0000-7000-8000-${hash.toString(16).padStart(12, "0")}`;
}

export function aSignedIn(change: Partial<SignedIn> = {}): SignedIn {
  return {
    account: {
      id: idOf("account dana"),
      display_name: "Dana Ruiz, LCSW",
      email: "dana@riverside.example",
      roles: ["therapist"],
      staff_id: idOf("staff dana"),
    },
    organization: { id: idOf("riverside"), name: "Riverside", slug: "riverside", time_zone: TIME_ZONE },
    csrf_token: "csrf-of-test",
    permissions: ["schedule:read", "attendance:mark", "attendance:close", "delivery:write", "schedule:clinical"],
    idle_expires_at: null,
    expires_at: null,
    changes_position: null,
    ...change,
  };
}

type SessionGiven = Partial<SessionCard> & { title: string; date: string; from: string; to: string };

export function aSession({ title, date, from, to, ...change }: SessionGiven): SessionCard {
  return {
    id: idOf(`${title} ${date}`),
    title,
    short_name: null,
    service_kind: "group",
    status: "scheduled",
    starts_at: instantOf(date, from, TIME_ZONE).toISOString(),
    ends_at: instantOf(date, to, TIME_ZONE).toISOString(),
    local_date: date,
    local_start: from,
    local_end: to,
    location_id: idOf("main street"),
    room_id: idOf(`room ${change.room_name ?? "Cedar"}`),
    room_name: "Cedar",
    telehealth: false,
    cohorts: [{ id: idOf("day dbt"), name: "Day DBT cohort" }],
    staff: [{ staff_id: idOf("staff dana"), display_name: "Dana Ruiz", role: "lead" }],
    booked: 0,
    marked: 0,
    capacity: 12,
    mine: true,
    version: 1,
    ...change,
  };
}

export function aRow(name: string, change: Partial<RosterRow> = {}): RosterRow {
  return {
    booking_id: idOf(`booking ${name}`),
    participant_id: idOf(`participant ${name}`),
    episode_id: idOf(`episode ${name}`),
    chosen_name: name.split(" ")[0] as string,
    full_name: name,
    family_name: name.split(" ").slice(1).join(" "),
    pronouns: null,
    day_number: 11,
    day_total: 24,
    week: { countable_minutes: 360, provisional_minutes: 0, target_minutes: 540, short_by_minutes: 0 },
    flags: [],
    attendance: null,
    checked_in_at: null,
    ...change,
  };
}

export function anAttendance(change: Partial<Attendance> = {}): Attendance {
  return {
    outcome: "present",
    mode: "in_person",
    arrived_at: null,
    left_at: null,
    minutes: 90,
    provisional: true,
    absence_reason: null,
    version: 1,
    ...change,
  };
}

const part = (name: string) => ({ key: name.toLowerCase().replaceAll(/\W+/g, "_"), name });

export function someModalities(): Modality[] {
  const bare = {
    phases: [],
    modules: [],
    records: [],
    homework_kinds: [],
    fidelity_items: [],
    completion: [],
    measures: [],
    expected: [],
    open_because: null,
    sources: [],
    protocol_version: 1,
    source: "shipped",
    catalogue_version: "1",
    adapted: false,
    active: true,
    description: null,
    countable: true,
    min_age: null,
    max_age: null,
    planned_sessions: null,
    snomed_code: null,
    version: 1,
  };
  return [
    {
      ...bare,
      id: idOf("dbt"),
      key: "dbt",
      name: "Dialectical behavior therapy",
      short_name: "DBT",
      family: "dialectical",
      modules: [
        { ...part("Mindfulness"), skills: ["Wise mind", "Observe", "Describe", "Participate"].map(part) },
        { ...part("Distress tolerance"), skills: ["TIP", "STOP", "ACCEPTS", "Radical acceptance"].map(part) },
        { ...part("Emotion regulation"), skills: ["Check the facts", "Opposite action", "PLEASE"].map(part) },
        { ...part("Interpersonal effectiveness"), skills: ["DEAR MAN", "GIVE", "FAST"].map(part) },
      ],
    },
    {
      ...bare,
      id: idOf("emdr"),
      key: "emdr",
      name: "Eye movement desensitization and reprocessing",
      short_name: "EMDR",
      family: "trauma",
      phases: ["History taking", "Preparation", "Assessment", "Desensitization", "Installation"].map(part),
    },
    {
      ...bare,
      id: idOf("cbt"),
      key: "cbt",
      name: "Cognitive behavioral therapy",
      short_name: "CBT",
      family: "cognitive",
      modules: [{ ...part("Thought records"), skills: ["Catch the thought", "Weigh the evidence"].map(part) }],
    },
  ] as unknown as Modality[];
}

const people: [string, string, Partial<RosterRow>][] = [
  ["Avery Brooks", "they/them", { day_number: 18 }],
  ["Blanca Torres", "she/her", { day_number: 7 }],
  ["Chidi Nwosu", "he/him", { day_number: 16 }],
  ["Devon Whitlock", "he/him", { day_number: 11 }],
  [
    "Elena Petrova",
    "she/her",
    {
      day_number: 13,
      week: { countable_minutes: 180, provisional_minutes: 0, target_minutes: 540, short_by_minutes: 90 },
      flags: [{ code: "short_this_week", params: { minutes: 90 } }],
    },
  ],
  ["Farid Haddad", "he/him", { day_number: 5 }],
  ["Grace Liu", "she/her", { day_number: 15 }],
  ["Hector Ramos", "he/him", { day_number: 22, flags: [{ code: "last_days", params: { count: 2 } }] }],
  ["Imani Cole", "she/her", { day_number: 10 }],
  ["Jonas Berg", "he/him", { day_number: 2, flags: [{ code: "second_session", params: {} }] }],
];

/** One clinic for one test: what the handlers answer from and change. */
export class Clinic {
  signedIn: SignedIn | null = aSignedIn();
  rosters = new Map<string, Roster>();
  sessions: SessionCard[] = [];
  participants: ParticipantSummary[] = [];
  modalities = someModalities();
  setUp: SetUp;
  series = aSeries();
  /** What a session is beside its card, by its id. */
  details = new Map<string, Partial<Session>>();
  /** What was asked for of sessions, oldest first. */
  sent: unknown[] = [];
  /** The session of who is signed in has ended without their knowing. */
  expired = false;
  /** Bookings that somebody else marks first: the next mark here meets theirs. */
  markedElsewhere = new Map<string, Attendance>();

  constructor(readonly today: string) {
    this.setUp = new SetUp(today);
    const on = (date: string, given: Omit<SessionGiven, "date">) => this.add(aSession({ date, ...given }));
    for (const day of [0, 1, 2, 3, 4].map((step) => addDays(today, step - 2))) {
      const group = on(day, { title: "DBT Skills", from: "09:30", to: "11:00", service_kind: "skills" });
      for (const [name, pronouns, change] of people) this.book(group, aRow(name, { pronouns, ...change }));
      const process = on(day, { title: "Process Group", from: "11:15", to: "12:15" });
      for (const [name, pronouns, change] of people.slice(2)) this.book(process, aRow(name, { pronouns, ...change }));
      this.alone(day, "Hector Ramos", "13:00", "13:50", "individual");
      this.alone(day, "Imani Cole", "14:00", "14:50", "individual");
      this.alone(day, "Petrova family", "15:15", "16:15", "family");
      on(day, { title: "CBT Core", from: "09:00", to: "10:30", mine: false, room_name: "Maple", booked: 8 });
      on(day, { title: "Evening DBT", from: "17:30", to: "19:30", mine: false, room_name: "Maple", booked: 11 });
    }
    this.participants = Array.from({ length: 240 }, (_, index) => {
      const [name, pronouns] = people[index % people.length] as (typeof people)[number];
      return {
        id: idOf(`person ${index}`),
        mrn: String(20_400 + index),
        chosen_name: index % 5 === 4 ? "Sunny" : (name.split(" ")[0] as string),
        full_name: index < people.length ? name : `${name} García-Núñez ${index}`,
        family_name: index < people.length ? name.split(" ").slice(1).join(" ") : `García-Núñez ${index}`,
        pronouns,
        birth_date: `19${60 + (index % 40)}-0${1 + (index % 9)}-1${index % 9}`,
        status: index % 7 === 6 ? ("inactive" as const) : ("active" as const),
        program_name: "Depression, day track",
        cohort_name: index % 2 ? "Day DBT cohort" : "Trauma day cohort",
        version: 1,
      };
    });
  }

  add(session: SessionCard): SessionCard {
    this.sessions.push(session);
    this.rosters.set(session.id, { session, rows: [], delivery: null });
    return session;
  }

  private alone(date: string, title: string, from: string, to: string, service_kind: ServiceKind) {
    const session = this.add(
      aSession({ title, date, from, to, service_kind, room_name: "Office 3", cohorts: [], capacity: null }),
    );
    this.book(session, aRow(title));
  }

  book(session: SessionCard, row: RosterRow): void {
    this.roster(session.id).rows.push(row);
    session.booked += 1;
  }

  session(title: string, date = this.today): SessionCard {
    const found = this.sessions.find((one) => one.title === title && one.local_date === date);
    if (!found) throw new Error(`no session ${title} on ${date}`);
    return found;
  }

  roster(sessionId: string): Roster {
    const roster = this.rosters.get(sessionId);
    if (!roster) throw new Error(`no roster of ${sessionId}`);
    return roster;
  }

  /** What the people of an own session without a group are called. */
  whose(session: SessionCard): string[] {
    const alone = session.mine && ["individual", "family"].includes(session.service_kind);
    return alone ? this.roster(session.id).rows.map((row) => row.chosen_name) : [];
  }

  row(session: SessionCard, name: string): RosterRow {
    const row = this.roster(session.id).rows.find((one) => one.full_name === name);
    if (!row) throw new Error(`${name} is not on the roster`);
    return row;
  }

  /** Applies one mark as the server does: only on the version it rests on. */
  mark(
    sessionId: string,
    mark: Mark,
  ): { booking_id: string; result: "applied" | "conflict"; attendance: Attendance | null } {
    const roster = this.roster(sessionId);
    const row = roster.rows.find((one) => one.booking_id === mark.booking_id);
    if (!row) throw new Error("not on the roster");
    const elsewhere = this.markedElsewhere.get(mark.booking_id);
    if (elsewhere) {
      row.attendance = elsewhere;
      this.markedElsewhere.delete(mark.booking_id);
    }
    const version = row.attendance?.version ?? null;
    if (version !== (mark.version ?? null)) {
      return { booking_id: mark.booking_id, result: "conflict", attendance: row.attendance };
    }
    const away = mark.outcome === "excused" || mark.outcome === "absent";
    const length = minutesOfDay(roster.session.local_end) - minutesOfDay(roster.session.local_start);
    const late = mark.arrived_at ? Math.max(0, Date.parse(mark.arrived_at) - Date.parse(roster.session.starts_at)) : 0;
    row.attendance = anAttendance({
      outcome: mark.outcome,
      mode: mark.mode ?? "in_person",
      arrived_at: mark.arrived_at ?? null,
      left_at: mark.left_at ?? null,
      absence_reason: mark.absence_reason ?? null,
      minutes: away ? 0 : length - Math.floor(late / 60_000),
      version: (version ?? 0) + 1,
    });
    this.count(sessionId);
    return { booking_id: mark.booking_id, result: "applied", attendance: row.attendance };
  }

  clear(sessionId: string, bookingId: string) {
    const row = this.roster(sessionId).rows.find((one) => one.booking_id === bookingId);
    if (row) row.attendance = null;
    this.count(sessionId);
    return { booking_id: bookingId, result: "applied" as const, attendance: null };
  }

  private count(sessionId: string) {
    const roster = this.roster(sessionId);
    roster.session.marked = roster.rows.filter((row) => row.attendance).length;
  }
}
