import { describe, expect, it } from "vitest";

import type { DiaryDay, DiaryField, TreatmentTarget } from "@/api/types";

import { byTier, cellOf, daysUpTo, hoursOf, numbersOf, shownFields } from "./rules";

const field = (key: string, more: Partial<DiaryField> = {}): DiaryField => ({
  key,
  kind: "urge",
  label: { en: key },
  highest: 5,
  kept: true,
  always: false,
  threshold: 4,
  alarms_from: 4,
  ...more,
});
const day = (on: string, entries: [string, number | null][]): DiaryDay => ({
  id: on,
  day: on,
  entries: entries.map(([key, number]) => ({
    field: key,
    number,
    skills: null,
    read_out: true,
    entered_by: "a",
    entered_at: `${on}T10:00:00Z`,
    alarms: false,
  })),
});

describe("the map", () => {
  it("has every day of its window, the earliest first, across the end of a month", () => {
    expect(daysUpTo("2026-03-02", 4)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]);
  });

  it("is darker the higher a number, and empty where something was taken back", () => {
    const days = [
      day("2026-11-17", [
        ["a", 5],
        ["b", null],
        ["c", 7],
      ]),
    ];
    expect(cellOf(days, "2026-11-17", field("a"))?.level).toBe(5);
    expect(cellOf(days, "2026-11-17", field("b"))).toBeUndefined();
    expect(cellOf(days, "2026-11-16", field("a"))).toBeUndefined();
    expect(cellOf(days, "2026-11-17", field("c", { kind: "rating", highest: 7 }))?.level).toBe(5);
    expect(cellOf(days, "2026-11-17", field("c", { kind: "hours", highest: 24 }))?.level).toBe(0);
  });

  it("keeps a field in sight that is kept no more but was filled", () => {
    const fields = [field("a"), field("b", { kept: false }), field("c", { kept: false })];
    expect(shownFields(fields, [day("2026-11-17", [["b", 2]])]).map((one) => one.key)).toEqual(["a", "b"]);
  });
});

it.each([
  ["6.5", 6.5],
  ["6,5", 6.5],
  [" 0 ", 0],
  ["24", 24],
  ["24.5", undefined],
  ["6.3", undefined],
  ["six", undefined],
  ["", undefined],
])("reads %s as hours", (text, hours) => {
  expect(hoursOf(text)).toBe(hours);
});

it("offers the numbers of a field, the highest included", () => {
  expect(numbersOf(field("a", { kind: "rating", highest: 7 }))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

it("puts targets by their tier, the gravest first, and leaves closed ones out", () => {
  const target = (id: string, tier: TreatmentTarget["tier"], closed_on: string | null = null) =>
    ({ id, tier, closed_on }) as TreatmentTarget;
  const found = byTier([
    target("rent", "quality_of_life"),
    target("harm", "life_threatening"),
    target("late", "therapy_interfering", "2026-11-01"),
  ]);
  expect(found.map(({ tier, targets }) => [tier, targets.map(({ id }) => id)])).toEqual([
    ["life_threatening", ["harm"]],
    ["quality_of_life", ["rent"]],
  ]);
});
