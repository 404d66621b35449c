import type { TFunction } from "i18next";

import type { SessionCard, SessionNames } from "@/api/types";
import { addDays, minutesOfDay } from "@/lib/time";

/** A session, and whose it is where that may be told. */
export type WeekSession = SessionCard & { whose?: string };

export type WeekDay = { date: string; sessions: WeekSession[] };

/** The sessions with the names of whom they are held for. */
export function named(sessions: WeekSession[], names: readonly SessionNames[]): WeekSession[] {
  if (names.length === 0) return sessions;
  const whose = new Map(names.map((one) => [one.session_id, one.names.join(", ")]));
  return sessions.map((one) => {
    const name = whose.get(one.id);
    return name ? { ...one, whose: name } : one;
  });
}

/**
 * What a session is called: whose it is says more than what it is, and a therapy does not stand beside a name. That it
 * is a physician's or an intake does.
 */
export function headingOf({ whose, service_kind: kind, title }: WeekSession, t: TFunction): string {
  if (!whose) return title;
  return kind === "individual" || kind === "family" ? whose : `${whose} · ${t(`kind.${kind}`)}`;
}

/** The days of a week with their sessions; a weekend without any is left out. */
export function daysOf(startsOn: string, sessions: readonly WeekSession[]): WeekDay[] {
  const days = Array.from({ length: 7 }, (_, index) => addDays(startsOn, index)).map((date) => ({
    date,
    sessions: sessions.filter((session) => session.local_date === date),
  }));
  const isWeekend = (date: string) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  return days.filter((day) => day.sessions.length > 0 || !isWeekend(day.date));
}

/** Whole hours that show every session of the week. */
export function weekHours(sessions: readonly WeekSession[]): { from: number; to: number } {
  if (sessions.length === 0) return { from: 9, to: 17 };
  const from = Math.floor(Math.min(...sessions.map((session) => minutesOfDay(session.local_start))) / 60);
  const ends = sessions.map((session) => {
    const end = minutesOfDay(session.local_end);
    return end <= minutesOfDay(session.local_start) ? 24 * 60 : end;
  });
  return { from, to: Math.max(Math.ceil(Math.max(...ends) / 60), from + 4) };
}

/** The reader's own sessions and those of the cohorts they are about. */
export function ofMyCohorts(sessions: readonly WeekSession[]): WeekSession[] {
  const mine = new Set(sessions.filter((one) => one.mine).flatMap((one) => one.cohorts.map((cohort) => cohort.id)));
  return sessions.filter((one) => one.mine || one.cohorts.some((cohort) => mine.has(cohort.id)));
}

/** `whose` is a staff member, "all", or undefined: the reader's own cohorts, for who has any that week. */
export function narrowed(sessions: readonly WeekSession[], whose: string | undefined): WeekSession[] {
  if (whose === undefined && sessions.some((one) => one.mine)) return ofMyCohorts(sessions);
  if (whose === undefined || whose === "all") return [...sessions];
  return sessions.filter((one) => one.staff.some(({ staff_id }) => staff_id === whose));
}

/** Everyone who works in these sessions, by name. */
export function staffOf(sessions: readonly WeekSession[]): { id: string; name: string }[] {
  const people = new Map(sessions.flatMap((one) => one.staff.map((person) => [person.staff_id, person] as const)));
  return [...people.values()]
    .map(({ staff_id: id, display_name: name }) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

type Room = { id: string; location_id: string; name: string; capacity: number; active: boolean };

/** A row of a day: a room or a clinician. `name` is null for what has none: by video, or without a room. */
export type DayRow = {
  id: string;
  name: string | null;
  seats: number | null;
  telehealth: boolean;
  sessions: WeekSession[];
};

/** Every room with its sessions of the day, then those by video and those without a room. */
export function rowsByRoom(sessions: readonly WeekSession[], rooms: readonly Room[]): DayRow[] {
  const rows = new Map<string, DayRow>();
  for (const { id, name, capacity, active } of rooms)
    if (active) rows.set(id, { id, name, seats: capacity, telehealth: false, sessions: [] });
  const elsewhere: DayRow[] = [
    { id: "telehealth", name: null, seats: null, telehealth: true, sessions: [] },
    { id: "none", name: null, seats: null, telehealth: false, sessions: [] },
  ];
  for (const session of sessions) {
    const id = session.room_id;
    if (id === null) elsewhere[session.telehealth ? 0 : 1]?.sessions.push(session);
    else {
      // Who may not list rooms still sees those in use.
      if (!rows.has(id)) rows.set(id, { id, name: session.room_name, seats: null, telehealth: false, sessions: [] });
      rows.get(id)?.sessions.push(session);
    }
  }
  return [...rows.values(), ...elsewhere.filter((row) => row.sessions.length > 0)];
}

/** Everyone who leads or helps in a session of the week, by name, with their sessions of the day. */
export function rowsByStaff(date: string, week: readonly WeekSession[]): DayRow[] {
  const rows = new Map<string, DayRow>();
  for (const session of week)
    for (const { staff_id: id, display_name: name } of session.staff) {
      const row = rows.get(id) ?? { id, name, seats: null, telehealth: false, sessions: [] };
      if (session.local_date === date) row.sessions.push(session);
      rows.set(id, row);
    }
  return [...rows.values()].sort((a, b) => (a.name ?? "").localeCompare(b.name ?? ""));
}
