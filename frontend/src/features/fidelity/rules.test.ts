import { expect, it } from "vitest";

import type { FidelityMonth } from "@/api/types";

import { askedOf, shareOf, spanMistake, therapiesOf } from "./rules";

const month = (staff_id: string, at: string, sessions: number, met: number, more: Partial<FidelityMonth> = {}) => ({
  staff_id,
  modality_id: "cpt",
  modality_name: "CPT",
  month: at,
  sessions,
  items: 4,
  met,
  by_item: { agenda: sessions },
  ...more,
});

const names: Record<string, string> = { a: "Ana", z: "Zora" };
const nameOf = (id: string) => names[id] ?? "";

it("puts the months of each person side by side, without a gap", () => {
  const rows = [
    month("z", "2026-09-01", 3, 6),
    month("a", "2026-11-01", 2, 8),
    month("a", "2026-09-01", 1, 2),
    month("a", "2026-11-01", 5, 5, { modality_id: "act", modality_name: "ACT" }),
  ];
  const [act, cpt] = therapiesOf(rows, nameOf);
  expect(act?.name).toBe("ACT");
  expect(cpt?.months).toEqual(["2026-09-01", "2026-10-01", "2026-11-01"]);
  expect(cpt?.people.map((one) => one.staffId)).toEqual(["a", "z"]);
  expect(cpt?.people[0]?.total).toEqual({ sessions: 3, met: 10, of: 12 });
  expect(cpt?.people[0]?.months.get("2026-10-01")).toBeUndefined();
  expect(cpt?.total).toEqual({ sessions: 6, met: 16, of: 24 });
  expect(cpt?.byItem.get("agenda")).toBe(6);
});

it("goes over the turn of a year", () => {
  const rows = [month("a", "2026-11-01", 1, 1), month("a", "2027-02-01", 1, 1)];
  expect(therapiesOf(rows, nameOf)[0]?.months).toEqual(["2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01"]);
});

it("asks for this month and the five before it", () => {
  expect(askedOf({}, "2026-03-31")).toEqual({ staff: undefined, from: "2025-10-01", to: "2026-03-31" });
  expect(askedOf({ staff: "a", from: "2026-01-05" }, "2026-03-31").from).toBe("2026-01-05");
});

it("knows which spans cannot be asked for", () => {
  expect(spanMistake({ from: "2026-02-01", to: "2026-01-01" })).toBe("reversed");
  expect(spanMistake({ from: "2024-01-01", to: "2026-01-01" })).toBeNull();
  expect(spanMistake({ from: "2024-01-01", to: "2026-01-02" })).toBe("long");
});

it("has no share of nothing", () => {
  expect(shareOf({ met: 0, of: 0 })).toBeNull();
  expect(shareOf({ met: 2, of: 3 })).toBe(67);
});
