import { expect, it } from "vitest";

import { anAttendance, aRow, aSession } from "@/test/clinic";

import {
  type Change,
  choiceOf,
  draftOf,
  expectedMinutes,
  openFor,
  tally,
  undoOf,
  unmarked,
  videoDetails,
  withAnswers,
  withPending,
} from "./rules";

const session = aSession({ title: "DBT Skills", date: "2026-11-18", from: "09:30", to: "11:00" });
const at = (time: string) => new Date(`2026-11-18T${time}:00-07:00`).toISOString();
const avery = aRow("Avery Brooks");
const chidi = aRow("Chidi Nwosu", { attendance: anAttendance({ version: 3 }) });
const roster = { session, rows: [avery, chidi], delivery: null };

it("counts the minutes of a late arrival and an early departure within the session", () => {
  const mark = { booking_id: "b", outcome: "late" as const };
  expect(expectedMinutes(session, { ...mark, arrived_at: at("09:44") })).toBe(76);
  expect(expectedMinutes(session, { ...mark, arrived_at: at("09:00") })).toBe(90);
  expect(expectedMinutes(session, { ...mark, outcome: "left_early", left_at: at("10:40") })).toBe(70);
  expect(expectedMinutes(session, { ...mark, outcome: "excused" })).toBe(0);
});

it("shows changes under way, and leaves other rows the same objects", () => {
  const pending: Change[] = [{ marks: [{ booking_id: avery.booking_id, outcome: "present" }], clears: [] }];
  const rows = withPending(roster, pending);
  expect(rows[0]?.attendance).toMatchObject({ outcome: "present", minutes: 90, provisional: true });
  expect(rows[1]).toBe(chidi);
  expect(withPending(roster, [])).toBe(roster.rows);
});

it("lets the newest of two changes of one person win", () => {
  const mark = (outcome: "present" | "absent"): Change => ({
    marks: [{ booking_id: avery.booking_id, outcome }],
    clears: [],
  });
  expect(withPending(roster, [mark("present"), mark("absent")])[0]?.attendance?.outcome).toBe("absent");
  const cleared: Change = { marks: [], clears: [avery.booking_id] };
  expect(withPending(roster, [mark("present"), cleared])[0]?.attendance).toBeNull();
});

it("undoes to what was there: a mark as it was, no mark as none", () => {
  expect(undoOf([avery, chidi])).toEqual({ marks: [draftOf(chidi)], clears: [avery.booking_id] });
});

it("sends no times for who was away and no reason for who came", () => {
  const away = aRow("A", { attendance: anAttendance({ outcome: "excused", absence_reason: "illness" }) });
  expect(draftOf(away)).toEqual({
    booking_id: away.booking_id,
    outcome: "excused",
    mode: "in_person",
    absence_reason: "illness",
  });
  expect(draftOf(chidi)).not.toHaveProperty("absence_reason");
});

it("puts the server's answers in place and counts anew", () => {
  const next = withAnswers(roster, [{ booking_id: avery.booking_id, attendance: anAttendance({ version: 1 }) }]);
  expect(unmarked(next.rows)).toEqual([]);
  expect(next.session.marked).toBe(2);
});

it("shows who left early as present", () => {
  expect(choiceOf(anAttendance({ outcome: "left_early" }))).toBe("present");
  expect(choiceOf(null)).toBeNull();
});

it("tallies outcomes", () => {
  expect(tally(roster.rows)).toEqual({ present: 1, late: 0, left_early: 0, excused: 0, absent: 0 });
});

it("opens attendance on the day of the session and closes it with the group", () => {
  expect(openFor(session, "2026-11-17")).toBe(false);
  expect(openFor(session, "2026-11-18")).toBe(true);
  expect(openFor({ ...session, status: "closed" }, "2026-11-18")).toBe(false);
});

it("takes video details only when help could find the person", () => {
  expect(videoDetails("At home, 4 Elm St", "(720) 555-0142", true)).toEqual({
    place: "At home, 4 Elm St",
    call_back_number: "(720) 555-0142",
    consent_confirmed: true,
  });
  expect(videoDetails("", "720 555 0142", true)).toBeNull();
  expect(videoDetails("At home", "call me", true)).toBeNull();
});
