import { expect, it } from "vitest";

import { aProgram, standardLimits } from "@/test/clinic-cohorts";

import { formOf, type Plan, planOf } from "./rules";
import { checksOf, countableMinutes, type LimitsByPhase } from "./week-check";

const limits: LimitsByPhase = {
  standard: standardLimits(),
  taper: { ...standardLimits(), min_minutes_per_week: null },
};
const plan = (change: Partial<Plan> = {}): Plan => ({ ...planOf(formOf(aProgram())), ...change });
const broken = (change: Partial<Plan>, level: "intensive_outpatient" | "outpatient" = "intensive_outpatient") =>
  checksOf(plan(change), level, limits)
    .filter((check) => !check.kept)
    .map((check) => check.code);

const block = (minutes: number, change: Partial<Plan["blocks"][number]> = {}): Plan["blocks"][number] => ({
  kind: "therapy",
  label: "Group",
  minutes,
  countable: true,
  service_kind: "group",
  equipment: [],
  leaders: 1,
  second_leads: null,
  ...change,
});

it("keeps every rule with a plan as it is shipped", () => {
  expect(broken({})).toEqual([]);
});

it("counts neither breaks nor kinds that the rule leaves out", () => {
  const blocks = [
    block(60),
    block(15, { kind: "break" }),
    block(30, { service_kind: "recreation" }),
    block(20, { countable: false }),
  ];
  expect(countableMinutes(blocks, standardLimits())).toBe(60);
  expect(countableMinutes(blocks, undefined)).toBe(90);
});

it("finds a week that is too short, with its figures and source", () => {
  const [check] = checksOf(plan({ minutes_per_day: 120, blocks: [block(120)] }), "intensive_outpatient", limits).filter(
    ({ kept }) => !kept,
  );
  expect(check).toMatchObject({ code: "weekMinimum", phase: "standard", planned: 360, limit: 540 });
  expect(check?.source?.citation).toMatch(/ASAM/);
});

it("finds a week that is partial hospitalization", () => {
  expect(broken({ days_per_week: 5, minutes_per_day: 240, blocks: [block(240)], tracks: [], phases: [] })).toEqual([
    "weekMaximum",
  ]);
});

it.each([
  [{ days_per_week: 6, tracks: [] }, ["shapeDays", "weekMaximum"]],
  [{ minutes_per_day: 260 }, ["shapeMinutes", "blocksFill"]],
  [{ longest_day_minutes: 200 }, ["longestDay"]],
  [{ longest_day_minutes: 220 }, []],
  [{ length: { unit: "weeks" as const, least: 9, usual: 8, most: 12 } }, ["lengthOrder"]],
  [{ phases: [{ phase: "taper" as const, days_per_week: 4, weeks: 2 }] }, ["phaseDays"]],
  [{ tracks: [{ track: "day" as const, weekdays: ["monday" as const], starts_at: "09:30" }] }, ["trackDays"]],
  [{ phases: [{ phase: "holiday" as const, days_per_week: 2, weeks: 1 }] }, []],
])("finds what is broken in %j", (change, codes) => {
  expect(broken(change)).toEqual(codes);
});

it("fills an empty day with therapy, as the server does", () => {
  const empty = checksOf(plan({ blocks: [], minutes_per_day: 190 }), "intensive_outpatient", limits);
  expect(empty.find((check) => check.code === "weekMinimum")).toMatchObject({ planned: 570, kept: true });
});

it("says that no rule is valid, for intensive outpatient alone", () => {
  const none = { standard: null, taper: null };
  expect(checksOf(plan(), "intensive_outpatient", none).filter(({ code }) => code === "noRule")).toHaveLength(2);
  expect(checksOf(plan(), "outpatient", none).filter(({ code }) => code === "noRule")).toHaveLength(0);
});

it("judges outpatient programs without the shape of intensive ones", () => {
  expect(checksOf(plan(), "outpatient", limits).map(({ code }) => code)).not.toContain("shapeDays");
});
