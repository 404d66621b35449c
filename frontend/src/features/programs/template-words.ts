import { useQuery } from "@tanstack/react-query";

import { useLanguage } from "@/lib/i18n";

import { templateTextsQuery } from "./queries";
import { inWords, type Texts } from "./template-rules";

/**
 * Plans in the reader's language, as far as they say what a shipped template says, and told back what is sent of one.
 * `awaited`: a form waits for the words, or what is typed meanwhile would be lost.
 */
export function useTemplateWords() {
  const { language } = useLanguage();
  const { data, isLoading } = useQuery({ ...templateTextsQuery, enabled: language === "es" });
  const told: Texts = language === "es" ? (data ?? {}) : {};
  const back: Texts = Object.fromEntries(Object.entries(told).map(([text, spanish]) => [spanish, text]));
  return {
    awaited: isLoading,
    word: (text: string) => told[text] ?? text,
    shown: <Said extends Parameters<typeof inWords>[0]>(plan: Said) => inWords(plan, told),
    kept: <Said extends Parameters<typeof inWords>[0]>(plan: Said) => inWords(plan, back),
  };
}
