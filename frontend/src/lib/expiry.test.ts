import { expect, it } from "vitest";

import { expiryOf } from "./expiry";

it.each([
  [null, "unlimited", 0],
  ["9999-12-31", "unlimited", 0],
  ["2027-01-18", "valid", 61],
  ["2027-01-17", "soon", 60],
  ["2026-11-18", "soon", 0],
  ["2026-11-17", "expired", 1],
] as const)("of %s on November 18 says %s", (lastDay, state, days) => {
  expect(expiryOf(lastDay, "2026-11-18")).toEqual({ state, days });
});
