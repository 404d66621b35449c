import { readPreference } from "./preferences";

export const languages = ["en", "es"] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (tag: string | null | undefined): tag is Language => languages.includes(tag as Language);

/** What was chosen in this browser, else what the browser speaks, else English. */
export function preferredLanguage(): Language {
  const stored = readPreference("language");
  const browser = navigator.language.slice(0, 2);
  return isLanguage(stored) ? stored : isLanguage(browser) ? browser : "en";
}
