import type {
  EditScope,
  Series,
  SeriesEditCreate,
  SeriesEditPreview,
  SeriesValues,
  Session,
  StaffPlace,
} from "@/api/types";
import { addDays, type LocalDate, minutesBetween, mondayOf, wallClock } from "@/lib/time";

import { brief, type CancelReason, leadOf, VIDEO, whenMistakes } from "./rules";

export const scopes = ["this", "this_and_following", "all"] as const satisfies readonly EditScope[];
export const deeds = ["move", "change", "reassign", "cancel"] as const;
export type Deed = (typeof deeds)[number];

/** What a session or a series has, as fields show it. `room` is an id, empty for none, or `video`. */
export type Standing = {
  local_date: string;
  local_start: string;
  minutes: string;
  room: string;
  title: string;
  short_name: string;
  capacity: string;
  lead: string;
};

export type SeriesEditForm = {
  scope: EditScope;
  deed: Deed;
  /** What somebody typed; the rest is as it stands. */
  typed: Partial<Standing>;
  /** Who does not go on helping, by staff id. */
  off: string[];
  reason: CancelReason | "";
};

const ofPlace = (one: Pick<Session, "room_id" | "telehealth" | "title" | "short_name" | "capacity">) => ({
  room: one.telehealth ? VIDEO : (one.room_id ?? ""),
  title: one.title,
  short_name: one.short_name ?? "",
  capacity: one.capacity === null ? "" : String(one.capacity),
});

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
const weekdayOf = (date: LocalDate) => weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()];

/** Who works there: in the one session, or by default in those of the series. */
export const staffIn = (scope: EditScope, session: Session, series: Series): StaffPlace[] =>
  (scope === "this" ? session.staff : series.staff) as StaffPlace[];

/** What an edit of this reach begins with: the session as planned, or its meeting as the series has it. */
export function standing(scope: EditScope, session: Session, series: Series): Standing {
  const planned = wallClock(new Date(session.planned_starts_at), session.time_zone);
  const minutes = minutesBetween(new Date(session.planned_starts_at), new Date(session.planned_ends_at));
  const lead = leadOf(staffIn(scope, session, series));
  const { original_local_date: date, original_local_start: start } = session;
  if (scope === "this" || date === null || start === null) {
    return {
      local_date: planned.date,
      local_start: planned.time,
      minutes: String(minutes),
      lead,
      ...ofPlace(scope === "this" ? session : series),
    };
  }
  const meeting = series.meetings.find(
    (one) => one.weekday === weekdayOf(date) && brief(one.local_start) === brief(start),
  );
  return {
    local_date: date,
    local_start: brief(start),
    minutes: String(meeting?.minutes ?? minutes),
    lead,
    ...ofPlace(series),
  };
}

/** Monday to Sunday: a meeting of a series moves within its week. */
export const daysOfWeek = (date: LocalDate): LocalDate[] =>
  [0, 1, 2, 3, 4, 5, 6].map((step) => addDays(mondayOf(date), step));

export type EditMistake = {
  field: string;
  code: "dateMissing" | "startMissing" | "minutesWrong" | "titleMissing" | "seatsWrong" | "reasonMissing" | "same";
};

const timeMoves = (now: Standing, to: Standing) =>
  now.local_date !== to.local_date || now.local_start !== to.local_start || Number(now.minutes) !== Number(to.minutes);

