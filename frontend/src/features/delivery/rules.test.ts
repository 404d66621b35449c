import { expect, it } from "vitest";

import type { Delivery } from "@/api/types";
import { idOf, someModalities } from "@/test/clinic";

import { bodyOf, errorsOf, formOf, sameAsGroup, seesFidelity, skillNames, skillsOf, titleOf } from "./rules";

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
  exceptions: [],
  recorded_by: idOf("account"),
  updated_at: "2026-11-18T18:00:00Z",
  version: 2,
};

it("begins with what the curriculum plans, unless something was recorded", () => {
  const plan = {
    run_id: "r",
    curriculum_id: "c",
    curriculum_name: "Round",
    cohort_id: "k",
    modality_id: "m9",
    topic: { key: "t", name: "Checking the facts", module: "emotion", skills: ["check"], homework: "One a day" },
    number: 3,
    of: 8,
    pinned: false,
    next_topic: "Opposite action",
  };
  expect(formOf(null, 90, plan)).toMatchObject({
    modalityId: "m9",
    module: "emotion",
    skills: ["check"],
    homework: "One a day",
  });
  expect(formOf(stored, 90, plan)).toEqual(formOf(stored, 90));
});

it("proposes the length of the session", () => {
  expect(formOf(null, 90)).toMatchObject({ modalityId: "", minutes: "90", skills: [], exceptions: [] });
});

it("writes back what it does not show", () => {
  expect(bodyOf(formOf(stored, 90))).toMatchObject({
    modality_id: idOf("dbt"),
    minutes: 60,
    fidelity: ["homework_review"],
    objective_code: "obj-1",
    phase: null,
  });
});

it("asks for a modality, and for minutes the session has", () => {
  const form = { ...formOf(null, 90), minutes: "91" };
  expect(errorsOf(form, 90).map((error) => error.field)).toEqual(["modality", "minutes"]);
  const withPerson = { ...formOf(stored, 90), exceptions: [{ ...sameAsGroup("b1"), minutes: "1.5" }] };
  expect(errorsOf(withPerson, 90)).toEqual([{ field: "minutes-b1", code: "minutesWrong" }]);
});

it("sends only people for whom something differs", () => {
  const form = {
    ...formOf(stored, 90),
    exceptions: [
      sameAsGroup("as-all"),
      { ...sameAsGroup("short"), minutes: "30" },
      { ...sameAsGroup("sat-out"), tookPart: false, minutes: "30", skills: ["tip"] },
    ],
  };
  expect(bodyOf(form).exceptions).toMatchObject([
    { booking_id: "short", took_part: true, minutes: 30, skills: null },
    { booking_id: "sat-out", took_part: false, minutes: null, skills: null },
  ]);
});

it("says modality, module and skills by their names", () => {
  expect(titleOf(stored, dbt)).toBe("DBT · Distress tolerance");
  expect(titleOf(stored, undefined)).toBe("Dialectical behavior therapy · distress_tolerance");
  expect(skillNames(stored, dbt)).toBe("TIP, STOP");
});

it("offers the skills of the module, or of all", () => {
  expect(skillsOf(dbt, "interpersonal_effectiveness").map((skill) => skill.name)).toEqual(["DEAR MAN", "GIVE", "FAST"]);
  expect(skillsOf(dbt, "")).toHaveLength(14);
});

it("asks for fidelity of one's own entry, and leaves a colleague's as it is unless the therapy is another", () => {
  expect(seesFidelity(null, stored.modality_id)).toBe(true);
  expect(seesFidelity(stored, stored.modality_id)).toBe(true);
  const theirs = { ...stored, fidelity: null };
  expect(seesFidelity(theirs, stored.modality_id)).toBe(false);
  expect(seesFidelity(theirs, idOf("cbt"))).toBe(true);
  expect(formOf(theirs, 90).fidelity).toEqual([]);
});
