import { expect, it } from "vitest";

import type { Delivery } from "@/api/types";
import { idOf, someModalities } from "@/test/clinic";

import { differing, skillNames, skillsOf, titleOf } from "./rules";

const dbt = someModalities()[0];
const stored: Delivery = {
  id: idOf("delivery"),
  session_id: idOf("session"),
  position: 1,
  modality_id: idOf("dbt"),
  modality_name: "Dialectical behavior therapy",
  module: "distress_tolerance",
  phase: null,
  minutes: 60,
  skills: ["tip", "stop"],
  homework: "Diary card",
  fidelity: ["homework_review"],
  objective_code: "obj-1",
  records: {},
  exceptions: [],
  recorded_by: idOf("account"),
  updated_at: "2026-11-18T18:00:00Z",
  version: 2,
};

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
  expect(differing({ ...stored, records: { sit: 20 }, exceptions })).toBe(3);
});

it("offers the skills of the module, or of all", () => {
  expect(skillsOf(dbt, "interpersonal_effectiveness").map((skill) => skill.name)).toEqual(["DEAR MAN", "GIVE", "FAST"]);
  expect(skillsOf(dbt, "")).toHaveLength(14);
});
