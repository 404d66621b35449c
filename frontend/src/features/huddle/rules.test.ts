import { expect, test } from "vitest";

import type { HuddleComing, HuddleSession } from "@/api/types";
import { changedSessions, having, lackOf, needsAnAct, spokenOf } from "./rules";

const person = (...facts: (string | [string, object])[]) =>
  ({
    facts: facts.map((fact) =>
      typeof fact === "string" ? { code: fact, params: {} } : { code: fact[0], params: fact[1] },
    ),
  }) as unknown as HuddleComing;

test("people are told apart by whether something is to be said of them today, or of their week alone", () => {
  const people = [
    person("first_day"),
    person(),
    person("missed_last", "short_this_week"),
    person("short_this_week", "days_short_this_week"),
  ];
  const { said, short, others } = spokenOf(people);
  expect(said).toEqual([people[0], people[2]]);
  expect(short).toEqual([people[3]]);
  expect(others).toEqual([people[1]]);
  expect(having(people, "short_this_week")).toBe(2);
  expect(having(people, "short_this_week", "first_day")).toBe(3);
});

test("what a week lacks are hours, days that count, or both", () => {
  const [hours, days] = [{ minutes: 90 }, { count: 2 }];
  expect(lackOf(person(["short_this_week", hours], ["days_short_this_week", days]))).toEqual({ minutes: 90, days: 2 });
  expect(lackOf(person(["days_short_this_week", days]))).toEqual({ minutes: 0, days: 2 });
  expect(lackOf(person("first_day"))).toEqual({ minutes: 0, days: 0 });
});

test("a missed day is acted upon unless it was excused, a booking during leave always, a first day never", () => {
  const needs = (...facts: Parameters<typeof person>) => person(...facts).facts.map(needsAnAct);
  expect(needs("missed_last", ["missed_last", { excused: true }], "on_leave", "first_day", "back_from_leave")).toEqual([
    true,
    false,
    true,
    false,
    false,
  ]);
});

test("a session has changed where it is cancelled or led by others", () => {
  const held = (status: string, substitutes: string[] = [], away: string[] = []) =>
    ({ session: { status }, substitutes, away }) as unknown as HuddleSession;
  const sessions = [held("scheduled"), held("cancelled"), held("scheduled", ["Sam"]), held("scheduled", [], ["Ana"])];
  expect(changedSessions({ sessions })).toEqual(sessions.slice(1));
});
