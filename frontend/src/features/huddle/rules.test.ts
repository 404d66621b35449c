import { expect, test } from "vitest";

import type { HuddleComing, HuddleSession } from "@/api/types";
import { changedSessions, having, spokenOf } from "./rules";

const person = (...codes: string[]) =>
  ({ facts: codes.map((code) => ({ code, params: {} })) }) as unknown as HuddleComing;

test("people are told apart by whether something is to be said of them", () => {
  const people = [person("first_day"), person(), person("missed_last", "short_this_week")];
  expect(spokenOf(people).said).toHaveLength(2);
  expect(spokenOf(people).others).toHaveLength(1);
  expect(having(people, "short_this_week")).toBe(1);
  expect(having(people, "short_this_week", "first_day")).toBe(2);
});

test("a session has changed where it is cancelled or led by others", () => {
  const held = (status: string, substitutes: string[] = [], away: string[] = []) =>
    ({ session: { status }, substitutes, away }) as unknown as HuddleSession;
  const sessions = [held("scheduled"), held("cancelled"), held("scheduled", ["Sam"]), held("scheduled", [], ["Ana"])];
  expect(changedSessions({ sessions })).toEqual(sessions.slice(1));
});
