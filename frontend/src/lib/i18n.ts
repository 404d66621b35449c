import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { writePreference } from "./preferences";
import { isLanguage, type Language, languages, preferredLanguage } from "./preferred-language";
import { en } from "./texts/en";

/** English comes with the app; another language is fetched when it is chosen. */
async function load(language: Language): Promise<void> {
  if (language === "es" && !i18next.getResource("es", "translation", "app")) {
    const { es } = await import("./texts/es");
    i18next.addResourceBundle("es", "translation", es, true);
  }
}

/**
 * Texts of one feature that come with its page instead of with the app, under the feature's name: `chart.title`.
 * Call it beside the imports of the page's route.
 */
export function addTexts<Texts extends object>(feature: string, texts: Record<Language, Texts>): void {
  const add = () => {
    for (const language of languages)
      i18next.addResourceBundle(language, "translation", { [feature]: texts[language] }, true);
  };
  if (i18next.isInitialized) add();
  else i18next.on("initialized", add);
}

export async function startTexts(preferred?: Language): Promise<void> {
  const language = preferred ?? preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false }, // React escapes.
    returnNull: false,
  });
  await show(language);
}

async function show(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export async function chooseLanguage(language: Language): Promise<void> {
  writePreference("language", language);
  await show(language);
}

/** The reader's own region when it speaks the chosen language, so that a British reader gets 24 hours. */
export function localeFor(language: string, browserTags: readonly string[]): string {
  return browserTags.find((tag) => tag.slice(0, 2) === language && tag.length > 2 && isTag(tag)) ?? `${language}-US`;
}

/** Some systems hand on a name of their own, as en-US@posix, by which no date can be written. */
function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

/** The chosen language and the tag by which dates and numbers are written. */
export function useLanguage(): { language: Language; locale: string } {
  const { i18n } = useTranslation();
  const language = isLanguage(i18n.language) ? i18n.language : "en";
  return { language, locale: localeFor(language, navigator.languages) };
}
