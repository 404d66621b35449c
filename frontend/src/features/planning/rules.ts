import type { BuildChange, BuildSeat, ScheduleBuildCreate, ScheduleBuildSummary } from "@/api/types";
import { addDays, isLocalDate, type LocalDate } from "@/lib/time";

export const tasks = ["build", "clinician", "room", "late"] as const;
export type Task = (typeof tasks)[number];

export const shifts = [0, 30, 60, 120] as const;
/** What a session outside preferred hours costs; a change of a session costs 5, so that the last one outweighs two. */
export const wishes = ["none", "some", "change", "more"] as const;
export type Wishes = (typeof wishes)[number];
const weights: Record<Wishes, number> = { none: 0, some: 1, change: 5, more: 12 };

/** What is typed: everything is text until it is sent. */
export type PlanForm = {
  task: Task;
  staff: string;
  room: string;
  /** Locations that are planned together with the one in sight. */
  also: string[];
  /** Which of them opens late; none: the one in sight. */
  late: string;
  from: string;
  to: string;
  opensAt: string;
  title: string;
  shift: number;
  /** How much hours that people prefer count. */
  wishes: Wishes;
  otherDays: boolean;
  byVideo: boolean;
  leaveOut: boolean;
};

/** The day in sight, where it is one of the week's; else its first. */
export function emptyForm(monday: LocalDate, today: LocalDate): PlanForm {
  const day = today >= monday && today <= addDays(monday, 6) ? today : monday;
  return {
    task: "build",
    staff: "",
    room: "",
    also: [],
    late: "",
    from: day,
    to: day,
    opensAt: "10:00",
    title: "",
    shift: 0,
    wishes: "some",
    otherDays: false,
    byVideo: false,
    leaveOut: false,
  };
}

export type MistakeCode = "staff" | "room" | "dates" | "opensAt" | "title" | "location";
export type Mistake = { field: string; code: MistakeCode };

export function mistakesOf(form: PlanForm, location: string, monday: LocalDate): Mistake[] {
  const found: Mistake[] = location === "" ? [{ field: "location", code: "location" }] : [];
  if (form.task === "build") return found;
  if (form.task === "clinician" && form.staff === "") found.push({ field: "staff", code: "staff" });
  if (form.task === "room" && form.room === "") found.push({ field: "room", code: "room" });
  const to = form.task === "late" ? form.from : form.to;
  const within = (day: string) => isLocalDate(day) && day >= monday && day <= addDays(monday, 6);
  if (!within(form.from) || !within(to) || to < form.from) found.push({ field: "from", code: "dates" });
  if (form.task === "late" && !/^\d\d:\d\d$/.test(form.opensAt)) found.push({ field: "opensAt", code: "opensAt" });
  if (form.task === "late" && form.title.trim() === "") found.push({ field: "title", code: "title" });
  return found;
}

/** Where: the location in sight, and those that are planned with it. */
export const placesOf = (form: PlanForm, location: string): string[] => [
  location,
  ...form.also.filter((one) => one !== location),
];

export function bodyOf(form: PlanForm, location: string, monday: LocalDate): ScheduleBuildCreate {
  const places = placesOf(form, location);
  const several = places.length > 1;
  const days = { from_date: form.from, to_date: form.task === "late" ? form.from : form.to };
  const losses: NonNullable<ScheduleBuildCreate["losses"]> =
    form.task === "clinician"
      ? [{ kind: "clinician", staff_id: form.staff, ...days }]
      : form.task === "room"
        ? [{ kind: "room", room_id: form.room, ...days }]
        : form.task === "late"
          ? [
              {
                kind: "late_opening",
                opens_at: form.opensAt,
                public_title: form.title.trim(),
                ...(several ? { location_id: places.find((one) => one === form.late) ?? location } : {}),
                ...days,
              },
            ]
          : [];
  return {
    kind: form.task === "build" ? "build" : "repair",
    ...(several ? { location_ids: places } : { location_id: location }),
    monday,
    losses,
    shift_minutes: form.task === "build" ? form.shift : 0,
    other_days: form.task === "build" && form.otherDays,
    by_video: form.byVideo,
    leave_out: form.task === "build" && form.leaveOut,
    preference_weight: weights[form.wishes],
  };
}

/** Where a week that was asked for stands, in the words of a list. */
export function standingOf({ status, undone_at }: ScheduleBuildSummary) {
  if (status === "queued" || status === "running") return "working";
  if (status === "applied") return undone_at ? "undone" : "applied";
  return status === "no_week" ? "noWeek" : status;
}

export type Grouping = "day" | "staff" | "room" | "person" | "site";
/** By what changes can be shown; by location only where there are several. */
export const groupingsOf = (several: boolean): readonly Grouping[] =>
  several ? ["day", "site", "staff", "room", "person"] : ["day", "staff", "room", "person"];

/** Who leads, and who co-leads it; nobody: an empty id. */
export const leadersOf = ({ staff_id, second_id }: BuildSeat): string[] => [
  staff_id ?? "",
  ...(second_id === null ? [] : [second_id]),
];

const seatsOf = ({ before, after }: BuildChange): BuildSeat[] => [before, after].filter((seat) => seat !== null);

/** Under which headings a change stands: whoever and whatever it touches, before or after. */
export function headingsOf(change: BuildChange, by: Grouping): string[] {
  if (by === "site") return [change.location_id];
  if (by === "person") return change.participant_ids.length > 0 ? change.participant_ids : [""];
  const of = (seat: BuildSeat) =>
    by === "day" ? [seat.local_date] : by === "staff" ? leadersOf(seat) : [seat.room_id ?? ""];
  return [...new Set(seatsOf(change).flatMap(of))];
}

export type Section = { heading: string; changes: BuildChange[] };

/** Changes by what they touch, in the order of `order`. */
export function sectionsOf(
  changes: readonly BuildChange[],
  by: Grouping,
  order: (one: string, other: string) => number,
): Section[] {
  const sections = new Map<string, BuildChange[]>();
  for (const change of changes)
    for (const heading of headingsOf(change, by)) sections.set(heading, [...(sections.get(heading) ?? []), change]);
  return [...sections]
    .map(([heading, inside]) => ({ heading, changes: inside }))
    .sort((one, other) => order(one.heading, other.heading));
}

/** What of a seat is not as it was. */
export function differs(before: BuildSeat | null, after: BuildSeat | null) {
  if (!before || !after) return { time: false, staff: false, room: false };
  return {
    time: before.local_date !== after.local_date || before.local_start !== after.local_start,
    staff: before.staff_id !== after.staff_id || before.second_id !== after.second_id,
    room: before.room_id !== after.room_id || before.telehealth !== after.telehealth,
  };
}

export const keyOf = (change: BuildChange): string =>
  change.session_id ??
  [
    change.kind,
    ...change.participant_ids,
    ...change.cohort_ids,
    change.after?.local_date,
    change.after?.local_start,
  ].join(" ");

const parts = ["changed", "begun", "attended", "places", "closures"] as const;
const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const takings = ["room-taken", "staff-taken", "participant-taken", "session-time-not-available"] as const;

/** What is given to somebody else by now, of what would go back. */
export const takenOf = (code: string | undefined) => takings.find((one) => one === code);

/** Why a week is not taken back, and the sessions it is about. */
export function hinders(problem: object) {
  const { parts: told, session_ids: ids }: { parts?: unknown; session_ids?: unknown } = problem;
  return { parts: parts.filter((part) => listed(told).includes(part)), sessions: listed(ids) };
}
