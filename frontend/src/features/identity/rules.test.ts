import { expect, it } from "vitest";

import { credentialErrors, safeReturn } from "./rules";

it("names what is missing in the order of the fields", () => {
  expect(credentialErrors({ organization: " ", email: "", password: "" })).toEqual([
    ["organization", "organizationMissing"],
    ["email", "emailMissing"],
    ["password", "passwordMissing"],
  ]);
  expect(credentialErrors({ organization: "riverside", email: "dana", password: "x" })).toEqual([
    ["email", "emailWrong"],
  ]);
});

it("returns only to pages of this app", () => {
  expect(safeReturn("/schedule?from=2026-11-16")).toBe("/schedule?from=2026-11-16");
  for (const elsewhere of ["https://evil.example", "//evil.example", "/\\evil.example", undefined]) {
    expect(safeReturn(elsewhere)).toBe("/today");
  }
});
