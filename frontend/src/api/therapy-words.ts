import { queryOptions, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";

import { useLanguage } from "@/lib/i18n";
import { modalitiesQuery } from "./catalogue";
import { api, call } from "./client";
import { keys } from "./keys";
import type { Modality } from "./types";

type Texts = Readonly<Record<string, string>>;

/** What the shipped catalogue of therapies says, and what that is in Spanish. It comes with the product. */
const textsQuery = queryOptions({
  queryKey: keys.modalityTexts,
  queryFn: async ({ signal }) => {
    const params = { path: { language: "es" as const } };
    return (await call(() => api.GET("/api/v1/modalities/texts/{language}", { params, signal }))).texts;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** Where answers hold texts of the catalogue. */
const SAID = new Set([
  "name",
  "short_name",
  "description",
  "note",
  "open_because",
  "modality_name",
  "modality_short_name",
]);

/** An answer, or one text, with what the catalogue says in another language. What an organization wrote itself stays as it is. */
export function translated<Answer>(answer: Answer, texts: Texts): Answer {
  const through = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(through);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        typeof one === "string" && SAID.has(key) ? (texts[one] ?? one) : through(one),
      ]),
    );
  };
  return (typeof answer === "string" ? (texts[answer] ?? answer) : through(answer)) as Answer;
}

/**
 * Puts answers about therapies into the reader's language: `useQuery({ ...therapyQuery(id), select: useTherapyWords() })`.
 * Until the words are here, and where they cannot be read, the texts stand as they came.
 */
export function useTherapyWords(): <Answer>(answer: Answer) => Answer {
  const { language } = useLanguage();
  const { data: texts } = useQuery({ ...textsQuery, enabled: language === "es" });
  return useCallback(
    <Answer>(answer: Answer) => (texts && language === "es" ? translated(answer, texts) : answer),
    [texts, language],
  );
}

/** The catalogue of therapies in the reader's language, by name. */
export function useModalities() {
  const words = useTherapyWords();
  const { language } = useLanguage();
  const select = useCallback(
    (modalities: Modality[]) => words(modalities).toSorted((a, b) => a.name.localeCompare(b.name, language)),
    [words, language],
  );
  return useQuery({ ...modalitiesQuery, select });
}
