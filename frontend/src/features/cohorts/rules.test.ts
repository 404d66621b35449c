import { expect, it } from "vitest";

import { aCohort, aMembership } from "@/test/clinic-cohorts";

import {
  activeEpisode,
  coming,
  endErrors,
  firstDay,
  isLate,
  joinBody,
  joinErrors,
  lastDayBefore,
  lastDayOf,
  stateOf,
  targets,
  totals,
  withoutCohort,
} from "./rules";

const open = aCohort("Day", { starts_on: "2026-10-05" });
const closed = aCohort("Winter", { kind: "closed", starts_on: "2026-11-23", ends_on: "2027-01-29" });
const form = (change = {}) => ({ starts_on: "2026-11-23", ends_on: "", late_reason: "" as const, ...change });

it("starts today, or with the cohort where it has not begun", () => {
  expect(firstDay(open, "2026-11-18")).toBe("2026-11-18");
  expect(firstDay(closed, "2026-11-18")).toBe("2026-11-23");
});

it("calls only joining a closed cohort after its start late", () => {
  expect(isLate(closed, "2026-11-23")).toBe(false);
  expect(isLate(closed, "2026-11-24")).toBe(true);
  expect(isLate(open, "2026-11-24")).toBe(false);
});

it("counts both ends of a membership as days of it", () => {
  const membership = aMembership("A", { starts_on: "2026-11-02", ends_on: "2026-11-06" });
  expect(stateOf(membership, "2026-11-01")).toBe("coming");
  expect(stateOf(membership, "2026-11-02")).toBe("member");
  expect(stateOf(membership, "2026-11-06")).toBe("member");
  expect(stateOf(membership, "2026-11-07")).toBe("over");
});

it("leaves ended cohorts out of the census", () => {
  const ended = aCohort("Spring", { status: "ended", seats_taken: 4 });
  expect(totals([aCohort("Day", { seats_taken: 10 }), ended])).toEqual({ taken: 10, capacity: 12 });
});

it("moves within the program, to cohorts that have not ended", () => {
  const others = [
    open,
    aCohort("Evening"),
    aCohort("Spring", { status: "ended" }),
    aCohort("Recovery", { program_id: "another" }),
  ];
  expect(targets(others, open).map((one) => one.name)).toEqual(["Evening"]);
});

it.each([
  [form({ starts_on: "" }), ["starts_on dateMissing"]],
  [form({ starts_on: "2026-11-20" }), ["starts_on beforeCohort"]],
  [form({ starts_on: "2027-02-01", late_reason: "transfer" }), ["starts_on afterCohort"]],
  [form({ ends_on: "2026-11-22" }), ["ends_on reversed"]],
  [form({ ends_on: "2027-02-01" }), ["ends_on afterCohort"]],
  [form({ starts_on: "2026-11-30" }), ["late_reason lateReasonMissing"]],
  [form(), []],
])("finds what is wrong about a seat: %j", (given, found) => {
  expect(joinErrors(given, closed).map(({ field, code }) => `${field} ${code}`)).toEqual(found);
});

it("sends a reason only where somebody joins late", () => {
  expect(joinBody(form({ late_reason: "transfer" }), closed).late_reason).toBeNull();
  expect(joinBody(form({ starts_on: "2026-11-30", late_reason: "transfer" }), closed).late_reason).toBe("transfer");
  expect(joinBody(form({ ends_on: "2026-12-01" }), closed).ends_on).toBe("2026-12-01");
});

it("makes a membership shorter, never longer, and asks why", () => {
  const membership = aMembership("A", { starts_on: "2026-11-02", ends_on: "2026-12-04" });
  const codes = (ends_on: string, reason: "left" | "") => endErrors({ ends_on, reason }, membership).map((e) => e.code);
  expect(codes("2026-11-01", "left")).toEqual(["reversed"]);
  expect(codes("2026-12-05", "left")).toEqual(["beyondEnd"]);
  expect(codes("", "")).toEqual(["lastDayMissing", "reasonMissing"]);
  expect(codes("2026-11-02", "left")).toEqual([]);
});

it("ends the old membership the day before, or never lets it begin", () => {
  expect(lastDayBefore("2026-11-18", { starts_on: "2026-11-02" })).toBe("2026-11-17");
  expect(lastDayBefore("2026-11-18", { starts_on: "2026-11-18" })).toBeNull();
});

it("takes the episode that is active on the day", () => {
  const episode = (id: string, admitted_on: string | null, ended_on: string | null) => ({ id, admitted_on, ended_on });
  const episodes = [
    episode("ended", "2026-01-05", "2026-03-06"),
    episode("referred", null, null),
    episode("now", "2026-10-05", null),
  ];
  expect(activeEpisode(episodes, "2026-11-18")?.id).toBe("now");
  expect(activeEpisode(episodes, "2026-03-06")?.id).toBe("ended");
  expect(activeEpisode(episodes, "2026-10-04")).toBeUndefined();
});

it("shows sessions that are not over, the next first", () => {
  const session = (title: string, starts_at: string, ends_at: string, status: "scheduled" | "cancelled") => ({
    title,
    starts_at,
    ends_at,
    status,
  });
  const sessions = [
    session("later", "2026-11-19T16:00:00Z", "2026-11-19T17:00:00Z", "scheduled"),
    session("over", "2026-11-18T15:00:00Z", "2026-11-18T16:00:00Z", "scheduled"),
    session("running", "2026-11-18T17:00:00Z", "2026-11-18T18:00:00Z", "scheduled"),
    session("cancelled", "2026-11-19T15:00:00Z", "2026-11-19T16:00:00Z", "cancelled"),
  ];
  const titles = (most: number) => coming(sessions, new Date("2026-11-18T17:12:00Z"), most).map((one) => one.title);
  expect(titles(5)).toEqual(["running", "later"]);
  expect(titles(1)).toEqual(["running"]);
});

it("offers today as the last day, within the days of the membership", () => {
  expect(lastDayOf({ starts_on: "2026-11-02", ends_on: null }, "2026-11-18")).toBe("2026-11-18");
  expect(lastDayOf({ starts_on: "2026-11-23", ends_on: null }, "2026-11-18")).toBe("2026-11-23");
  expect(lastDayOf({ starts_on: "2026-11-02", ends_on: "2026-11-06" }, "2026-11-18")).toBe("2026-11-06");
});

it("takes a missing name for no cohort only where names are shown", () => {
  const people = [
    { program_name: "DBT", cohort_name: null },
    { program_name: "DBT", cohort_name: "Day DBT" },
    { program_name: null, cohort_name: null },
  ];
  expect(withoutCohort(people)).toEqual([people[0]]);
});
