import { expect, it } from "vitest";

import { aProgram } from "@/test/clinic-cohorts";

import {
  assignmentState,
  changesOf,
  differing,
  formOf,
  freePlan,
  moved,
  nextKey,
  planErrors,
  planOf,
  valuesOf,
} from "./rules";

const names = { check_in: "Check-in", therapy: "Therapy", break: "Break", check_out: "Check-out" };

it("writes a plan as it was read", () => {
  const program = aProgram();
  const plan = planOf(formOf(program));
  expect(plan).toMatchObject({
    days_per_week: 3,
    minutes_per_day: 220,
    longest_day_minutes: null,
    blocks: program.blocks,
    length: program.length,
    phases: program.phases,
  });
  expect(plan.tracks[0]?.starts_at).toBe("09:30");
  expect(changesOf(formOf(program), program)).toEqual({});
});

it("sends only the parts that were changed", () => {
  const program = aProgram();
  const form = { ...formOf(program), days_per_week: "4", description: " " };
  expect(changesOf(form, program)).toEqual({ days_per_week: 4, description: null });
});

it("names the parts in which two plans differ, whatever the order of members", () => {
  const one = planOf(formOf(aProgram()));
  const same = { ...one, length: { most: 24, least: 8, unit: "weeks" as const, usual: 16 } };
  expect(differing(one, same)).toEqual([]);
  expect(differing(one, { ...one, blocks: one.blocks.slice(1), part2: true })).toEqual(["part2", "blocks"]);
});

it("begins a free plan with a day that adds up", () => {
  const values = valuesOf({ ...freePlan(names), name: "Trauma" });
  expect(values.blocks?.reduce((sum, block) => sum + block.minutes, 0)).toBe(values.minutes_per_day);
  expect(values).toMatchObject({ name: "Trauma", level_of_care: "intensive_outpatient", age_band: "adult" });
});

it("reads what a block's room must have, each thing once, and asks it of therapy alone", () => {
  const form = formOf(aProgram());
  expect(form.blocks.map((one) => one.equipment)).toEqual(["", "Whiteboard", "", "", ""]);
  const old = form.blocks.map(({ equipment: _, ...one }) => one);
  expect(planOf({ ...form, blocks: old }).blocks.map((one) => one.equipment)).toEqual([[], [], [], [], []]);
  const blocks = form.blocks.map((one) => ({ ...one, equipment: " Screen, Whiteboard,, Screen" }));
  expect(planOf({ ...form, blocks }).blocks.map((one) => one.equipment.length)).toEqual([0, 2, 0, 2, 0]);
});

it("never counts a break", () => {
  const form = freePlan(names);
  const blocks = form.blocks.map((block) => ({ ...block, countable: true }));
  expect(planOf({ ...form, blocks }).blocks.filter((block) => block.countable)).toHaveLength(4);
});

it.each([
  [{ name: " " }, ["/name nameMissing"]],
  [{ days_per_week: "8" }, ["/days_per_week wholeNumber"]],
  [{ minutes_per_day: "3.5" }, ["/minutes_per_day wholeNumber"]],
  [{ longest_day_minutes: "500" }, ["/longest_day_minutes wholeNumber"]],
  [{ longest_day_minutes: " " }, []],
  [{ least: "", most: "x" }, ["/length/least wholeNumber", "/length/most wholeNumber"]],
  [
    { tracks: [{ track: "day" as const, weekdays: [], starts_at: "" }] },
    ["/tracks/0/weekdays weekdaysMissing", "/tracks/0/starts_at timeMissing"],
  ],
  [
    { phases: [{ key: 0, phase: "taper" as const, days_per_week: "0", weeks: "2" }] },
    ["/phases/0/days_per_week wholeNumber"],
  ],
  [{ blocks: [] }, []],
])("finds what cannot be sent: %j", (change, found) => {
  const form = { ...freePlan(names), name: "Trauma", ...change };
  expect(planErrors(form).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(found);
});

it("finds blocks without a name or minutes", () => {
  const form = { ...freePlan(names), name: "Trauma" };
  const [first, ...rest] = form.blocks;
  if (!first) throw new Error("a free plan has blocks");
  const blocks = [{ ...first, label: "", minutes: "0" }, ...rest];
  expect(planErrors({ ...form, blocks }).map(({ pointer }) => pointer)).toEqual([
    "/blocks/0/label",
    "/blocks/0/minutes",
  ]);
});

it("moves a row by one, and nothing over an end", () => {
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 0, -1)).toEqual(["a", "b", "c"]);
});

it("gives a new row a key of its own", () => {
  expect(nextKey([])).toBe(0);
  expect(nextKey([{ key: 4 }, { key: 1 }])).toBe(5);
});

it("counts the last day of an assignment as a day of it", () => {
  const assignment = { starts_on: "2026-11-02", ends_on: "2026-11-18" };
  expect(assignmentState(assignment, "2026-11-01")).toBe("coming");
  expect(assignmentState(assignment, "2026-11-18")).toBe("current");
  expect(assignmentState(assignment, "2026-11-19")).toBe("ended");
});
