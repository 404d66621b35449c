import { expect, it } from "vitest";

import { coming, matches, peopleAsked, step } from "./rules";

it.each([
  ["av", null],
  ["  av ", null],
  ["ave", { name_prefix: "ave" }],
  ["Íñi", { name_prefix: "Íñi" }],
  ["204", { mrn: "204" }],
])("asks for people by three letters: %j", (typed, asked) => {
  expect(peopleAsked(typed)).toEqual(asked);
});

it("matches the beginnings of words, whatever their accents", () => {
  expect(matches("Auditoría", "audito")).toBe(true);
  expect(matches("DBT Skills", "ski db")).toBe(true);
  expect(matches("DBT Skills", "kills")).toBe(false);
  expect(matches("DBT Skills", "")).toBe(true);
});

const group = {
  mine: true,
  telehealth: false,
  status: "scheduled" as const,
  starts_at: "2026-11-18T16:30:00Z",
  ends_at: "2026-11-18T18:00:00Z",
};
const during = new Date("2026-11-18T17:00:00Z");

it("offers sessions that are not over, the next first", () => {
  const later = { ...group, starts_at: "2026-11-18T20:00:00Z", ends_at: "2026-11-18T21:00:00Z" };
  const over = { ...group, starts_at: "2026-11-18T14:00:00Z", ends_at: "2026-11-18T15:00:00Z" };
  expect(coming([later, over, group, { ...later, status: "cancelled" as const }], during)).toEqual([group, later]);
});

it("goes around the ends of the list", () => {
  expect(step(2, 1, 3)).toBe(0);
  expect(step(0, -1, 3)).toBe(2);
  expect(step(-1, 1, 3)).toBe(0);
  expect(step(-1, -1, 3)).toBe(2);
  expect(step(0, 1, 0)).toBe(-1);
});
