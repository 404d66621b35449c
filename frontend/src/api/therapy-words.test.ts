import { expect, test } from "vitest";

import { translated } from "./therapy-words";

const texts = { Preparation: "Preparación", "Body scan": "Escaneo corporal", EMDR: "EMDR (es)" };

test("texts of the catalogue are said in the other language wherever an answer holds them", () => {
  const answer = {
    modality_name: "EMDR",
    phases: [{ key: "preparation", name: "Preparation" }],
    modules: [{ key: "m", name: "Body scan", skills: [{ key: "s", name: "Preparation" }] }],
  };
  expect(translated(answer, texts)).toEqual({
    modality_name: "EMDR (es)",
    phases: [{ key: "preparation", name: "Preparación" }],
    modules: [{ key: "m", name: "Escaneo corporal", skills: [{ key: "s", name: "Preparación" }] }],
  });
  expect(translated("Body scan", texts)).toBe("Escaneo corporal");
});

test("what an organization wrote, keys and anything else stay as they are", () => {
  const answer = { name: "Our own phase", key: "EMDR", objective: "Preparation", minutes: 3, ended_on: null };
  expect(translated(answer, texts)).toEqual(answer);
});

test("topics, what they record and their homework are said in the other language, and their keys are not", () => {
  const sleep = { Sleep: "Sueño", "Keep one bedtime for a week.": "Acuéstese a la misma hora durante una semana." };
  const topic = {
    key: "sleep",
    homework: "Keep one bedtime for a week.",
    records: { topic: "Sleep", minutes: "Sleep" },
  };
  const plan = { curriculum_name: "Ours", next_topic: "Sleep", topic: { ...topic, name: "Sleep" } };
  expect(translated(plan, sleep)).toEqual({
    curriculum_name: "Ours",
    next_topic: "Sueño",
    topic: {
      key: "sleep",
      name: "Sueño",
      homework: "Acuéstese a la misma hora durante una semana.",
      records: { topic: "Sueño", minutes: "Sleep" },
    },
  });
});
