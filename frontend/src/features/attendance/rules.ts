import type {
  AbsenceReason,
  Attendance,
  Mark,
  Mode,
  Outcome,
  PullOutReason,
  Roster,
  RosterRow,
  SessionCard,
  Stay,
} from "@/api/types";
import { lengthInMinutes } from "@/lib/session-time";

/** The four a person chooses from; having left early is said by a departure. */
export const choices = ["present", "late", "excused", "absent"] as const;
export type Choice = (typeof choices)[number];

export const absenceReasons: readonly AbsenceReason[] = [
  "no_contact",
  "illness",
  "medical_appointment",
  "hospital",
  "family",
  "child_care",
  "work_or_school",
  "transport",
  "legal",
  "holiday",
  "weather",
  "technical",
  "declined",
  "other",
];

/** A mark as chosen here; the version it rests on is added when it is sent. */
export type MarkDraft = Omit<Mark, "version">;

/** Marks to set and marks to take back in one step. */
export type Change = { marks: MarkDraft[]; clears: string[] };

export const isAway = (outcome: Outcome) => outcome === "excused" || outcome === "absent";

/** The choice under which an outcome is shown. */
export function choiceOf(attendance: Pick<Attendance, "outcome"> | null): Choice | null {
  if (!attendance) return null;
  return attendance.outcome === "left_early" ? "present" : attendance.outcome;
}

export const unmarked = (rows: readonly RosterRow[]) => rows.filter((row) => row.attendance === null);

/** Minutes a mark will give if the person stays to the end or leaves as said. */
export function expectedMinutes(session: Pick<SessionCard, "starts_at" | "ends_at">, mark: MarkDraft): number {
  if (isAway(mark.outcome)) return 0;
  const start = Date.parse(session.starts_at);
  const end = Date.parse(session.ends_at);
  const from = Math.max(start, mark.arrived_at ? Date.parse(mark.arrived_at) : start);
  const to = Math.min(end, mark.left_at ? Date.parse(mark.left_at) : end);
  return Math.max(0, Math.min(lengthInMinutes(session), Math.floor((to - from) / 60_000)));
}

/** The roster as it will be when the changes under way have arrived. Rows they do not touch stay the same objects. */
export function withPending(roster: Roster, pending: readonly Change[]): RosterRow[] {
  if (pending.length === 0) return roster.rows;
  const marks = new Map<string, MarkDraft | null>();
  for (const change of pending) {
    for (const mark of change.marks) marks.set(mark.booking_id, mark);
    for (const bookingId of change.clears) marks.set(bookingId, null);
  }
  return roster.rows.map((row) => {
    const mark = marks.get(row.booking_id);
    if (mark === undefined) return row;
    return { ...row, attendance: mark && asAttendance(mark, row, roster.session) };
  });
}

function asAttendance(mark: MarkDraft, row: RosterRow, session: SessionCard): Attendance {
  return {
    ...(row.attendance ?? { version: 0 }),
    outcome: mark.outcome,
    mode: mark.mode ?? row.attendance?.mode ?? usualMode(session),
    arrived_at: mark.arrived_at ?? null,
    left_at: mark.left_at ?? null,
    absence_reason: mark.absence_reason ?? null,
    minutes: expectedMinutes(session, mark),
    provisional: true,
  } as Attendance;
}

/** Details of taking part by video as the server takes them, or null where something is missing. */
export function videoDetails(place: string, number: string, consent: boolean): NonNullable<Mark["video"]> | null {
  const phone = number.trim();
  if (place.trim() === "" || !/^[0-9+(). x/-]{3,40}$/.test(phone)) return null;
  return { place: place.trim(), call_back_number: phone, consent_confirmed: consent };
}

export const usualMode = (session: Pick<SessionCard, "telehealth">): Mode =>
  session.telehealth ? "video" : "in_person";

/** A row's mark as it stands, ready to be sent again. */
export function draftOf(row: RosterRow): MarkDraft | null {
  if (!row.attendance) return null;
  const { outcome, mode, arrived_at, left_at, absence_reason } = row.attendance;
  return {
    booking_id: row.booking_id,
    outcome,
    mode,
    ...(isAway(outcome) ? { absence_reason } : { arrived_at, left_at }),
  };
}

/** What takes these rows back to how they are now. */
export function undoOf(rows: readonly RosterRow[]): Change {
  const undo: Change = { marks: [], clears: [] };
  for (const row of rows) {
    const mark = draftOf(row);
    if (mark) undo.marks.push(mark);
    else undo.clears.push(row.booking_id);
  }
  return undo;
}

/** The roster with the server's answers in place. */
export function withAnswers(
  roster: Roster,
  answers: readonly { booking_id: string; attendance: Attendance | null }[],
): Roster {
  const found = new Map(answers.map((answer) => [answer.booking_id, answer.attendance]));
  const rows = roster.rows.map((row) => {
    const attendance = found.get(row.booking_id);
    return attendance === undefined ? row : { ...row, attendance };
  });
  return { ...roster, rows, session: { ...roster.session, marked: rows.length - unmarked(rows).length } };
}

/** How many people each outcome has. */
export function tally(rows: readonly RosterRow[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { present: 0, late: 0, left_early: 0, excused: 0, absent: 0 };
  for (const row of rows) if (row.attendance) counts[row.attendance.outcome] += 1;
  return counts;
}

/** Whether attendance can be taken: on the session's own day and after, until the group is closed. */
export function openFor(session: Pick<SessionCard, "status" | "local_date">, today: string): boolean {
  return session.status === "scheduled" && session.local_date <= today;
}

export const pullOutReasons: readonly PullOutReason[] = [
  "individual_session",
  "psychiatric_visit",
  "nursing",
  "laboratory",
  "family_meeting",
  "case_management",
  "safety",
  "personal",
  "other",
];

export type TimeOut = { out_at: string; back_at: string | null; reason: PullOutReason };

/** When somebody was out of the room for a while: between their stays, and after the last that ended with a reason. */
export function timesOut(stays: readonly Stay[]): TimeOut[] {
  return stays.flatMap(({ ends_at, reason }, index) =>
    ends_at && reason ? [{ out_at: ends_at, back_at: stays[index + 1]?.starts_at ?? null, reason }] : [],
  );
}
