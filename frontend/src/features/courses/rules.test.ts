import { expect, it } from "vitest";

import type {
  Course,
  CourseEntry,
  CourseSummary,
  MeasurePoint,
  MeasureSeries,
  Modality,
  ModalityVersion,
  TargetSummary,
} from "@/api/types";
import { notedOf, sentValue, valuesOf, wrongRecords } from "@/lib/records";
import { aWholeCourse } from "@/test/clinic-courses";

import {
  answeredLately,
  beginPhase,
  beginTarget,
  curveOf,
  everythingNoted,
  expectedSessions,
  homeworkOf,
  isIncomplete,
  isMeasured,
  keepsDiaryCard,
  mayBeSettled,
  needsBirthDate,
  partsOf,
  ratedBefore,
  recordsToNote,
  runningOf,
  suitsAge,
  targetKinds,
} from "./rules";

type RecordItem = Modality["records"][number];

const scale = (key: string, least: number, most: number): RecordItem => ({
  key,
  name: key,
  kind: "scale",
  least,
  most,
  note: null,
  scope: "course",
});
const plain = (key: string, kind: "yes_no" | "text" | "count"): RecordItem => ({
  key,
  name: key,
  kind,
  least: null,
  most: null,
  note: null,
  scope: "course",
});
const records = [scale("sud", 0, 10), scale("voc", 1, 7), plain("clear", "yes_no"), plain("word", "text")];

it("sends what was noted and leaves out what was not", () => {
  expect(valuesOf(records, { sud: " 3 ", voc: "", clear: "no", word: "calm" })).toEqual({
    sud: 3,
    clear: false,
    word: "calm",
  });
});

it("knows a value beyond the ends of its scale, or that is no number", () => {
  const wrong = (noted: Record<string, string>) => wrongRecords(records, noted).map((one) => one.key);
  expect(wrong({ sud: "0", voc: "7" })).toEqual([]);
  expect(wrong({ sud: "11", voc: "0" })).toEqual(["sud", "voc"]);
  expect(wrong({ sud: "-1" })).toEqual(["sud"]);
  expect(sentValue(plain("days", "count"), "12")).toBe(12);
  expect(notedOf({ sud: 3, clear: false, word: "calm" })).toEqual({ sud: "3", clear: "no", word: "calm" });
});

it("takes for the total of a measure what the protocol asks for", () => {
  const { protocol } = standing({});
  const ours = { ...protocol, measures: [{ instrument_key: "core-10", moment: "weekly" as const }] };
  expect(
    [scale("pcl-5", 0, 80), scale("core-10", 0, 40), scale("sud", 0, 10)].map((one) => isMeasured(one, ours)),
  ).toEqual([true, true, false]);
  expect(isMeasured(scale("core-10", 0, 40), protocol)).toBe(false);
});

it("offers first what a therapy works on", () => {
  expect(targetKinds("emdr")[0]).toBe("memory");
  expect(targetKinds("cpt")[0]).toBe("stuck_point");
  expect(new Set(targetKinds("dbt")).size).toBe(6);
});

const emdrParts = ["assessment", "desensitization", "reevaluation"].map((key) => ({ key, name: key }));
const begun = (change: Partial<TargetSummary> = {}): TargetSummary => ({
  id: "t1",
  number: 1,
  kind: "memory",
  status: "open",
  settled_on: null,
  ratings: [],
  place: null,
  times_noted: 2,
  left: ["sud"],
  ...change,
});
const rule = (...keys: string[]) =>
  keys.map((record) => ({ record, least: 0, most: 0, anew_after: [], counts_in: [], widened: null }));
const standing = (change: Partial<Course>): Course => ({
  ...aWholeCourse("e1"),
  protocol: { ...aWholeCourse("e1").protocol, phases: emdrParts, records, completion: rule("voc", "sud", "clear") },
  place: { phase: "desensitization", name: "desensitization", number: 2, of: 3, target: 2 },
  targets: [begun({ status: "complete" }), begun({ id: "t2", number: 2 }), begun({ id: "t3", number: 3 })],
  entries: [{ noted_on: "2026-11-16" } as CourseEntry],
  ...change,
});

it("begins a session with the memory that was left incomplete, looked at again first", () => {
  const course = standing({});
  expect(beginTarget(course)?.id).toBe("t2");
  expect(beginPhase(course, "2026-11-18")).toBe("reevaluation");
  expect(beginPhase(course, "2026-11-16")).toBe("desensitization");
  expect(isIncomplete(begun({ times_noted: 1 }))).toBe(false);
  expect(mayBeSettled(begun({ left: [] }))).toBe(true);
  expect(beginPhase(standing({ place: null }), "2026-11-18")).toBe("");
});

it("goes on to the next phase where each has a session of its own", () => {
  const protocol = { ...standing({}).protocol, records: [scale("pcl-5", 0, 80)], planned_sessions: 3, completion: [] };
  const course = standing({ protocol });
  expect(beginTarget(course)).toBeUndefined();
  expect(beginPhase(course, "2026-11-18")).toBe("reevaluation");
  const last = { phase: "reevaluation", name: "reevaluation", number: 3, of: 3, target: null };
  expect(beginPhase(standing({ protocol, place: last }), "2026-11-18")).toBe("reevaluation");
});

