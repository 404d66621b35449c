import { expect, it } from "vitest";

import { ProblemError, UnreachableError } from "@/api/problem";
import { anAttendance } from "@/test/clinic";

import { changesOf, type Kept, keepable, replacedBy, saysTheSame, settledBy, unsent, verdictOf } from "./outbox-rules";

const aKept = (change: Partial<Kept> = {}): Kept => ({
  sequence: 1,
  account: "dana",
  session: "skills",
  booking: "avery",
  key: "key",
  version: null,
  mark: { booking_id: "avery", outcome: "present" },
  tried: false,
  state: "waiting",
  theirs: null,
  refusal: null,
  ...change,
});
const refused = (status: number, code = "some-code") =>
  new ProblemError({ type: `/problems/${code}`, title: code, status, code });

it("keeps ids, status and times, and says when a reason or a place is left out", () => {
  const { mark, whole } = keepable({ booking_id: "avery", outcome: "excused", absence_reason: "hospital" });
  expect(mark).toEqual({ booking_id: "avery", outcome: "excused" });
  expect(whole).toBe(false);
  const late = { booking_id: "avery", outcome: "late", arrived_at: "2026-11-18T16:44:00Z" } as const;
  expect(keepable(late)).toEqual({ mark: late, whole: true });
  const video = { place: "4 Elm St", call_back_number: "555-0142", consent_confirmed: true };
  expect(JSON.stringify(keepable({ booking_id: "avery", outcome: "present", video }))).not.toContain("Elm");
});

it("counts people, and only those whose marks still wait", () => {
  expect(unsent([aKept(), aKept({ sequence: 2 }), aKept({ sequence: 3, booking: "blanca" })])).toBe(2);
  expect(unsent([aKept({ state: "conflict" }), aKept({ booking: "chidi", state: "refused" })])).toBe(0);
});

it("lets a new mark take the place of one the server cannot have seen, and of no other", () => {
  expect(replacedBy([aKept()], "avery")?.sequence).toBe(1);
  expect(replacedBy([aKept({ tried: true })], "avery")).toBeUndefined();
  expect(replacedBy([aKept()], "blanca")).toBeUndefined();
  expect(settledBy([aKept({ state: "refused" })], "avery")).toHaveLength(1);
});

it("lays what waits over its own session, in the order it was made", () => {
  const changes = changesOf([aKept(), aKept({ sequence: 2, mark: null }), aKept({ session: "process" })], "skills");
  expect(changes).toEqual([
    { marks: [{ booking_id: "avery", outcome: "present" }], clears: [] },
    { marks: [], clears: ["avery"] },
  ]);
});

it("finds nothing to choose where both say the same", () => {
  const mine = { booking_id: "avery", outcome: "present" } as const;
  expect(saysTheSame(mine, anAttendance())).toBe(true);
  expect(saysTheSame(mine, anAttendance({ outcome: "late" }))).toBe(false);
  expect(saysTheSame(mine, null)).toBe(false);
  expect(saysTheSame(null, null)).toBe(true);
  const late = { booking_id: "avery", outcome: "late", arrived_at: "2026-11-18T16:44:00.000Z" } as const;
  expect(saysTheSame(late, anAttendance({ outcome: "late", arrived_at: "2026-11-18T16:44:00Z" }))).toBe(true);
  expect(saysTheSame(late, anAttendance({ outcome: "late", arrived_at: "2026-11-18T16:50:00Z" }))).toBe(false);
});

it("drops nothing: trouble is tried again, a stale version is chosen about, a refusal is said", () => {
  expect(verdictOf(new UnreachableError())).toBe("later");
  expect([401, 429, 500, 503].map((status) => verdictOf(refused(status)))).toEqual(Array(4).fill("later"));
  expect(verdictOf(refused(412))).toBe("conflict");
  expect(verdictOf(refused(409, "attendance-changed"))).toBe("conflict");
  expect([403, 404, 409, 422].map((status) => verdictOf(refused(status)))).toEqual(Array(4).fill("refused"));
});
