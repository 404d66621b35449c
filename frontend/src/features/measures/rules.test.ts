import { expect, it } from "vitest";

import type { InstrumentItem, MeasurePoint, MeasureSeries, ReliableChange } from "@/api/types";

import { dotsOf, firstOpen, heightOf, meaningOf, optionOfKey, reliableAt, signed, thresholdsOf } from "./rules";

const change = (key: string, points: number): ReliableChange => ({
  key,
  points,
  level: { en: "95 %", es: "95 %" },
  formula: { en: "z × √2 × SD × √(1 − r)", es: "z × √2 × DE × √(1 − r)" },
  sd: null,
  reliability: null,
  z: null,
  citation: "IAPT manual",
  population: { en: "Adults treated in England", es: "Personas adultas tratadas en Inglaterra" },
  confidence: "probable",
});

const point = (on: string, total: number | null, values: Partial<MeasurePoint> = {}): MeasurePoint => ({
  administration_id: on,
  episode_id: "a",
  on,
  status: total === null ? "cannot_be_scored" : "completed",
  mode: "read_out",
  total,
  prorated: false,
  band: null,
  subscales: {},
  flags: [],
  flags_unknown: [],
  positive: [],
  reason: null,
  first: false,
  change: null,
  improvement: null,
  reliably_improved: [],
  reliably_deteriorated: [],
  recovered: null,
  clinically_significant: null,
  turning_point: null,
  ...values,
});

const series = (points: MeasurePoint[], values: Partial<MeasureSeries> = {}): MeasureSeries => ({
  instrument_key: "phq-9",
  instrument_version: 1,
  name: "PHQ-9",
  title: { en: "Depression" },
  higher: "worse",
  lowest: 0,
  highest: 27,
  bands: [],
  bands_evidence: null,
  subscales: [],
  cutoffs: [],
  criteria: [],
  clinical_range: null,
  reliable_change: [change("six", 6)],
  points,
  ...values,
});

const BOX = { width: 100, height: 27 };

it("lays time out evenly and leaves out what has no score", () => {
  const drawn = dotsOf(series([point("2026-11-01", 20), point("2026-11-08", null), point("2026-11-11", 9)]), BOX);
  expect(drawn.map(({ x, y }) => [x, y])).toEqual([
    [0, 7],
    [100, 18],
  ]);
  expect(heightOf({ lowest: 0, highest: 27 }, 27, BOX)).toBe(0);
});

it("lays parts out over the same days, each over its own range", () => {
  const part = { key: "use", label: { en: "Use" }, lowest: 0, highest: 12, higher: "worse" as const };
  const brief = series(
    [
      point("2026-11-01", null, { subscales: { use: 12, risk: 3 } }),
      point("2026-11-06", null, { subscales: { use: 6, risk: null } }),
      point("2026-11-11", null, { subscales: { use: null, risk: 3 } }),
      point("2026-11-21", null, { subscales: { use: null, risk: null } }),
    ],
    { lowest: null, highest: null, subscales: [part] },
  );
  expect(dotsOf(brief, { width: 100, height: 24 }, part).map(({ x, y, value }) => [x, y, value])).toEqual([
    [0, 0, 12],
    [50, 12, 6],
  ]);
});

it("names the questions of a criterion by the answer from which each counts", () => {
  expect(thresholdsOf({ items: { "9": 1, "1": 2, "2": 2 } })).toEqual([
    { from: 2, numbers: ["1", "2"] },
    { from: 1, numbers: ["9"] },
  ]);
});

it("says where a change becomes reliable, from the first score of the running episode", () => {
  const first = point("2026-11-01", 20, { first: true });
  expect(reliableAt(series([first, point("2026-11-08", 15)]))).toBe(14);
  expect(reliableAt(series([first], { higher: "better" }))).toBe(26);
  expect(reliableAt(series([point("2026-11-01", 3, { first: true })]))).toBeNull();
  expect(reliableAt(series([first], { reliable_change: [] }))).toBeNull();
  const next = point("2026-12-01", 12, { first: true, episode_id: "b" });
  expect(reliableAt(series([first, next]))).toBe(6);
});

const figures = [change("five", 5), change("six", 6)];

it("names the gravest thing a score says", () => {
  expect(meaningOf(point("d", null), figures)).toBeNull();
  expect(meaningOf(point("d", 20, { first: true }), figures)).toBe("first");
  expect(meaningOf(point("d", 9, { recovered: true, clinically_significant: ["six"] }), figures)).toBe("significant");
  expect(meaningOf(point("d", 26, { reliably_deteriorated: ["six"] }), figures)).toBe("worse");
  expect(meaningOf(point("d", 12, { reliably_improved: ["six"] }), figures)).toBe("better");
  expect(meaningOf(point("d", 14, { reliably_improved: ["five"] }), figures)).toBe("perhapsBetter");
  expect(meaningOf(point("d", 14, { recovered: true, clinically_significant: ["five"] }), figures)).toBe("recovered");
  expect(meaningOf(point("d", 24, { reliably_deteriorated: ["five"] }), figures)).toBe("perhapsWorse");
  expect(meaningOf(point("d", 19), figures)).toBe("noChange");
  expect(meaningOf(point("d", 19, { reliably_improved: null }), figures)).toBe("noFigure");
});

const item = (number: string): InstrumentItem => ({
  number,
  text: null,
  options: [0, 1, 2, 3].map((value) => ({ value, text: null })),
  scored: true,
  may_not_apply: false,
  safety: false,
});

it("goes on at the first question without an answer, also where one in between was left", () => {
  const items = ["1", "2", "3"].map(item);
  const given = (...numbers: string[]) => ({
    answers: numbers.map((one) => ({ item: one, value: 0, answered_at: "2026-11-18T10:00:00Z" })),
  });
  expect(firstOpen(items, given())).toBe(0);
  expect(firstOpen(items, given("1", "3"))).toBe(1);
  expect(firstOpen(items, given("1", "2", "3"))).toBe(3);
});

it("takes the keys that the form prints", () => {
  expect(optionOfKey(item("1"), "3")).toBe(3);
  expect(optionOfKey(item("1"), "4")).toBeUndefined();
  expect(optionOfKey(item("1"), "Enter")).toBeUndefined();
  expect([signed(3), signed(-7), signed(0)]).toEqual(["+3", "−7", "0"]);
});
