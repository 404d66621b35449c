import { formatter, type LocalDate } from "./time";

/** "Mon, Nov 16" */
export function formatWeekdayDate(date: LocalDate, locale: string): string {
  const options = { timeZone: "UTC", weekday: "short", month: "short", day: "numeric" } as const;
  return formatter(locale, options).format(new Date(`${date}T00:00:00Z`));
}
