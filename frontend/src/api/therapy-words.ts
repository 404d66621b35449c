import { queryOptions, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";

import { useLanguage } from "@/lib/i18n";
import { modalitiesQuery } from "./catalogue";
import { api, call } from "./client";
import { keys } from "./keys";
import type { Modality } from "./types";

type Texts = Readonly<Record<string, string>>;

/** What the shipped therapies and curricula say, and what that is in Spanish. It comes with the product. */
const textsQuery = queryOptions({
  queryKey: keys.modalityTexts,
  queryFn: async ({ signal }) => {
    const params = { path: { language: "es" as const } };
    const [therapies, curricula] = await Promise.all([
      call(() => api.GET("/api/v1/modalities/texts/{language}", { params, signal })),
      call(() => api.GET("/api/v1/curriculum-templates/texts/{language}", { params, signal })),
    ]);
    return {
      told: { ...therapies.texts, ...curricula.texts },
      therapies: bothWays(therapies.texts),
      curricula: bothWays(curricula.texts),
    };
  },
  staleTime: Number.POSITIVE_INFINITY,
});

const bothWays = (told: Texts) => ({
  told,
  back: Object.fromEntries(Object.entries(told).map(([text, spanish]) => [spanish, text])) as Texts,
});

/** Where answers hold texts that are shipped. `topic` is what psychoeducation was about; `text` is homework's. */
const SAID = new Set([
  "name",
  "short_name",
  "description",
  "note",
  "open_because",
  "modality_name",
  "modality_short_name",
  "curriculum_name",
  "next_topic",
  "homework",
  "text",
  "topic",
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
  return useTranslated(useTexts().data?.told);
}

/**
 * For a form that is filled in with what a curriculum, or a therapy, says: whether the words are still awaited, what it
 * says as it is shown, and what is sent told back, so that everybody reads what was kept in their own language.
 */
export function useKeptWords(of: "curricula" | "therapies" = "curricula") {
  const { data, isLoading } = useTexts();
  return { awaited: isLoading, shown: useTranslated(data?.[of].told), kept: useTranslated(data?.[of].back) };
}

function useTexts() {
  const { language } = useLanguage();
  return useQuery({ ...textsQuery, enabled: language === "es" });
}

function useTranslated(texts: Texts | undefined): <Answer>(answer: Answer) => Answer {
  const { language } = useLanguage();
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
