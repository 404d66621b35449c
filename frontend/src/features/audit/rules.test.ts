import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

import { operations } from "./operations-en";
import { isFiltered, isReversed, periodOf, spelledOut } from "./rules";

it("takes whole days of the clinic's calendar, the last one included", () => {
  expect(periodOf({ from: "2026-11-16", to: "2026-11-18" }, "America/Denver")).toEqual({
    from: "2026-11-16T07:00:00.000Z",
    to: "2026-11-19T07:00:00.000Z",
  });
  expect(periodOf({}, "America/Denver")).toEqual({});
});

it("knows a period that ends before it begins", () => {
  expect(isReversed({ from: "2026-11-18", to: "2026-11-17" })).toBe(true);
  expect(isReversed({ from: "2026-11-18", to: "2026-11-18" })).toBe(false);
  expect(isReversed({ from: "2026-11-18" })).toBe(false);
});

it("takes the account for no filter: without one there is nothing to see", () => {
  expect(isFiltered({ account: "a" })).toBe(false);
  expect(isFiltered({ account: "a", outcome: "refused" })).toBe(true);
});

it("spells out a code that no text names", () => {
  expect(spelledOut("move_bed.again")).toBe("Move bed again");
});

it("has words for every operation of the API", () => {
  const api: { paths: Record<string, Record<string, { operationId: string }>> } = JSON.parse(
    readFileSync(new URL("../../../../openapi/openapi.json", import.meta.url), "utf8"),
  );
  const codes = Object.values(api.paths).flatMap((path) => Object.values(path).map((one) => one.operationId));
  const unworded = codes.filter((code) => !(code in operations));
  expect(unworded, "word these in operations-en.ts and operations-es.ts").toEqual([]);
});
