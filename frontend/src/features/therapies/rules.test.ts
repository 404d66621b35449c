import { expect, it } from "vitest";

import { keyOf, moved, nextRow } from "@/lib/parts";
import { emdr } from "@/test/clinic-courses";

import { changesOf, formOf, newTherapy, wrongIn } from "./rules";

it("keeps the keys of what is stored, and makes one for what is new", () => {
  const form = formOf(emdr);
  const [phase] = form.phases;
  if (!phase) throw new Error("the fixture has a phase");
  const renamed = { ...phase, name: "Processing" };
  const added = { row: nextRow(form.phases), key: "", name: "Máquina & más" };
  expect(changesOf({ ...form, phases: [added, renamed], note: "why" }, emdr)).toEqual({
    phases: [
      { key: "maquina-mas", name: "Máquina & más" },
      { key: "desensitization", name: "Processing" },
    ],
  });
  expect(changesOf(form, emdr)).toEqual({});
  expect(keyOf("Two", new Set(["two"]))).toBe("two-2");
  expect(keyOf("¿?", new Set())).toBe("part");
});

it("says what cannot be sent yet", () => {
  const form = formOf(emdr);
  const [sud] = form.records;
  if (!sud) throw new Error("the fixture notes something");
  const blank = { row: 0, key: "", name: " " };
  const wrong = wrongIn({
    ...form,
    name: "",
    planned: "0",
    phases: [blank],
    modules: [{ ...blank, name: "Mindfulness", skills: [blank] }],
    records: [{ ...sud, least: "10", most: "0" }],
  });
  expect(wrong.map(({ field }) => field)).toEqual(["name", "planned", "phases-0", "skills-0-0", "least-0"]);
  expect(wrongIn(form)).toEqual([]);
  expect(newTherapy({ ...form, name: "Art therapy", planned: "6" })).toMatchObject({
    key: "art-therapy",
    planned_sessions: 6,
  });
  const ages = (minAge: string, maxAge: string) => wrongIn({ ...form, minAge, maxAge }).map(({ code }) => code);
  expect([ages("3", "18"), ages("", ""), ages("18", "3"), ages("x", "")]).toEqual([[], [], ["ages"], ["ages"]]);
  expect(changesOf({ ...form, minAge: "3" }, emdr)).toEqual({ min_age: 3 });
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
});

it("tells conditions by what they name, and leaves a phase that was taken out", () => {
  const record = { least: null, most: null, note: null, kind: "yes_no", scope: "course" } as const;
  const therapy = {
    ...emdr,
    records: [...emdr.records, { ...record, key: "fits", name: "It fits" }],
    completion: [
      {
        record: "sud",
        least: 0,
        most: 0,
        anew_after: ["desensitization"],
        counts_in: ["desensitization"],
        widened: { least: 0, most: 1, by: "fits" },
      },
    ],
    measures: [{ instrument_key: "pcl-5", moment: "every_session" as const }],
    expected: [{ name: "Usual", least: 6, most: 12, unit: "sessions" as const, source: "A paper" }],
  };
  const form = formOf(therapy);
  expect(changesOf(form, therapy)).toEqual({});
  expect(changesOf({ ...form, phases: [] }, therapy)).toMatchObject({
    phases: [],
    completion: [{ record: "sud", anew_after: [], counts_in: [] }],
  });
  const [condition] = form.completion;
  if (!condition) throw new Error("the fixture has a condition");
  expect(changesOf({ ...form, completion: [{ ...condition, most: "1" }] }, therapy)).toMatchObject({
    completion: [{ record: "sud", most: 1, anew_after: ["desensitization"], counts_in: ["desensitization"] }],
  });
  const wrong = wrongIn({
    ...form,
    completion: [condition, { ...condition, row: 1, wide: false }],
    measures: [{ row: 0, instrument: "", moment: "weekly" }],
    expected: [{ row: 0, name: "", least: "9", most: "3", unit: "weeks", source: "" }],
  });
  expect(wrong.map(({ field, code }) => [field, code])).toEqual([
    ["completion-0", "condition"],
    ["completion-1", "condition"],
    ["measures-0", "measure"],
    ["expected-0", "doseName"],
    ["dose-0", "dose"],
  ]);
  expect(wrongIn({ ...form, records: form.records.slice(0, 1) }).map(({ code }) => code)).toEqual(["widened"]);
  expect(wrongIn(form)).toEqual([]);
});
