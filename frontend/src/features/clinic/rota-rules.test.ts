import { expect, it } from "vitest";

import { isRunning, rotaOf, shiftBody, shiftErrors, shiftForm } from "./rota-rules";

const NOW = new Date("2026-11-18T16:00:00Z");
const shift = (starts_at: string, ends_at: string) => ({ starts_at, ends_at });

it("says when nobody is on call: from now to the first, between two, and after the last", () => {
  const first = shift("2026-11-18T18:00:00Z", "2026-11-19T06:00:00Z");
  const next = shift("2026-11-19T06:00:00Z", "2026-11-20T06:00:00Z");
  const last = shift("2026-11-21T06:00:00Z", "2026-11-22T06:00:00Z");
  expect(rotaOf([last, first, next], NOW)).toEqual([
    { gap: { from: NOW.toISOString(), to: first.starts_at } },
    { shift: first },
    { shift: next },
    { gap: { from: next.ends_at, to: last.starts_at } },
    { shift: last },
    { gap: { from: last.ends_at, to: null } },
  ]);
  const running = shift("2026-11-18T06:00:00Z", "2026-11-19T06:00:00Z");
  expect(rotaOf([running], NOW)).toEqual([{ shift: running }, { gap: { from: running.ends_at, to: null } }]);
  expect(rotaOf([], NOW)).toEqual([{ gap: { from: NOW.toISOString(), to: null } }]);
});

it("runs from its first instant to its last, which is the next one's", () => {
  const at = (hour: string) => isRunning(shift("2026-11-18T16:00:00Z", "2026-11-18T20:00:00Z"), new Date(hour));
  expect(["15:59:59", "16:00:00", "19:59:59", "20:00:00"].map((time) => at(`2026-11-18T${time}Z`))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

it("is typed by the clinic's clock, also over a night in which the clock is changed", () => {
  const form = { account_id: "a", backup_id: "", starts_day: "2026-10-31", starts_time: "20:00" };
  const whole = { ...form, ends_day: "2026-11-01", ends_time: "08:00" };
  const body = shiftBody(whole, "America/Denver");
  expect([body.starts_at, body.ends_at]).toEqual(["2026-11-01T02:00:00.000Z", "2026-11-01T15:00:00.000Z"]);
  const stored = { ...body, id: "s", account_name: "A", backup_name: null, version: 1 };
  expect(shiftForm(stored, "America/Denver")).toEqual(whole);
  expect(shiftErrors(whole)).toEqual([]);
  expect(shiftErrors(shiftForm(null, "America/Denver")).map(([field]) => field)).toEqual([
    "account_id",
    "starts_at",
    "ends_at",
  ]);
});
