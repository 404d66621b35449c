import { expect, test } from "vitest";

import { canWithdraw, mistakesIn, requestOf } from "./rules";

const form = { audience: "program:p1", about: "", urgent: false, text: " The van comes at ten. " };

test("a team's note carries the location, a colleague's does not", () => {
  expect(requestOf(form, "l1")).toEqual({
    text: "The van comes at ten.",
    urgency: "routine",
    program_id: "p1",
    location_id: "l1",
  });
  expect(requestOf({ ...form, audience: "staff:s1", about: "x", urgent: true }, "l1")).toEqual({
    text: "The van comes at ten.",
    urgency: "urgent",
    participant_id: "x",
    to_staff_id: "s1",
  });
});

test("a note needs a reader and a text of at most a thousand characters", () => {
  expect(mistakesIn(form)).toEqual([]);
  expect(mistakesIn({ ...form, audience: "", text: "  " }).map(({ code }) => code)).toEqual(["noAudience", "noText"]);
  expect(mistakesIn({ ...form, text: "x".repeat(1001) }).map(({ code }) => code)).toEqual(["tooLong"]);
});

test("nobody takes back what somebody has read", () => {
  const mine = { mine: true, state: "active", acknowledgements: [] } as unknown as Parameters<typeof canWithdraw>[0];
  expect(canWithdraw(mine)).toBe(true);
  expect(canWithdraw({ ...mine, acknowledgements: [{ account_id: "a", name: "Sam", acknowledged_at: "" }] })).toBe(
    false,
  );
  expect(canWithdraw({ ...mine, mine: false })).toBe(false);
});
