import type { Closure, ClosureCreate, ClosureHit, ClosureKind, ClosureMove, ClosureTime, Location } from "@/api/types";
import { addDays, formatTime, formatTimeRange, instantOf, type LocalDate, wallClock } from "@/lib/time";
import { formatWeekdayDate } from "@/lib/weekday-date";

export const kinds = ["closed", "delayed", "early_end", "by_video"] as const satisfies readonly ClosureKind[];

export type ClosureForm = {
  kind: ClosureKind;
  /** Empty for every location. */
  location_id: string;
  from: string;
  from_time: string;
  to: string;
  to_time: string;
  public_title: string;
  /** Sessions that go elsewhere, out of the way of what was foreseen. */
  moves: ChosenMove[];
};

export type ChosenMove = ClosureTime & { session_id: string };

/** The day on the schedule, from its first to its last hour: what is closed is most often a whole day. */
export const emptyForm = (day: LocalDate, location: string): ClosureForm => ({
  kind: "closed",
  location_id: location,
  from: day,
  from_time: "06:00",
  to: day,
  to_time: "22:00",
  public_title: "",
  moves: [],
});

/** What was chosen was chosen of what was foreseen: another closure may stand where a session would go. */
export const changedForm = (part: Partial<ClosureForm>): Partial<ClosureForm> =>
  Object.keys(part).every((field) => field === "public_title" || field === "moves") ? part : { ...part, moves: [] };

/** With one session going elsewhere, or again where the closure leaves it. */
export const withMove = (moves: readonly ChosenMove[], id: string, to: ClosureTime | null): ChosenMove[] => [
  ...moves.filter((one) => one.session_id !== id),
  ...(to ? [{ ...to, session_id: id }] : []),
];

/** What is sent of the moves: of sessions that are in the way, in the version that was seen. */
export const movesBody = (moves: readonly ChosenMove[], hits: readonly ClosureHit[]): ClosureMove[] =>
  hits.flatMap((hit) =>
    moves
      .filter((one) => one.session_id === hit.session_id)
      .map(({ local_end: _, ...to }) => ({ ...to, version: hit.version })),
  );

export const sameTime = (one: ClosureTime, other: ClosureTime): boolean =>
  one.local_date === other.local_date && one.local_start === other.local_start && one.room_id === other.room_id;

/** The clock by which a closure is entered and read: that of its location, or of the organization. */
export const zoneOf = (locationId: string | null, locations: readonly Location[], timeZone: string): string =>
  locations.find((one) => one.id === locationId)?.time_zone ?? timeZone;

export type ClosureMistake = {
  field: keyof ClosureForm;
  code: "fromMissing" | "fromTimeMissing" | "toMissing" | "toTimeMissing" | "endsBefore" | "titleMissing";
};

export function closureMistakes(form: ClosureForm): ClosureMistake[] {
  const found: ClosureMistake[] = [
    ...(form.from === "" ? [{ field: "from" as const, code: "fromMissing" as const }] : []),
    ...(form.from_time === "" ? [{ field: "from_time" as const, code: "fromTimeMissing" as const }] : []),
    ...(form.to === "" ? [{ field: "to" as const, code: "toMissing" as const }] : []),
    ...(form.to_time === "" ? [{ field: "to_time" as const, code: "toTimeMissing" as const }] : []),
  ];
  if (found.length === 0 && `${form.to}T${form.to_time}` <= `${form.from}T${form.from_time}`)
    found.push({ field: form.to < form.from ? "to" : "to_time", code: "endsBefore" });
  return [
    ...found,
    ...(form.public_title.trim() === "" ? [{ field: "public_title" as const, code: "titleMissing" as const }] : []),
  ];
}

export function closureBody(form: ClosureForm, timeZone: string): ClosureCreate {
  return {
    kind: form.kind,
    location_id: form.location_id || null,
    starts_at: instantOf(form.from, form.from_time, timeZone).toISOString(),
    ends_at: instantOf(form.to, form.to_time, timeZone).toISOString(),
    public_title: form.public_title.trim(),
  };
}

/** "Fri, Nov 27, 6:00 AM–10:00 PM"; both ends where they lie on different days; whole days by their dates alone. */
export function spanWords(closure: Pick<Closure, "starts_at" | "ends_at">, timeZone: string, locale: string): string {
  const from = wallClock(new Date(closure.starts_at), timeZone);
  const to = wallClock(new Date(closure.ends_at), timeZone);
  const begin = formatWeekdayDate(from.date, locale);
  if (from.time === "00:00" && to.time === "00:00" && from.date < to.date) {
    const last = addDays(to.date, -1);
    return last === from.date ? begin : `${begin} – ${formatWeekdayDate(last, locale)}`;
  }
  if (from.date === to.date) return `${begin}, ${formatTimeRange(from.time, to.time, locale)}`;
  const end = formatWeekdayDate(to.date, locale);
  return `${begin}, ${formatTime(from.time, locale)} – ${end}, ${formatTime(to.time, locale)}`;
}
