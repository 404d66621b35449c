import { expect, it } from "vitest";

import { aSession } from "@/test/clinic";

import { hoursShown, likelySession, minutesLeft, toClose } from "./rules";

const at = (time: string) => new Date(`2026-11-18T${time}:00-07:00`);
const session = (title: string, from: string, to: string, change = {}) =>
  aSession({ title, date: "2026-11-18", from, to, booked: 1, ...change });
const skills = session("DBT Skills", "09:30", "11:00");
const process = session("Process Group", "11:15", "12:15");
const other = session("CBT Core", "09:00", "10:30", { mine: false });

it("opens one's own session that runs, else the next, else the last", () => {
  const day = [other, skills, process];
  expect(likelySession(day, at("10:00"))).toBe(skills);
  expect(likelySession(day, at("11:05"))).toBe(process);
  expect(likelySession(day, at("18:00"))).toBe(process);
  expect(likelySession([other], at("08:00"))).toBe(other);
  expect(likelySession([{ ...skills, status: "cancelled" }], at("10:00"))).toBeUndefined();
});

it("shows whole hours around the sessions", () => {
  expect(hoursShown([skills, process])).toEqual({ from: 9, to: 15 });
  expect(hoursShown([])).toEqual({ from: 9, to: 17 });
  expect(hoursShown([session("Late", "21:30", "00:30")]).to).toBe(24);
});

it("counts what is left of the day from now", () => {
  expect(minutesLeft([skills, process], at("10:30"))).toBe(30 + 60);
  expect(minutesLeft([{ ...skills, status: "cancelled" }], at("09:00"))).toBe(0);
});

it("asks to close one's own groups that are over", () => {
  expect(toClose([skills, process, other], at("11:05"))).toEqual([skills]);
  expect(toClose([{ ...skills, status: "closed" }], at("12:00"))).toEqual([]);
});
