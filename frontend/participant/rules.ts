import type { Language } from "./texts";

/** Where one is on the page; it stands behind the #, which no server hears of. */
export type Place = { at: "home" } | { at: "enrol"; token: string } | { at: "measure"; id: string } | { at: "plan" };

const ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

export function placeOf(hash: string): Place {
  const token = new RegExp(`^#(${ID}\\.[\\w-]{20,200})$`).exec(hash);
  if (token?.[1]) return { at: "enrol", token: token[1] };
  const measure = new RegExp(`^#measure/(${ID})$`).exec(hash);
  if (measure?.[1]) return { at: "measure", id: measure[1] };
  return hash === "#plan" ? { at: "plan" } : { at: "home" };
}

/** The language somebody reads, of those the page speaks. */
export function languageOf(tag: string | null | undefined): Language {
  return tag?.toLowerCase().startsWith("es") ? "es" : "en";
}

type Asked = { items: { number: string }[]; answers: { item: string }[] };

/** Place of the first question without an answer; behind the last where there is none. */
export function firstOpen({ items, answers }: Asked): number {
  const answered = new Set(answers.map((one) => one.item));
  const open = items.findIndex((one) => !answered.has(one.number));
  return open === -1 ? items.length : open;
}

/** Numbers of the questions that are blank. */
export function blanks({ items, answers }: Asked): string[] {
  const answered = new Set(answers.map((one) => one.item));
  return items.filter((one) => !answered.has(one.number)).map((one) => one.number);
}

/** How long to wait before the next try: longer each time, never longer than half a minute. */
export function waitBefore(attempt: number, told?: number): number {
  return told === undefined ? Math.min(2_000 * 2 ** attempt, 30_000) : told * 1_000;
}

/** The day of an instant, where the program meets. */
export function day(instant: string, timeZone: string, locale: string): string {
  return new Date(instant).toLocaleDateString(locale, { timeZone, year: "numeric", month: "long", day: "numeric" });
}

/** "by 10:15" is enough today; another day has its name. */
export function clock(instant: string, timeZone: string, locale: string, now: Date): string {
  const date = new Date(instant);
  const dayOf = (one: Date) => one.toLocaleDateString("en-CA", { timeZone });
  const time = { timeZone, hour: "numeric", minute: "2-digit" } as const;
  if (dayOf(date) === dayOf(now)) return date.toLocaleTimeString(locale, time);
  return date.toLocaleString(locale, { ...time, weekday: "long", month: "long", day: "numeric" });
}
