import { describe, expect, it } from "vitest";

import { blanks, clock, day, firstOpen, languageOf, placeOf, waitBefore } from "./rules";
import { fill, texts } from "./texts";

const ID = "01a21a21-570e-7147-98c0-0123456789ab";

describe("the place behind the #", () => {
  it("is a measure, a one-time link, the plan, or the start", () => {
    expect(placeOf("#plan")).toEqual({ at: "plan" });
    expect(placeOf(`#measure/${ID}`)).toEqual({ at: "measure", id: ID });
    expect(placeOf(`#${ID}.${"a".repeat(43)}`)).toEqual({ at: "enrol", token: `${ID}.${"a".repeat(43)}` });
    for (const other of ["", "#", "#measure/1", `#${ID}`, `#${ID}.x`]) expect(placeOf(other)).toEqual({ at: "home" });
  });
});

it("reads Spanish to who reads Spanish and English to others", () => {
  expect(["es", "es-MX", "ES", "en-US", "fr", null, undefined].map(languageOf)).toEqual([
    "es",
    "es",
    "es",
    "en",
    "en",
    "en",
    "en",
  ]);
});

it("goes on at the first blank question and names the blank ones", () => {
  const asked = { items: ["1", "2", "3"].map((number) => ({ number })), answers: [{ item: "1" }, { item: "3" }] };
  expect(firstOpen(asked)).toBe(1);
  expect(blanks(asked)).toEqual(["2"]);
  expect(firstOpen({ ...asked, answers: asked.items.map(({ number }) => ({ item: number })) })).toBe(3);
});

it("waits longer from try to try, and as long as it is told", () => {
  expect([0, 1, 2, 9].map((attempt) => waitBefore(attempt))).toEqual([2_000, 4_000, 8_000, 30_000]);
  expect(waitBefore(0, 12)).toBe(12_000);
});

it("names another day where the time alone would mislead", () => {
  const now = new Date("2026-03-06T20:00:00Z");
  expect(clock("2026-03-06T21:15:00Z", "America/New_York", "en", now)).toMatch(/^4:15\sPM$/);
  expect(clock("2026-03-09T13:00:00Z", "America/New_York", "en", now)).toMatch(/^Monday, March 9 at 9:00\sAM$/);
});

it("says the day of where the program meets", () => {
  expect(day("2026-03-07T02:00:00Z", "America/New_York", "en-US")).toBe("March 6, 2026");
  expect(day("2026-03-07T02:00:00Z", "America/New_York", "es-US")).toBe("6 de marzo de 2026");
});

it("puts in the same values in both languages", () => {
  const holes = (part: unknown): string[] =>
    typeof part === "string"
      ? [(part.match(/\{\w+\}/g) ?? []).sort().join()]
      : Object.values(part as object).flatMap(holes);
  expect(holes(texts.es)).toEqual(holes(texts.en));
  expect(fill("{a} of {b}", { a: 1, b: "two" })).toBe("1 of two");
});
