import { expect, it } from "vitest";

import type { SessionPlan } from "@/api/types";
import { idOf, someModalities } from "@/test/clinic";
import { someDelivery } from "@/test/delivery";

import { bodyOf, errorsOf, formOf, recordsOf, sameAsGroup, seesFidelity } from "./form-rules";

const scale = (key: string, scope: "group" | "each" | "course") => ({
  key,
  name: key,
  kind: "scale" as const,
  least: 0,
  most: 10,
  note: null,
  scope,
});
const modalities = someModalities().map((one) => ({
  ...one,
  records: [scale("minutes", "group"), scale("craving", "each"), scale("urge", "course")],
}));
const records = recordsOf(modalities[0]);
const stored = { ...someDelivery, records: { minutes: 5 } };

it("begins with what the curriculum plans, unless something was recorded", () => {
  const plan = {
    run_id: "r",
    curriculum_id: "c",
    curriculum_name: "Round",
    cohort_id: "k",
    modality_id: "m9",
    topic: {
      key: "t",
      name: "Checking the facts",
      module: "emotion",
      skills: ["check"],
      homework: "One a day",
      records: {},
    },
    number: 3,
    of: 8,
    pinned: false,
    next_topic: "Opposite action",
  };
  expect(formOf(null, 90, modalities, plan)).toMatchObject({
    modalityId: "m9",
    module: "emotion",
    skills: ["check"],
    homework: "One a day",
  });
  expect(formOf(stored, 90, modalities, plan)).toEqual(formOf(stored, 90, modalities));
});

it("proposes the length of the session", () => {
  expect(formOf(null, 90, modalities)).toMatchObject({ modalityId: "", minutes: "90", skills: [], exceptions: [] });
});

it("writes back what it does not show", () => {
  expect(bodyOf(formOf(stored, 90, modalities), records)).toMatchObject({
    modality_id: idOf("dbt"),
    minutes: 60,
    fidelity: ["homework_review"],
    objective_code: "obj-1",
    phase: null,
  });
});

it("asks for a modality, and for minutes the session has", () => {
  const form = { ...formOf(null, 90, modalities), minutes: "91" };
  expect(errorsOf(form, 90, records).map((error) => error.field)).toEqual(["modality", "minutes"]);
  const withPerson = { ...formOf(stored, 90, modalities), exceptions: [{ ...sameAsGroup("b1"), minutes: "1.5" }] };
  expect(errorsOf(withPerson, 90, records)).toEqual([{ field: "minutes-b1", code: "minutesWrong" }]);
});

it("sends only people for whom something differs", () => {
  const form = {
    ...formOf(stored, 90, modalities),
    exceptions: [
      sameAsGroup("as-all"),
      { ...sameAsGroup("short"), minutes: "30" },
      { ...sameAsGroup("sat-out"), tookPart: false, minutes: "30", skills: ["tip"] },
    ],
  };
  expect(bodyOf(form, records).exceptions).toMatchObject([
    { booking_id: "short", took_part: true, minutes: 30, skills: null },
    { booking_id: "sat-out", took_part: false, minutes: null, skills: null },
  ]);
});

it("records what is of the group once, and of each what is theirs", () => {
  const exceptions = [
    { booking_id: "b1", took_part: true, minutes: null, module: null, skills: null, homework: null },
    { booking_id: "b2", took_part: true, minutes: 30, module: null, skills: null, homework: null },
  ].map((one, place) => ({
    ...one,
    homework_done: null,
    note_code: null,
    records: place === 0 ? { craving: 7 } : { craving: 2, minutes: 3 },
  }));
  const form = formOf({ ...stored, exceptions }, 90, modalities);
  expect(form.noted).toEqual({ minutes: "5" });
  expect(form.each).toEqual({ b1: { craving: "7" }, b2: { craving: "2" } });
  expect(form.exceptions.map(({ bookingId, noted }) => [bookingId, noted])).toEqual([["b2", { minutes: "3" }]]);
  const sent = bodyOf(form, records);
  expect(sent.records).toEqual({ minutes: 5 });
  expect(sent.exceptions?.map(({ booking_id, records: theirs }) => [booking_id, theirs])).toEqual([
    ["b2", { minutes: 3, craving: 2 }],
    ["b1", { craving: 7 }],
  ]);

  const wrong = { ...form, noted: { minutes: "11" }, each: { b1: { craving: "x" } } };
  expect(errorsOf(wrong, 90, records).map(({ field }) => field)).toEqual(["record-minutes", "each-b1-craving"]);
  const out = { ...form, exceptions: [{ ...sameAsGroup("b1"), tookPart: false }], each: { b1: { craving: "7" } } };
  expect(bodyOf(out, records).exceptions).toMatchObject([{ booking_id: "b1", took_part: false, records: null }]);
});

it("fills in what the topic of the curriculum records, and bears a draft of the release before", () => {
  const topic = { key: "t", name: "Sleep", module: null, skills: [], homework: null, records: { minutes: 4, urge: 3 } };
  const plan = { modality_id: idOf("dbt"), topic } as unknown as SessionPlan;
  expect(formOf(null, 90, modalities, plan).noted).toEqual({ minutes: "4" });
  const { noted: _, ...before } = sameAsGroup("b1");
  const form = { ...formOf(stored, 90, modalities), exceptions: [{ ...before, minutes: "10" }] };
  expect(errorsOf(form, 90, records)).toEqual([]);
  expect(bodyOf(form, records).exceptions).toMatchObject([{ booking_id: "b1", minutes: 10, records: null }]);
});

it("asks for fidelity of one's own entry, and leaves a colleague's as it is unless the therapy is another", () => {
  expect(seesFidelity(null, stored.modality_id)).toBe(true);
  expect(seesFidelity(stored, stored.modality_id)).toBe(true);
  const theirs = { ...stored, fidelity: null };
  expect(seesFidelity(theirs, stored.modality_id)).toBe(false);
  expect(seesFidelity(theirs, idOf("cbt"))).toBe(true);
  expect(formOf(theirs, 90, modalities).fidelity).toEqual([]);
});
