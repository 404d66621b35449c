import type { Instrument, InstrumentText, InstrumentTextCreate } from "@/api/types";
import type { Language } from "@/lib/preferred-language";

/** A question as it is typed: its words, and those of its answers by their values. */
export type QuestionForm = { number: string; text: string; values: number[]; answers: string[] };

export type TextForm = { instruction: string; licence: string; questions: QuestionForm[] };

/** As short as a right can be named: the server asks for as much. */
export const LEAST_LICENCE = 10;

/** What is in use in a language, to be changed; else every question of the instrument, without words. */
export function textForm(instrument: Instrument, stored: InstrumentText | undefined): TextForm {
  return {
    instruction: stored?.instruction ?? "",
    licence: stored?.licence ?? "",
    questions: instrument.items.map((item) => {
      const words = stored?.items.find((one) => one.number === item.number);
      return {
        number: item.number,
        text: words?.text ?? "",
        values: item.options.map((option) => option.value),
        answers: item.options.map((option) => words?.options.find((one) => one.value === option.value)?.text ?? ""),
      };
    }),
  };
}

export type TextMistake = { pointer: string; code: "question" | "answer" | "licence"; number?: string; value?: number };

/** What is not written yet. */
export function textMistakes(form: TextForm): TextMistake[] {
  const found = form.questions.flatMap(({ number, text, values, answers }, place): TextMistake[] => {
    const at = `/items/${place}`;
    return [
      ...(text.trim() ? [] : [{ pointer: `${at}/text`, code: "question" as const, number }]),
      ...values.flatMap((value, index) =>
        answers[index]?.trim()
          ? []
          : [{ pointer: `${at}/options/${index}/text`, code: "answer" as const, number, value }],
      ),
    ];
  });
  return form.licence.trim().length < LEAST_LICENCE ? [...found, { pointer: "/licence", code: "licence" }] : found;
}

export function textBody(form: TextForm, key: string, language: Language, replaces: number): InstrumentTextCreate {
  return {
    instrument_key: key,
    language,
    replaces,
    instruction: form.instruction.trim() || null,
    licence: form.licence.trim(),
    items: form.questions.map(({ number, text, values, answers }) => ({
      number,
      text: text.trim(),
      options: values.map((value, index) => ({ value, text: (answers[index] ?? "").trim() })),
    })),
  };
}

/** Whether one question takes the answers of another, so that their words can be taken over. */
export const answersAlike = (one: QuestionForm, other: QuestionForm) =>
  one.values.length === other.values.length && one.values.every((value, index) => value === other.values[index]);
