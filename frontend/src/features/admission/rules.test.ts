import { expect, it } from "vitest";

import {
  admissionErrors,
  cliniciansOn,
  mayStart,
  newAdmission,
  newReferral,
  referralErrors,
  screeningErrors,
} from "./rules";

const TODAY = "2026-11-18";
const episode = { referred_on: "2026-11-10", screened_on: "2026-11-12" };
const codes = (errors: { code: string }[]) => errors.map(({ code }) => code);

it("begins no further episode while one runs or waits for its admission", () => {
  expect(mayStart([])).toBe(true);
  expect(mayStart([{ status: "ended" }])).toBe(true);
  for (const status of ["referred", "screening", "active", "on_leave"] as const) {
    expect(mayStart([{ status: "ended" }, { status }])).toBe(false);
  }
});

it("asks for a program, a source and a day of the referral that has come", () => {
  const form = newReferral(TODAY);
  expect(codes(referralErrors(form, TODAY))).toEqual(["programMissing", "sourceMissing"]);
  const chosen = { ...form, program: "1", source: "self" as const };
  expect(codes(referralErrors({ ...chosen, referredOn: "" }, TODAY))).toEqual(["referredOnMissing"]);
  expect(codes(referralErrors({ ...chosen, referredOn: "2026-11-19" }, TODAY))).toEqual(["dayAhead"]);
  expect(referralErrors(chosen, TODAY)).toEqual([]);
});

it.each([
  ["", "screenedOnMissing"],
  ["2026-11-09", "beforeReferral"],
  ["2026-11-19", "dayAhead"],
])("refuses a screening on %s", (day, code) => {
  expect(codes(screeningErrors(day, episode, TODAY))).toEqual([code]);
  expect(screeningErrors("2026-11-10", episode, TODAY)).toEqual([]);
});

it("keeps the days of an admission in their order", () => {
  const form = { ...newAdmission({ location_id: null }, TODAY), clinician: "1" };
  const wrong = (change: Partial<typeof form>) => codes(admissionErrors({ ...form, ...change }, episode, TODAY));
  expect(wrong({})).toEqual([]);
  expect(wrong({ admittedOn: "" })).toEqual(["admittedOnMissing"]);
  expect(wrong({ admittedOn: "2026-11-19" })).toEqual(["dayAhead"]);
  expect(wrong({ admittedOn: "2026-11-11" })).toEqual(["beforeScreening"]);
  expect(wrong({ endsOn: "2026-11-17", clinician: "" })).toEqual(["clinicianMissing", "endsEarly"]);
  expect(admissionErrors({ ...form, admittedOn: "2026-11-11" }, { ...episode, screened_on: null }, TODAY)).toEqual([]);
});

it("puts the team of that day before the others", () => {
  const staff = ["a", "b", "c", "d"].map((id) => ({ id, display_name: id }));
  const team = [
    { staff_id: "b", starts_on: "2026-01-01", ends_on: null },
    { staff_id: "c", starts_on: "2026-01-01", ends_on: "2026-11-17" },
    { staff_id: "d", starts_on: "2026-12-01", ends_on: null },
  ];
  const { team: first, others } = cliniciansOn(staff, team, TODAY);
  expect(first.map(({ id }) => id)).toEqual(["b"]);
  expect(others.map(({ id }) => id)).toEqual(["a", "c", "d"]);
});
