import { expect, it } from "vitest";

import type { CourseSummary, ModalityDose } from "@/api/types";
import { idOf } from "@/test/clinic";
import { aCourse, emdr } from "@/test/clinic-courses";

import { lanesOf, phaseSpans, placed, spanOf } from "./therapy-lanes";

const TODAY = "2026-11-18";

const aDose = (name: string, change: Partial<ModalityDose> = {}): ModalityDose => ({
  modality_id: idOf(`modality ${name}`),
  key: name.toLowerCase(),
  name,
  planned_sessions: null,
  sessions: 2,
  minutes: 180,
  provisional_minutes: 0,
  first_on: "2026-11-09",
  last_on: "2026-11-16",
  modules: [],
  weeks: [
    { starts_on: "2026-11-09", sessions: 1, minutes: 90 },
    { starts_on: "2026-11-16", sessions: 1, minutes: 90 },
  ],
  ...change,
});

const course: CourseSummary = aCourse(idOf("episode"));

it("gives each therapy one lane, with its courses and weeks, the earliest first", () => {
  const again = { ...course, id: idOf("second"), starts_on: "2026-11-16" };
  const lanes = lanesOf(
    [again, course],
    [aDose("DBT"), aDose("EMDR", { modality_id: emdr.id, sessions: 3, first_on: "2026-11-11" })],
  );
  expect(lanes.map((lane) => [lane.name, lane.courses.map((one) => one.starts_on), lane.sessions])).toEqual([
    ["EMDR", ["2026-11-02", "2026-11-16"], 3],
    ["DBT", [], 2],
  ]);
});

it("reaches from the first day of anything to its last, a week at least", () => {
  expect(spanOf(lanesOf([course], []), TODAY)).toEqual({ from: "2026-11-02", to: "2026-11-19" });
  expect(spanOf(lanesOf([], [aDose("DBT")]), TODAY)).toEqual({ from: "2026-11-09", to: "2026-11-23" });
  expect(spanOf(lanesOf([{ ...course, starts_on: TODAY }], []), TODAY)).toEqual({ from: TODAY, to: "2026-11-25" });
  expect(spanOf([], TODAY)).toEqual({ from: TODAY, to: "2026-11-25" });
});

it("places days as shares of the span, the last one whole", () => {
  const span = { from: "2026-11-02", to: "2026-11-12" };
  expect(placed(span, "2026-11-02", "2026-11-02")).toEqual({ left: 0, width: 0.1 });
  expect(placed(span, "2026-11-04", "2026-11-11")).toEqual({ left: 0.2, width: 0.8 });
  // Over the change of the clock a day is a day.
  expect(placed({ from: "2026-10-31", to: "2026-11-02" }, "2026-11-01", "2026-11-01")).toEqual({
    left: 0.5,
    width: 0.5,
  });
});

it("lets each phase last until the next begins, and the last until the course ends", () => {
  const told = (one: CourseSummary) => phaseSpans(one, TODAY).map((phase) => [phase.from_on, phase.until]);
  expect(told(course)).toEqual([
    ["2026-11-02", "2026-11-03"],
    ["2026-11-04", TODAY],
  ]);
  expect(told({ ...course, ended_on: "2026-11-12" }).at(-1)).toEqual(["2026-11-04", "2026-11-12"]);
  const sameDay = course.phases.map((phase) => ({ ...phase, from_on: "2026-11-04" }));
  expect(told({ ...course, phases: sameDay })[0]).toEqual(["2026-11-04", "2026-11-04"]);
});
