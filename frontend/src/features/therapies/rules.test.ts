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
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
});
