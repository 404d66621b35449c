import type {
  Course,
  CourseEntry,
  CourseSummary,
  MeasureSeries,
  Modality,
  ModalityVersion,
  Protocol,
  Rating,
  TargetKind,
  TargetSummary,
} from "@/api/types";
import type { RecordItem } from "@/lib/records";
import { addDays, type LocalDate } from "@/lib/time";

/** Kinds of targets, the one that a therapy works on first. */
export function targetKinds(modalityKey: string): readonly TargetKind[] {
  const all: readonly TargetKind[] = ["memory", "stuck_point", "exposure", "behavior", "trigger", "warning_sign"];
  const first: Partial<Record<string, TargetKind>> = {
    cpt: "stuck_point",
    "cpt-with-accounts": "stuck_point",
    cbt: "exposure",
    dbt: "behavior",
    "relapse-prevention": "trigger",
  };
  const own = first[modalityKey];
  return own ? [own, ...all.filter((kind) => kind !== own)] : all;
}

export type GroupEntry = Course["group_entries"][number];

/** What was noted of somebody alone and what was recorded with their group, the newest day first. */
export const everythingNoted = ({ entries, group_entries: told }: Course): (CourseEntry | GroupEntry)[] =>
  [...entries, ...told].sort((one, other) => other.noted_on.localeCompare(one.noted_on));

/** What a target holds by itself: its words, and whether it is settled. */
const heldByTargets = new Set(["target", "negative-cognition", "positive-cognition", "target-complete"]);

/**
 * What is noted of a session. What a target holds by itself is written there, once there is one; what the diary card
 * takes is entered there, where staff is told of it.
 */
export function recordsToNote(course: Course): RecordItem[] {
  const held = course.words.length > 0;
  return course.protocol.records.filter(
    ({ key, kind }) => kind !== "people" && !course.on_diary_card.includes(key) && !(held && heldByTargets.has(key)),
  );
}

/** Whether somebody may look for urges and acts in a note: the therapy has a diary card, or its version noted them. */
export const keepsDiaryCard = ({ on_diary_card: there, protocol }: Course) =>
  there.length > 0 || protocol.homework_kinds.some(({ key }) => key === "diary-card");

/** What is rated of a memory before work on it begins: the scales by which it is worked through, in their order. */
export const ratedBefore = ({ completion, records }: Protocol): RecordItem[] =>
  completion.flatMap(({ record }) => records.filter(({ key, kind }) => key === record && kind === "scale"));

/** The phase in which a memory is rated before work on it begins, where the protocol has it. */
export const assessmentOf = ({ phases }: Protocol) => phases.find(({ key }) => key === "assessment")?.key ?? null;

/** Work on it was begun, and its last ratings do not say that it is worked through: it goes on in the next session. */
export const isIncomplete = (target: TargetSummary) =>
  target.status === "open" && target.times_noted > 1 && (target.left?.length ?? 0) > 0;

/** Its last ratings say that it is worked through, and nobody has said so yet. */
export const mayBeSettled = (target: TargetSummary) => target.status === "open" && target.left?.length === 0;

/** What a session is about to begin with: the memory that was left incomplete, or the first that is open. */
export function beginTarget(course: Course): TargetSummary | undefined {
  if (ratedBefore(course.protocol).length === 0) return undefined;
  const open = course.targets.filter(({ status }) => status === "open");
  return open.find(({ number }) => number === course.place?.target) ?? open.find(isIncomplete) ?? open[0];
}

/**
 * The phase that a session begins with: an incomplete target is looked at again first; a therapy of one phase a session
 * goes on to the next; otherwise the one that was noted last.
 */
export function beginPhase(course: Course, today: LocalDate): string {
  const { place, protocol } = course;
  const last = course.entries[0];
  if (!place || !last || last.noted_on === today) return place?.phase ?? "";
  const target = beginTarget(course);
  const again = protocol.phases.find(({ key }) => key === "reevaluation");
  if (again && target && isIncomplete(target)) return again.key;
  const next = place.number === null ? undefined : protocol.phases[place.number];
  return protocol.planned_sessions === protocol.phases.length && next ? next.key : place.phase;
}

