import { expect, it } from "vitest";

import { aSession } from "@/test/clinic";

import { bodyOf, isBack, mayMove, pendingOf, stepped } from "./moving-rules";

const card = aSession({ title: "Skills", date: "2026-11-18", from: "09:40", to: "11:00" });
const monday = "2026-11-16";

it.each([
  ["ArrowDown", false, "y", { local_date: "2026-11-18", local_start: "09:45", minutes: 80 }],
  ["ArrowUp", false, "y", { local_date: "2026-11-18", local_start: "09:30", minutes: 80 }],
  ["ArrowRight", false, "y", { local_date: "2026-11-19", local_start: "09:40", minutes: 80 }],
  ["ArrowRight", false, "x", { local_date: "2026-11-18", local_start: "09:45", minutes: 80 }],
  ["ArrowUp", false, "x", { local_date: "2026-11-17", local_start: "09:40", minutes: 80 }],
  ["ArrowDown", true, "y", { local_date: "2026-11-18", local_start: "09:40", minutes: 90 }],
  ["ArrowLeft", true, "x", { local_date: "2026-11-18", local_start: "09:40", minutes: 60 }],
] as const)("%s moves by the grid's step or by a day", (key, shift, axis, body) => {
  const moved = stepped(pendingOf(card), key, shift, axis, monday);
  expect(moved && bodyOf(moved)).toEqual(body);
});

it("stays in the week, in the day, and knows when it is back", () => {
  const sunday = { ...pendingOf(card), date: "2026-11-22" };
  expect(stepped(sunday, "ArrowRight", false, "y", monday)).toBeNull();
  expect(stepped(pendingOf(card), "Enter", false, "y", monday)).toBeNull();
  const late = { ...pendingOf(card), start: 24 * 60 - 80 };
  expect(stepped(late, "ArrowDown", false, "y", monday)?.start).toBe(24 * 60 - 80);
  expect(isBack(pendingOf(card))).toBe(true);
  expect(isBack(late)).toBe(false);
});

it.each([
  ["the hour that is skipped", "2027-03-14T06:30:00Z", "2027-03-14T07:30:00Z", "01:30", "03:30"],
  ["the hour that comes twice", "2027-11-07T05:30:00Z", "2027-11-07T06:30:00Z", "01:30", "01:30"],
])("is as long as it is over %s", (_, starts_at, ends_at, local_start, local_end) => {
  expect(pendingOf({ ...card, starts_at, ends_at, local_start, local_end }).minutes).toBe(60);
});

it("leaves alone what has begun or is cancelled", () => {
  expect(mayMove(card, new Date("2026-11-18T16:00:00Z"))).toBe(true);
  expect(mayMove(card, new Date("2026-11-18T17:00:00Z"))).toBe(false);
  expect(mayMove({ ...card, status: "cancelled" }, new Date("2026-11-18T16:00:00Z"))).toBe(false);
});