it("offers a therapy to people of its ages only", () => {
  const tfCbt = { min_age: 3, max_age: 18 };
  expect([2, 3, 18, 19, null].map((age) => suitsAge(tfCbt, age))).toEqual([false, true, true, false, true]);
  expect(suitsAge({ min_age: null, max_age: null }, 70)).toBe(true);
  expect([12, null].map((age) => needsBirthDate(tfCbt, age))).toEqual([false, true]);
  expect(needsBirthDate({ min_age: null, max_age: null }, null)).toBe(false);
});

it("rates before what the rule of the protocol asks for, and expects the sessions that were published", () => {
  const { protocol } = standing({});
  expect(ratedBefore(protocol).map(({ key }) => key)).toEqual(["voc", "sud"]);
  const dose = (least: number, most: number, unit: "sessions" | "weeks") => ({
    name: "",
    least,
    most,
    unit,
    source: null,
  });
  expect(expectedSessions({ expected: [dose(12, 16, "sessions"), dose(16, 25, "sessions")] })).toEqual({
    least: 12,
    most: 25,
  });
  expect(expectedSessions({ expected: [dose(24, 24, "weeks")] })).toBeNull();
});

it("shows what was noted alone and with the group by day, the newest first", () => {
  const told = { session_id: "s1", noted_on: "2026-11-17", phase: null, values: { sud: 3 } };
  const noted = everythingNoted(standing({ group_entries: [told] }));
  expect(noted.map((one) => one.noted_on)).toEqual(["2026-11-17", "2026-11-16"]);
});

it("offers the homework that the running therapies of a stay usually give", () => {
  const kind = { key: "log", name: "Log of disturbances" };
  const course = aWholeCourse("e1");
  const emdr = { id: course.modality_id, homework_kinds: [kind, kind] } as Modality;
  expect(homeworkOf(runningOf([course], "e1"), [emdr], new Map())).toEqual(["Log of disturbances"]);
  expect(runningOf([{ ...course, ended_on: "2026-11-18" }], "e1")).toEqual([]);
  const first = { number: 1, homework_kinds: [{ key: "calm", name: "Calm place" }] };
  const older = new Map([[course.modality_id, [first as ModalityVersion]]]);
  expect(homeworkOf([{ ...course, protocol_version: 1 }], [emdr], older)).toEqual(["Calm place"]);
  expect(homeworkOf([{ ...course, protocol_version: 2 }], [emdr], older)).toEqual(["Log of disturbances"]);
});

it("leaves urges and acts to the diary card, and says so where somebody may look for them", () => {
  const urge = scale("urge-suicide", 0, 5);
  const older = standing({
    protocol: { ...standing({}).protocol, records: [urge, ...records] },
    on_diary_card: ["urge-suicide"],
  });
  expect(recordsToNote(older).map(({ key }) => key)).toEqual(records.map(({ key }) => key));
  expect(keepsDiaryCard(older)).toBe(true);
  const dbt = { ...standing({}).protocol, homework_kinds: [{ key: "diary-card", name: "Diary card" }] };
  expect([keepsDiaryCard(standing({ protocol: dbt })), keepsDiaryCard(standing({}))]).toEqual([true, false]);
});

it("leaves out what a target holds by itself, and takes the total of a measure of the last week", () => {
  const protocol = { ...standing({}).protocol, records: [plain("target", "text"), ...records] };
  expect(recordsToNote(standing({ protocol })).map(({ key }) => key)).not.toContain("target");
  expect(recordsToNote(standing({ protocol, words: [] })).map(({ key }) => key)).toContain("target");
  const point = (on: string, total: number | null) => ({ on, total }) as MeasurePoint;
  const points = [point("2026-11-10", 52), point("2026-11-17", 44), point("2026-11-18", null)];
  const series = [{ instrument_key: "pcl-5", points } as MeasureSeries];
  expect(answeredLately(series, "pcl-5", "2026-11-18")).toEqual({ total: 44, on: "2026-11-17" });
  expect(answeredLately(series, "pcl-5", "2026-11-16")).toEqual({ total: 52, on: "2026-11-10" });
  expect(answeredLately(series, "pcl-5", "2026-12-01")).toBeUndefined();
});

it("shows a part for each session that is planned, and one bar where they would be too many", () => {
  const parts = (received_sessions: number, planned_sessions: number | null) =>
    partsOf({ received_sessions, planned_sessions } as CourseSummary);
  expect(parts(2, 4)).toEqual([1, 1, 0, 0]);
  expect(parts(5, 4)).toEqual([1, 1, 1, 1]);
  expect(parts(20, 40)).toEqual([0.5]);
  expect(parts(3, null)).toEqual([]);
});

it("draws a scale between its ends, and a count between what was counted", () => {
  const points = [
    { on: "2026-11-04", value: 8 },
    { on: "2026-11-11", value: 4 },
  ];
  const scale = { key: "sud", name: "SUDS", first: 8, first_on: "2026-11-04", latest: 4, latest_on: "2026-11-11" };
  expect(curveOf({ ...scale, least: 0, most: 10, goal: 0, points })).toEqual({
    points: [
      { across: 0, up: 0.8 },
      { across: 1, up: 0.4 },
    ],
    goal: 0,
  });
  const counted = curveOf({ ...scale, least: null, most: null, goal: null, points });
  expect(counted).toMatchObject({ points: [{ up: 1 }, { up: 0 }], goal: null });
  expect(curveOf({ ...scale, least: null, most: null, goal: null, points: points.slice(0, 1) }).points).toEqual([
    { across: 1, up: 0.5 },
  ]);
});
