import type { SessionCard } from "@/api/types";
import { addDays, type LocalDate, minutesOfDay, timeOfMinutes } from "@/lib/time";

/** The grid's step, minutes. */
export const STEP = 15;
const DAY = 24 * 60;
const LEAST = 15;
const MOST = 480;

/** A session on its way to another time: nothing is sent yet. */
export type Pending = { card: SessionCard; date: LocalDate; start: number; minutes: number };

/** Along which edge of the schedule time runs. */
export type Axis = "x" | "y";

export function pendingOf(card: SessionCard): Pending {
  // By the instants: where the clock changes within a session its two local times do not tell how long it is.
  const minutes = Math.round((Date.parse(card.ends_at) - Date.parse(card.starts_at)) / 60_000);
  return { card, date: card.local_date, start: minutesOfDay(card.local_start), minutes };
}

/** Whether it is where it was. */
export function isBack({ card, date, start, minutes }: Pending): boolean {
  const was = pendingOf(card);
  return was.date === date && was.start === start && was.minutes === minutes;
}

/** Only what is ahead moves; the server has the last word. */
export const mayMove = (card: SessionCard, now: Date): boolean =>
  card.status === "scheduled" && new Date(card.starts_at) > now;

const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

/** Another time within the day: on the grid from there on. */
export function at(pending: Pending, date: LocalDate, start: number): Pending {
  return { ...pending, date, start: within(Math.round(start / STEP) * STEP, 0, DAY - pending.minutes) };
}

export function lasting(pending: Pending, minutes: number): Pending {
  const most = Math.min(MOST, DAY - pending.start);
  return { ...pending, minutes: within(Math.round(minutes / STEP) * STEP, LEAST, most) };
}

const forwards: Record<string, [axis: Axis, sign: 1 | -1]> = {
  ArrowLeft: ["x", -1],
  ArrowRight: ["x", 1],
  ArrowUp: ["y", -1],
  ArrowDown: ["y", 1],
};

/**
 * What an arrow makes of it: along the axis of time a step, across it a day; with Shift it ends a step earlier or later.
 * Null: no such key, or no such day in the week in sight.
 */
export function stepped(pending: Pending, key: string, shift: boolean, axis: Axis, monday: LocalDate): Pending | null {
  const [along, sign] = forwards[key] ?? [null, 1 as const];
  if (along === null) return null;
  if (shift) return lasting(pending, pending.minutes + sign * STEP);
  if (along === axis) {
    // The first step leads onto the grid.
    const next = sign > 0 ? Math.floor(pending.start / STEP) + 1 : Math.ceil(pending.start / STEP) - 1;
    return at(pending, pending.date, next * STEP);
  }
  const date = addDays(pending.date, sign);
  return date < monday || date > addDays(monday, 6) ? null : { ...pending, date };
}

/** What is sent, and what the schedule is asked about it. */
export const bodyOf = ({ date, start, minutes }: Pending) => ({
  local_date: date,
  local_start: timeOfMinutes(start),
  minutes,
});

export const wantedOf = (pending: Pending) => ({
  local_date: pending.date,
  local_start: timeOfMinutes(pending.start),
  minutes: String(pending.minutes),
  room: pending.card.room_id ?? "",
  staff: pending.card.staff.map((one) => one.staff_id),
  besides: pending.card.id,
});
