/** Dates and times: instants from the server are shown in the clinic's zone and in the reader's format. */

export type LocalDate = string; // "2026-11-18"
export type LocalTime = string; // "09:30"

const DAY = 86_400_000;

/** Formatters cost much more than formatting, so each is made once. */
const formatters = new Map<string, Intl.DateTimeFormat>();
export function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formatters.set(key, found);
  }
  return found;
}

const asUtc = (date: LocalDate) => new Date(`${date}T00:00:00Z`);
const pad = (value: number) => String(value).padStart(2, "0");

export function isLocalDate(text: unknown): text is LocalDate {
  return typeof text === "string" && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(asUtc(text).getTime());
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(asUtc(date).getTime() + days * DAY).toISOString().slice(0, 10);
}

/** The Monday of the date's week. */
export function mondayOf(date: LocalDate): LocalDate {
  return addDays(date, -((asUtc(date).getUTCDay() + 6) % 7));
}

type Wall = { date: LocalDate; time: LocalTime };

/** What clock and calendar on the clinic's wall say at an instant. */
export function wallClock(instant: Date, timeZone: string): Wall {
  const parts = formatter("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(instant);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "00";
  return { date: `${of("year")}-${of("month")}-${of("day")}`, time: `${of("hour")}:${of("minute")}` };
}

/**
 * The instant of a wall clock reading. Of a reading that happens twice, the first; one that a switch to summer time
 * skips is moved on by the hour that was skipped.
 */
export function instantOf(date: LocalDate, time: LocalTime, timeZone: string): Date {
  const naive = Date.parse(`${date}T${time}:00Z`);
  const offsetAt = (millis: number) => {
    const wall = wallClock(new Date(millis), timeZone);
    return Date.parse(`${wall.date}T${wall.time}:00Z`) - Math.floor(millis / 60_000) * 60_000;
  };
  const before = offsetAt(naive - DAY / 2);
  const after = offsetAt(naive + DAY / 2);
  for (const offset of [before, after]) {
    const candidate = naive - offset;
    if (offsetAt(candidate) === offset) return new Date(candidate);
  }
  return new Date(naive - before);
}

export function minutesOfDay(time: LocalTime): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

export function timeOfMinutes(minutes: number): LocalTime {
  return `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`;
}

/** Whole minutes from one instant to another. */
export function minutesBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / 60_000);
}

// How it reads. `locale` is a BCP 47 tag such as "en-US".

/** "Wednesday, November 18". It stands alone, so it begins with a capital also where days are written small. */
export function formatDay(date: LocalDate, locale: string): string {
  const options = { timeZone: "UTC", weekday: "long", month: "long", day: "numeric" } as const;
  const text = formatter(locale, options).format(asUtc(date));
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

/** "Mon 16" */
export function formatWeekday(date: LocalDate, locale: string): string {
  return `${formatter(locale, { timeZone: "UTC", weekday: "short" }).format(asUtc(date))} ${Number(date.slice(8))}`;
}

export function formatDate(date: LocalDate, locale: string): string {
  return formatter(locale, { timeZone: "UTC", year: "numeric", month: "short", day: "numeric" }).format(asUtc(date));
}

export function formatDateRange(from: LocalDate, to: LocalDate, locale: string): string {
  return formatter(locale, { timeZone: "UTC", month: "long", day: "numeric", year: "numeric" })
    .formatRange(asUtc(from), asUtc(to))
    .replaceAll("\u2009", " ");
}

/** A wall clock reading in the reader's format: "9:30 AM" or "09:30". */
export function formatTime(time: LocalTime, locale: string): string {
  const at = new Date(`2000-01-01T${time}:00Z`);
  return formatter(locale, { timeZone: "UTC", hour: "numeric", minute: "2-digit" }).format(at);
}

/** "9:30–11:00 AM": what both readings share is said once. */
export function formatTimeRange(start: LocalTime, end: LocalTime, locale: string): string {
  if (end < start) return `${formatTime(start, locale)}–${formatTime(end, locale)}`;
  const at = (time: LocalTime) => new Date(`2000-01-01T${time}:00Z`);
  const options = { timeZone: "UTC", hour: "numeric", minute: "2-digit" } as const;
  return formatter(locale, options)
    .formatRange(at(start), at(end))
    .replace(/\s*–\s*/, "–");
}

/** "9:30–11:00" beside an axis of hours, which says what part of the day it is. */
export function formatBriefRange(start: LocalTime, end: LocalTime, locale: string): string {
  return `${formatBriefTime(start, locale)}–${formatBriefTime(end, locale)}`;
}

export function formatBriefTime(time: LocalTime, locale: string): string {
  return formatter(locale, { timeZone: "UTC", hour: "numeric", minute: "2-digit" })
    .formatToParts(new Date(`2000-01-01T${time}:00Z`))
    .filter((part) => part.type !== "dayPeriod")
    .map((part) => part.value)
    .join("")
    .trim();
}

/** The hour beside a line of the day: "9 AM" or "09". */
export function formatHour(hour: number, locale: string): string {
  const at = new Date(Date.UTC(2000, 0, 1, hour));
  return formatter(locale, { timeZone: "UTC", hour: "numeric" }).format(at);
}

/** Minutes as one says them: "6 h 40", "9 h", "45 min". The signs are the same in every language; no line breaks in it. */
export function formatDuration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0 && rest > 0) return `${rest}\u00a0min`;
  return rest === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h\u00a0${pad(rest)}`;
}

/** Completed years on a day. */
export function ageOn(birthDate: LocalDate, today: LocalDate): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

// Instants of the reader's own doing, by the reader's own clock.

/** "10:21 AM" */
export function formatClock(instant: Date, locale: string): string {
  return formatter(locale, { hour: "numeric", minute: "2-digit" }).format(instant);
}

/** "Nov 18, 10:21 AM" */
export function formatMoment(instant: Date, locale: string): string {
  return formatter(locale, { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" }).format(instant);
}
