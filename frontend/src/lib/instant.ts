import { formatDate, formatTime, wallClock } from "./time";

/** An instant by the clinic's calendar and clock, in the reader's format: "Nov 18, 2026, 9:30 AM". */
export function formatInstant(instant: string, timeZone: string, locale: string): string {
  const { date, time } = wallClock(new Date(instant), timeZone);
  return `${formatDate(date, locale)}, ${formatTime(time, locale)}`;
}