/** Records that are the total of a measure: of one that the protocol asks for, or that many therapies note. */
const measured = new Set(["pcl-5", "phq-9", "gad-7"]);
export const isMeasured = ({ key }: RecordItem, { measures }: Protocol) =>
  measured.has(key) || measures.some(({ instrument_key: asked }) => asked === key);

export type Answered = { total: number; on: LocalDate };

/** The total of a measure that was answered in the week before a day, the latest where there are several. */
export function answeredLately(series: readonly MeasureSeries[], key: string, day: LocalDate): Answered | undefined {
  if (day === "") return undefined;
  return series
    .filter((one) => one.instrument_key === key)
    .flatMap(({ points }) => points)
    .filter(({ on }) => on <= day && on > addDays(day, -7))
    .flatMap(({ total, on }) => (total === null ? [] : [{ total, on }]))
    .sort((one, other) => one.on.localeCompare(other.on))
    .at(-1);
}

type ForAge = Pick<Modality, "min_age" | "max_age">;

/** Whether a therapy is for people of an age: TF-CBT is not offered to adults. */
export const suitsAge = ({ min_age, max_age }: ForAge, age: number | null): boolean =>
  age === null || ((min_age === null || age >= min_age) && (max_age === null || age <= max_age));

/** Whether a therapy cannot be started while the birth date is not known: it is for an age only. */
export const needsBirthDate = ({ min_age, max_age }: ForAge, age: number | null): boolean =>
  age === null && (min_age !== null || max_age !== null);

/** Sessions expected of a therapy's courses, as published; `null` where none are counted. */
export function expectedSessions({ expected }: Pick<Modality, "expected">): { least: number; most: number } | null {
  const found = expected.filter(({ unit }) => unit === "sessions");
  if (found.length === 0) return null;
  return { least: Math.min(...found.map((one) => one.least)), most: Math.max(...found.map((one) => one.most)) };
}

/** Courses of one stay, the running ones first as they come. */
export const coursesOf = (courses: readonly CourseSummary[], episodeId: string | undefined) =>
  courses.filter((one) => episodeId === undefined || one.episode_id === episodeId);

/** Running courses of a stay. */
export const runningOf = (courses: readonly CourseSummary[], episodeId: string) =>
  coursesOf(courses, episodeId).filter((one) => one.ended_on === null);

/** Homework that the running therapies of a stay usually give, each in the version that its course follows. */
export function homeworkOf(running: readonly CourseSummary[], modalities: readonly Modality[], older: Older) {
  const kinds = running.flatMap(
    ({ modality_id, protocol_version }) =>
      (
        older.get(modality_id)?.find((one) => one.number === protocol_version) ??
        modalities.find(({ id }) => id === modality_id)
      )?.homework_kinds ?? [],
  );
  return [...new Set(kinds.map(({ name }) => name))];
}

/** Published versions of therapies of which a course follows another than the newest. */
export type Older = ReadonlyMap<string, readonly ModalityVersion[]>;

/** More would be too thin to be told apart. */
const MOST_PARTS = 30;

/** A course against its plan: a part for each session, or one bar where they would be too many. Shares are 0 to 1. */
export function partsOf({ received_sessions, planned_sessions }: CourseSummary): number[] {
  if (!planned_sessions) return [];
  if (planned_sessions > MOST_PARTS) return [Math.min(1, received_sessions / planned_sessions)];
  return Array.from({ length: planned_sessions }, (_, place) => (place < received_sessions ? 1 : 0));
}

/** Where the values of a scale lie, and where they shall come to: shares of its width and height, from 0 to 1. */
export function curveOf({ points, least, most, goal }: Rating) {
  const values = [...points.map((one) => one.value), ...(goal === null ? [] : [goal])];
  const low = least ?? Math.min(...values);
  const high = most ?? Math.max(...values);
  const up = (value: number) => (high === low ? 0.5 : Math.min(1, Math.max(0, (value - low) / (high - low))));
  return {
    points: points.map((one, place) => ({
      across: points.length > 1 ? place / (points.length - 1) : 1,
      up: up(one.value),
    })),
    goal: goal === null ? null : up(goal),
  };
}
