import { expect, it } from "vitest";

import type { Curriculum, Modality } from "@/api/types";
import { someModalities } from "@/test/clinic";

import {
  changesOf,
  formOf,
  inModule,
  newCurriculum,
  newTopic,
  recorded,
  toldOf,
  topicForms,
  wrongIn,
} from "./topic-rules";

const curriculum: Curriculum = {
  id: "c",
  version: 3,
  program_id: "p",
  modality_id: "m",
  modality_name: "DBT",
  name: "Skills",
  template_key: null,
  active: true,
  topics: [
    {
      key: "wise-mind",
      name: "Wise mind",
      module: "mindfulness",
      skills: ["observe"],
      homework: "Once a day",
      records: {},
    },
    { key: "stop", name: "STOP", module: null, skills: [], homework: null, records: {} },
  ],
};

it("sends only what differs, and keeps the keys of the topics", () => {
  const form = formOf(curriculum);
  expect(changesOf(form, curriculum)).toEqual({});
  const added = { ...newTopic(form.topics), name: "Wise mind " };
  const change = changesOf({ ...form, active: false, topics: [...form.topics, added] }, curriculum);
  expect(change).toMatchObject({
    active: false,
    topics: [{ key: "wise-mind" }, { key: "stop" }, { key: "wise-mind-2" }],
  });
  expect("name" in change).toBe(false);
});

it("makes one from another's topics", () => {
  const form = { name: " Ours ", modality: "m", from: "dbt-8", active: true, topics: topicForms(curriculum) };
  expect(newCurriculum(form, "p", "dbt-8")).toEqual({
    program_id: "p",
    name: "Ours",
    modality_id: "m",
    template_key: "dbt-8",
    topics: curriculum.topics,
  });
});

it("says what cannot be sent yet", () => {
  expect(wrongIn({ name: " ", modality: "", from: "", active: true, topics: [] }).map((one) => one.code)).toEqual([
    "name",
    "modality",
    "topics",
  ]);
  const form = formOf(curriculum);
  expect(wrongIn({ ...form, topics: [newTopic(form.topics)] })).toEqual([{ field: "topic-2", code: "topic" }]);
});

it("keeps of a topic's skills those of its module", () => {
  const [first] = someModalities();
  const modality = {
    ...first,
    modules: [
      { key: "mindfulness", name: "Mindfulness", skills: [{ key: "observe", name: "Observe" }] },
      { key: "distress", name: "Distress", skills: [{ key: "stop", name: "STOP" }] },
    ],
  } as Modality;
  const topic = { row: 0, key: "", name: "A", module: "", skills: ["observe", "stop"], homework: "", records: {} };
  expect(inModule(topic, "distress", modality).skills).toEqual(["stop"]);
  expect(inModule(topic, "", modality).skills).toEqual(["observe", "stop"]);
});

it("begins the entry of a group with what a topic records, as typed", () => {
  const record = { least: null, most: null, note: null };
  const theme = { ...record, key: "theme", name: "Theme", kind: "text", scope: "group" } as const;
  const minutes = { ...record, key: "minutes", name: "Minutes", kind: "count", scope: "group" } as const;
  const craving = { ...record, key: "craving", name: "Craving", kind: "count", scope: "each" } as const;
  const modality = { ...someModalities()[0], records: [theme, minutes, craving] } as Modality;
  expect(toldOf(modality)).toEqual([theme, minutes]);
  expect(recorded({ minutes: 2 }, theme, "Sleep ")).toEqual({ minutes: 2, theme: "Sleep " });
  expect(recorded({ minutes: 2 }, minutes, "20")).toEqual({ minutes: 20 });
  expect(recorded({ minutes: 20 }, minutes, "20x")).toEqual({ minutes: 20 });
  expect(recorded({ minutes: 20 }, minutes, "")).toEqual({});
  const form = formOf({ ...curriculum, topics: curriculum.topics.map((one) => ({ ...one, records: { theme: " " } })) });
  expect(newCurriculum(form, "p", null).topics?.map(({ records }) => records)).toEqual([{}, {}]);
});
