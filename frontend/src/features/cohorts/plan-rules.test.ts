import { expect, it } from "vitest";

import { aCohort } from "@/test/clinic-cohorts";

import { cohortChange, cohortErrors, cohortFormOf, endOf, reaching } from "./plan-rules";

const today = "2026-11-18";
const filled = { ...cohortFormOf(aCohort("Day DBT"), undefined, today) };

it("asks for what a cohort cannot be without", () => {
  const fields = cohortErrors(cohortFormOf(null, undefined, today)).map(({ field }) => field);
  expect(fields).toEqual(["program_id", "location_id", "name", "track", "capacity"]);
  expect(cohortErrors(filled)).toEqual([]);
});

it("asks for the last day of a closed cohort only, and for one after the first", () => {
  expect(cohortErrors({ ...filled, kind: "closed" })).toEqual([{ field: "ends_on", code: "lastDayMissing" }]);
  expect(cohortErrors({ ...filled, ends_on: "2026-10-04" })).toEqual([
    { field: "ends_on", code: "reversed", date: "2026-10-05" },
  ]);
});

it.each(["0", "61", "2.5", "-3", "ten"])("takes no %s seats", (capacity) => {
  expect(cohortErrors({ ...filled, capacity })).toEqual([{ field: "capacity", code: "seatsWrong" }]);
});

it("sends only what was changed", () => {
  const cohort = aCohort("Day DBT", { ends_on: "2026-12-18" });
  const form = { ...cohortFormOf(cohort, undefined, today), capacity: "10", ends_on: "" };
  expect(cohortChange(form, cohort)).toEqual({ capacity: 10, ends_on: null });
});

it("ends no cohort before it began, nor after its last day", () => {
  expect(endOf({ starts_on: "2026-12-01", ends_on: null }, today)).toBe("2026-12-01");
  expect(endOf({ starts_on: "2026-10-05", ends_on: "2026-11-06" }, today)).toBe("2026-11-06");
  expect(endOf({ starts_on: "2026-10-05", ends_on: null }, today)).toBe(today);
});

it("counts whom an end reaches", () => {
  const member = (starts_on: string, ends_on: string | null, voided_at: string | null = null) => ({
    starts_on,
    ends_on,
    voided_at,
  });
  const members = [
    member("2026-10-05", null),
    member("2026-10-05", "2026-11-18"),
    member("2026-11-20", null),
    member("2026-10-05", null, "2026-10-06T10:00:00Z"),
  ];
  expect(reaching(members, today)).toEqual({ ending: 1, ahead: 1 });
  expect(reaching(members, "")).toEqual({ ending: 0, ahead: 0 });
});
