import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

import { languageOf } from "./rules";
import { fill, type Language, type Texts, texts } from "./texts";

type Words = { language: Language; speak: (language: Language) => void; t: Texts; fill: typeof fill };

const Speaking = createContext<Words>({ language: "en", speak: () => {}, t: texts.en, fill });

export const useWords = () => useContext(Speaking);

/** The language that was chosen here, else that of the record, else the browser's. Nothing of it is kept. */
export function WordsProvider({ known, children }: { known: string | null | undefined; children: ReactNode }) {
  const [chosen, setChosen] = useState<Language>();
  const language = chosen ?? languageOf(known ?? navigator.language);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <Speaking.Provider value={{ language, speak: setChosen, t: texts[language], fill }}>{children}</Speaking.Provider>
  );
}

const NAMES: Record<Language, string> = { en: "English", es: "Español" };

export function LanguageSwitch() {
  const { language, speak, t } = useWords();
  return (
    <fieldset className="languages">
      <legend className="unseen">{t.language}</legend>
      {(["en", "es"] as const).map((one) => (
        <button key={one} type="button" lang={one} aria-pressed={one === language} onClick={() => speak(one)}>
          {NAMES[one]}
        </button>
      ))}
    </fieldset>
  );
}
