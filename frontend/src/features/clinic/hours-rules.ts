import type { StaffHours, StaffHoursChange } from "@/api/types";

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof weekdays)[number];

/** Hours of a weekday as they are typed; what the form does not show of stored ones is kept. */
export type HoursRow = {
  weekday: Weekday;
  start: string;
  end: string;
  location: string;
  starts_on: string | null;
  ends_on: string | null;
};

export type HoursForm = {
  hours: HoursRow[];
  preferred: HoursRow[];
  longestDay: string;
  longestWeek: string;
  lunch: string;
  lunchFrom: string;
  lunchTo: string;
};

const MOST_DAY = 24;
const MOST_WEEK = 168;
export const MOST_ROWS = 60;

const clock = (time: string) => time.slice(0, 5);
const inHours = (minutes: number | null) => (minutes === null ? "" : String(minutes / 60));

export const byWeek = <Row extends { weekday: Weekday; local_start: string }>(rows: readonly Row[]): Row[] =>
  [...rows].sort(
    (a, b) => weekdays.indexOf(a.weekday) - weekdays.indexOf(b.weekday) || a.local_start.localeCompare(b.local_start),
  );

export function hoursForm(stored: StaffHours): HoursForm {
  return {
    hours: byWeek(stored.hours).map((one) => ({
      weekday: one.weekday,
      start: clock(one.local_start),
      end: clock(one.local_end),
      location: one.location_id ?? "",
      starts_on: one.starts_on,
      ends_on: one.ends_on,
    })),
    preferred: byWeek(stored.preferred).map((one) => ({
      ...newRow([]),
      weekday: one.weekday,
      start: clock(one.local_start),
      end: clock(one.local_end),
    })),
    longestDay: inHours(stored.longest_day_minutes),
    longestWeek: inHours(stored.longest_week_minutes),
    lunch: stored.lunch ? String(stored.lunch.minutes) : "",
    lunchFrom: stored.lunch ? clock(stored.lunch.local_from) : "",
    lunchTo: stored.lunch ? clock(stored.lunch.local_to) : "",
  };
}

/** The day after the last one, at the same hours: most weeks are alike. */
export function newRow(rows: readonly HoursRow[]): HoursRow {
  const last = rows.at(-1);
  const weekday = last ? (weekdays[(weekdays.indexOf(last.weekday) + 1) % 7] ?? "monday") : "monday";
  const { start = "", end = "", location = "" } = last ?? {};
  return { weekday, start, end, location, starts_on: null, ends_on: null };
}

/** Hours as they are typed, with a comma or a point; null where that is none. */
const minutesOf = (hours: string) => {
  const number = Number(hours.trim().replace(",", "."));
  return Number.isFinite(number) ? Math.round(number * 60) : null;
};
const outside = (hours: string, most: number) => {
  const minutes = minutesOf(hours);
  return hours.trim() !== "" && (minutes === null || minutes < 30 || minutes > most * 60);
};

type Mistake = { field: string; code: "timeMissing" | "longestWrong" | "lunchWrong"; most?: number };

export function hoursMistakes(form: HoursForm): Mistake[] {
  const found: Mistake[] = [];
  // Working hours may go on past midnight; a wish does not.
  form.hours.forEach(({ start, end }, at) => {
    if (start === "" || end === "" || start === end) found.push({ field: `hours-${at}`, code: "timeMissing" });
  });
  form.preferred.forEach(({ start, end }, at) => {
    if (start === "" || end <= start) found.push({ field: `preferred-${at}`, code: "timeMissing" });
  });
  if (outside(form.longestDay, MOST_DAY)) found.push({ field: "longestDay", code: "longestWrong", most: MOST_DAY });
  if (outside(form.longestWeek, MOST_WEEK)) found.push({ field: "longestWeek", code: "longestWrong", most: MOST_WEEK });
  if (hasLunch(form) && !lunchFits(form)) found.push({ field: "lunch", code: "lunchWrong" });
  return found;
}

const hasLunch = (form: HoursForm) => [form.lunch, form.lunchFrom, form.lunchTo].some((one) => one.trim() !== "");
const ofDay = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

function lunchFits({ lunch, lunchFrom, lunchTo }: HoursForm): boolean {
  const minutes = Number(lunch);
  const whole = Number.isInteger(minutes) && minutes >= 15 && minutes <= 180;
  return whole && lunchFrom !== "" && lunchTo !== "" && ofDay(lunchTo) - ofDay(lunchFrom) >= minutes;
}

export function hoursBody(form: HoursForm): StaffHoursChange {
  const limit = (hours: string) => (hours.trim() === "" ? null : minutesOf(hours));
  return {
    hours: form.hours.map(({ weekday, start, end, location, starts_on, ends_on }) => ({
      weekday,
      local_start: start,
      local_end: end,
      location_id: location || null,
      ...(starts_on ? { starts_on } : {}),
      ends_on,
    })),
    preferred: form.preferred.map(({ weekday, start, end }) => ({ weekday, local_start: start, local_end: end })),
    longest_day_minutes: limit(form.longestDay),
    longest_week_minutes: limit(form.longestWeek),
    lunch: hasLunch(form) ? { minutes: Number(form.lunch), local_from: form.lunchFrom, local_to: form.lunchTo } : null,
  };
}