/** What is wrong before anything is asked of the server. */
export function editMistakes(form: SeriesEditForm, now: Standing, staff: readonly StaffPlace[]): EditMistake[] {
  const to = { ...now, ...form.typed };
  const seats = Number(to.capacity);
  const found: EditMistake[] =
    form.deed === "move"
      ? (whenMistakes(to) as EditMistake[])
      : form.deed === "change"
        ? [
            ...(to.title.trim() === "" ? [{ field: "title", code: "titleMissing" as const }] : []),
            ...(to.capacity !== "" && !(Number.isInteger(seats) && seats >= 1 && seats <= 500)
              ? [{ field: "capacity", code: "seatsWrong" as const }]
              : []),
          ]
        : form.deed === "cancel" && form.reason === ""
          ? [{ field: "reason", code: "reasonMissing" as const }]
          : [];
  if (found.length > 0 || form.deed === "cancel") return found;
  const { scope, session_id, ...asked } = editBody(form, now, staff, "");
  return Object.keys(asked).length === 0 ? [{ field: "", code: "same" }] : [];
}

/** What is sent: only what differs from how it stands. */
export function editBody(
  form: SeriesEditForm,
  now: Standing,
  staff: readonly StaffPlace[],
  sessionId: string,
): SeriesEditCreate {
  const to = { ...now, ...form.typed };
  const base = { scope: form.scope, session_id: sessionId };
  if (form.deed === "cancel") return { ...base, ...(form.reason === "" ? {} : { cancel: form.reason }) };
  if (form.deed === "reassign") {
    const others = staff.filter((one) => one.role !== "lead" && one.staff_id !== to.lead);
    const stay = others.filter((one) => !form.off.includes(one.staff_id));
    if (to.lead === now.lead && stay.length === staff.filter((one) => one.role !== "lead").length) return base;
    const lead = staff.find((one) => one.role === "lead" && one.staff_id === to.lead);
    return { ...base, staff: [lead ?? { staff_id: to.lead, role: "lead" }, ...stay] };
  }
  const room = to.room === now.room ? {} : roomValues(now.room, to.room);
  const values: SeriesValues = form.deed === "move" ? room : { ...room, ...changedWords(now, to) };
  const { local_date, local_start } = to;
  return {
    ...base,
    ...(form.deed === "move" && timeMoves(now, to)
      ? { move: { local_date, local_start, minutes: Number(to.minutes) } }
      : {}),
    ...(Object.keys(values).length > 0 ? { values } : {}),
  };
}

function roomValues(from: string, to: string): SeriesValues {
  if (to === VIDEO) return { telehealth: true, room_id: null };
  return { room_id: to === "" ? null : to, ...(from === VIDEO ? { telehealth: false } : {}) };
}

function changedWords(now: Standing, to: Standing): SeriesValues {
  return {
    ...(to.title.trim() !== now.title ? { title: to.title.trim() } : {}),
    ...(to.short_name.trim() !== now.short_name ? { short_name: to.short_name.trim() || null } : {}),
    ...(to.capacity !== now.capacity ? { capacity: to.capacity === "" ? null : Number(to.capacity) } : {}),
  };
}

export type Kept = SeriesEditPreview["skipped"][number]["kept"];

/** How many are passed by for each reason, in the order in which they come. */
export function passedBy(skipped: readonly { kept: Kept }[]): { kept: Kept; count: number }[] {
  const counts = new Map<Kept, number>();
  for (const { kept } of skipped) counts.set(kept, (counts.get(kept) ?? 0) + 1);
  return [...counts].map(([kept, count]) => ({ kept, count }));
}

type Clash = SeriesEditPreview["clashes"][number];

/** What stands in the way, each room and each person once, with its times in order. */
export function inTheWay(clashes: readonly Clash[]): (Pick<Clash, "kind" | "what"> & { times: string[] })[] {
  const found = new Map<string, Pick<Clash, "kind" | "what"> & { times: string[] }>();
  for (const { kind, what, starts_at } of clashes) {
    const one = found.get(`${kind} ${what}`) ?? { kind, what, times: [] };
    found.set(`${kind} ${what}`, { ...one, times: [...new Set([...one.times, starts_at])].sort() });
  }
  return [...found.values()];
}

/** Whether there is something to do, and nothing in its way. */
export const applicable = (preview: SeriesEditPreview) => preview.clashes.length === 0 && preview.changes.length > 0;
