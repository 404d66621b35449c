import { expect, it } from "vitest";

import { someModalities } from "@/test/clinic";
import { someDelivery } from "@/test/delivery";

import { differencesOf, differing, skillNames, skillsOf, titleOf } from "./rules";

const dbt = someModalities()[0];
const stored = someDelivery;

it("says modality, module and skills by their names", () => {
  expect(titleOf(stored, dbt)).toBe("DBT · Distress tolerance");
  expect(titleOf(stored, undefined)).toBe("Dialectical behavior therapy · distress_tolerance");
  expect(skillNames(stored, dbt)).toBe("TIP, STOP");
});

it("counts as different only those for whom something was", () => {
  const same = {
    booking_id: "b",
    took_part: true,
    minutes: null,
    module: null,
    skills: null,
    homework: null,
    homework_done: null,
    note_code: null,
    records: { craving: 7 },
  };
  const exceptions = [same, { ...same, took_part: false }, { ...same, minutes: 30 }, { ...same, records: { sit: 5 } }];
  expect(differing({ ...stored, records: { sit: 20 }, exceptions })).toHaveLength(3);
});

it("offers the skills of the module, or of all", () => {
  expect(skillsOf(dbt, "interpersonal_effectiveness").map((skill) => skill.name)).toEqual(["DEAR MAN", "GIVE", "FAST"]);
  expect(skillsOf(dbt, "")).toHaveLength(14);
});

it("says what was otherwise for one person, and nothing of what was as for everybody", () => {
  const same = { booking_id: "b", took_part: true, minutes: null, module: null, skills: null };
  const none = { ...same, homework: null, homework_done: null, note_code: null, records: null };
  expect(differencesOf(none, {}, dbt)).toEqual([]);
  expect(differencesOf({ ...none, took_part: false }, {}, dbt)).toEqual([{ kind: "tookNoPart" }]);
  expect(
    differencesOf(
      { ...none, minutes: 0, module: "distress_tolerance", skills: ["tip"], homework: "Walk", homework_done: "partly" },
      {},
      dbt,
    ),
  ).toEqual([
    { kind: "minutes", minutes: 0 },
    { kind: "module", name: "Distress tolerance" },
    { kind: "skills", names: "TIP" },
    { kind: "homework", text: "Walk" },
    { kind: "homeworkDone", state: "partly" },
  ]);
  const urge = {
    key: "urge",
    name: "Urge",
    kind: "scale" as const,
    least: 0,
    most: 5,
    note: null,
    scope: "each" as const,
  };
  const rated = someModalities().map((one) => ({ ...one, records: [urge] }));
  expect(
    differencesOf({ ...none, records: { urge: 3, gone: true, told: 1 } }, { urge: 5, gone: false }, rated[0]),
  ).toEqual([
    { kind: "record", name: "Urge", value: 3 },
    { kind: "record", name: "gone", value: true },
  ]);
  expect(differencesOf({ ...none, skills: [] }, {}, dbt)).toEqual([{ kind: "skills", names: "" }]);
});
