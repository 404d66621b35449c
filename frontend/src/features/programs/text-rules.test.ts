import { expect, it } from "vitest";

import type { Instrument, InstrumentText } from "@/api/types";

import { answersAlike, textBody, textForm, textMistakes } from "./text-rules";

const item = (number: string, values: number[]) => ({
  number,
  text: null,
  options: values.map((value) => ({ value, text: null })),
  scored: true,
  may_not_apply: false,
  safety: false,
});
const instrument = { key: "bam-iop", items: [item("1", [0, 1]), item("14", [0, 4])] } as unknown as Instrument;
const stored = {
  instruction: "Last week",
  licence: "Letter of the owner, 2026",
  items: [
    {
      number: "1",
      text: "How are you?",
      options: [
        { value: 0, text: "Well" },
        { value: 1, text: "Not well" },
      ],
    },
    {
      number: "14",
      text: "Income?",
      options: [
        { value: 0, text: "No" },
        { value: 4, text: "Yes" },
      ],
    },
  ],
} as unknown as InstrumentText;

it("begins with every question and answer of the instrument, and with the words in use where there are some", () => {
  expect(textForm(instrument, undefined).questions).toEqual([
    { number: "1", text: "", values: [0, 1], answers: ["", ""] },
    { number: "14", text: "", values: [0, 4], answers: ["", ""] },
  ]);
  const form = textForm(instrument, stored);
  expect(form.questions[1]).toEqual({ number: "14", text: "Income?", values: [0, 4], answers: ["No", "Yes"] });
  expect(textBody(form, "bam-iop", "en", 3)).toMatchObject({
    replaces: 3,
    items: stored.items,
    instruction: "Last week",
  });
});

it("names each question, answer and right that is not written", () => {
  const form = textForm(instrument, stored);
  expect(textMistakes(form)).toEqual([]);
  const [first, second] = form.questions;
  if (!first || !second) throw new Error("two questions");
  const blank = {
    ...form,
    licence: "yes",
    questions: [
      { ...first, text: " " },
      { ...second, answers: ["No", ""] },
    ],
  };
  expect(textMistakes(blank)).toEqual([
    { pointer: "/items/0/text", code: "question", number: "1" },
    { pointer: "/items/1/options/1/text", code: "answer", number: "14", value: 4 },
    { pointer: "/licence", code: "licence" },
  ]);
  expect(textBody({ ...form, instruction: " " }, "bam-iop", "en", 0).instruction).toBeNull();
});

it("takes answers over only where a question has the same ones", () => {
  const [one, other] = textForm(instrument, undefined).questions;
  if (!one || !other) throw new Error("two questions");
  expect([answersAlike(one, { ...one, number: "2" }), answersAlike(one, other)]).toEqual([true, false]);
});
