/** BCP 47, such as `es` or `zh-Hant-TW`. */
export const LANGUAGE_TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$/;

/** What most people of a clinic in the United States speak or sign (American Sign Language is `ase`). */
export const commonLanguages = [
  ...[
    "en",
    "es",
    "am",
    "ar",
    "ase",
    "bn",
    "de",
    "fa",
    "fr",
    "gu",
    "hi",
    "hmn",
    "ht",
    "it",
    "ja",
    "ko",
    "pa",
    "pl",
    "pt",
  ],
  ...["ru", "sw", "so", "fil", "te", "uk", "ur", "vi", "yue", "zh"],
];

/** "es-MX" as the reader calls it: "Mexican Spanish". A tag nobody knows stays as it is. */
export function languageName(tag: string, locale: string): string {
  try {
    const name = new Intl.DisplayNames([locale], { type: "language" }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  } catch {
    return tag;
  }
}

/** "emergencies, schedule, and billing" */
export function formatList(items: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(items);
}
