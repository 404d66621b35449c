import type { SessionCard } from "@/api/types";
import { addDays, minutesOfDay } from "@/lib/time";

export type WeekDay = { date: string; sessions: SessionCard[] };

/** The days of a week with their sessions; a weekend without any is left out. */
export function daysOf(startsOn: string, sessions: readonly SessionCard[]): WeekDay[] {
  const days = Array.from({ length: 7 }, (_, index) => addDays(startsOn, index)).map((date) => ({
    date,
    sessions: sessions.filter((session) => session.local_date === date),
  }));
  const isWeekend = (date: string) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  return days.filter((day) => day.sessions.length > 0 || !isWeekend(day.date));
}

/** Whole hours that show every session of the week. */
export function weekHours(sessions: readonly SessionCard[]): { from: number; to: number } {
  if (sessions.length === 0) return { from: 9, to: 17 };
  const from = Math.floor(Math.min(...sessions.map((session) => minutesOfDay(session.local_start))) / 60);
  const ends = sessions.map((session) => {
    const end = minutesOfDay(session.local_end);
    return end <= minutesOfDay(session.local_start) ? 24 * 60 : end;
  });
  return { from, to: Math.max(Math.ceil(Math.max(...ends) / 60), from + 4) };
}
