import type {
  AgeBand,
  BlockKind,
  DayBlock,
  Duty,
  LengthUnit,
  LevelOfCare,
  Phase,
  Program,
  ProgramStaff,
  ProgramUpdate,
  ProgramValues,
  ServiceKind,
  Track,
  Weekday,
} from "@/api/types";
import { thingsOf } from "@/lib/things";
import type { LocalDate } from "@/lib/time";

export const levels = [
  "intensive_outpatient",
  "outpatient",
  "partial_hospitalization",
] as const satisfies LevelOfCare[];
export const ages = ["adult", "youth"] as const satisfies AgeBand[];
export const blockKinds = ["check_in", "therapy", "break", "check_out"] as const satisfies BlockKind[];
export const tracks = ["day", "evening", "weekend"] as const satisfies Track[];
export const units = ["weeks", "days"] as const satisfies LengthUnit[];
export const laterPhases = ["taper", "holiday"] as const satisfies Phase[];
export const duties = ["lead", "clinician", "support"] as const satisfies Duty[];
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const satisfies Weekday[];
export const serviceKinds = [
  "group",
  "skills",
  "psychoeducation",
  "individual",
  "family",
  "recreation",
  "orientation",
  "medication_management",
  "psychiatric_evaluation",
] as const satisfies ServiceKind[];

/** What the form holds: text as typed, choices as they are. `key` keeps a row itself while rows move. */
export type BlockForm = {
  key: number;
  kind: BlockKind;
  label: string;
  minutes: string;
  countable: boolean;
  service_kind: ServiceKind;
  /** What its room must have, with commas between. What was kept of a form before there was such a field has none. */
  equipment?: string;
  /** Two lead it: what the second must be allowed to lead, null for the same as the first. */
  two?: boolean;
  second_leads?: ServiceKind | null;
};
export type TrackForm = { track: Track; weekdays: Weekday[]; starts_at: string };
export type PhaseForm = { key: number; phase: Phase; days_per_week: string; weeks: string };
export type PlanForm = {
  name: string;
  description: string;
  level_of_care: LevelOfCare;
  age_band: AgeBand;
  part2: boolean;
  days_per_week: string;
  minutes_per_day: string;
  /** Empty: a day never lasts longer. What was kept of a form before there was such a field has none. */
  longest_day_minutes?: string;
  blocks: BlockForm[];
  tracks: TrackForm[];
  unit: LengthUnit;
  least: string;
  usual: string;
  most: string;
  phases: PhaseForm[];
};

type Shown = Pick<
  Program,
  | "name"
  | "description"
  | "level_of_care"
  | "age_band"
  | "part2"
  | "days_per_week"
  | "minutes_per_day"
  | "longest_day_minutes"
  | "blocks"
  | "tracks"
  | "length"
  | "phases"
>;

export function formOf(plan: Shown): PlanForm {
  return {
    name: plan.name,
    description: plan.description ?? "",
    level_of_care: plan.level_of_care,
    age_band: plan.age_band,
    part2: plan.part2,
    days_per_week: String(plan.days_per_week),
    minutes_per_day: String(plan.minutes_per_day),
    longest_day_minutes: plan.longest_day_minutes === null ? "" : String(plan.longest_day_minutes),
    blocks: plan.blocks.map(({ leaders, ...block }, key) => ({
      ...block,
      key,
      two: leaders > 1,
      minutes: String(block.minutes),
      equipment: block.equipment.join(", "),
    })),
    tracks: plan.tracks.map((track) => ({ ...track, starts_at: track.starts_at.slice(0, 5) })),
    unit: plan.length.unit,
    least: String(plan.length.least),
    usual: String(plan.length.usual),
    most: String(plan.length.most),
    phases: plan.phases.map((phase, key) => ({
      key,
      phase: phase.phase,
      days_per_week: String(phase.days_per_week),
      weeks: String(phase.weeks),
    })),
  };
}

const block = (kind: BlockKind, label: string, minutes: number): Required<DayBlock> => ({
  kind,
  label,
  minutes,
  countable: kind !== "break",
  service_kind: "group",
  equipment: [],
  leaders: 1,
  second_leads: null,
});

/** Where a free plan begins: a common day that keeps the rules for adults, with the names given. */
export function freePlan(names: Record<BlockKind, string>): PlanForm {
  return formOf({
    name: "",
    description: null,
    level_of_care: "intensive_outpatient",
    age_band: "adult",
    part2: false,
    days_per_week: 3,
    minutes_per_day: 195,
    longest_day_minutes: null,
    blocks: [
      block("check_in", names.check_in, 15),
      block("therapy", names.therapy, 75),
      block("break", names.break, 15),
      block("therapy", names.therapy, 75),
      block("check_out", names.check_out, 15),
    ],
    tracks: [],
    length: { unit: "weeks", least: 8, usual: 10, most: 12 },
    phases: [],
  });
}

/** A key that no row has yet. */
export const nextKey = (rows: readonly { key: number }[]) => Math.max(-1, ...rows.map((row) => row.key)) + 1;

/** The row at `place` one step up or down; at an end nothing moves. */
export function moved<Row>(rows: readonly Row[], place: number, by: -1 | 1): Row[] {
  const row = rows[place];
  const other = rows[place + by];
  if (row === undefined || other === undefined) return [...rows];
  return rows.map((one, index) => (index === place ? other : index === place + by ? row : one));
}

export type PlanError = {
  /** Where it is in what is sent: "/blocks/2/minutes". */
  pointer: string;
  code: "nameMissing" | "wholeNumber" | "labelMissing" | "weekdaysMissing" | "timeMissing";
  least?: number;
  most?: number;
  number?: number;
  track?: Track;
};

const whole = (text: string, least: number, most: number) => {
  const value = Number(text);
  return /^\s*\d+\s*$/.test(text) && value >= least && value <= most;
};

const longestOf = (form: PlanForm) => (form.longest_day_minutes ?? "").trim();

/** What cannot be sent: missing words and figures that are none. Whether the plan keeps the rules is another matter. */
export function planErrors(form: PlanForm): PlanError[] {
  const errors: PlanError[] = [];
  const number = (pointer: string, text: string, least: number, most: number) => {
    if (!whole(text, least, most)) errors.push({ pointer, code: "wholeNumber", least, most });
  };
  if (form.name.trim() === "") errors.push({ pointer: "/name", code: "nameMissing" });
  number("/days_per_week", form.days_per_week, 1, 7);
  number("/minutes_per_day", form.minutes_per_day, 30, 480);
  if (longestOf(form) !== "") number("/longest_day_minutes", longestOf(form), 30, 480);
  form.blocks.forEach(({ label, minutes }, place) => {
    if (label.trim() === "")
      errors.push({ pointer: `/blocks/${place}/label`, code: "labelMissing", number: place + 1 });
    number(`/blocks/${place}/minutes`, minutes, 1, 480);
  });
  form.tracks.forEach(({ track, weekdays, starts_at }, place) => {
    if (weekdays.length === 0) errors.push({ pointer: `/tracks/${place}/weekdays`, code: "weekdaysMissing", track });
    if (starts_at === "") errors.push({ pointer: `/tracks/${place}/starts_at`, code: "timeMissing", track });
  });
  number("/length/least", form.least, 1, 400);
  number("/length/usual", form.usual, 1, 400);
  number("/length/most", form.most, 1, 400);
  form.phases.forEach(({ days_per_week, weeks }, place) => {
    number(`/phases/${place}/days_per_week`, days_per_week, 1, 7);
    number(`/phases/${place}/weeks`, weeks, 1, 52);
  });
  return errors;
}

/** The plan as it is sent; only for a form without errors. */
export function planOf(form: PlanForm) {
  return {
    name: form.name.trim(),
    description: form.description.trim() === "" ? null : form.description.trim(),
    part2: form.part2,
    days_per_week: Number(form.days_per_week),
    minutes_per_day: Number(form.minutes_per_day),
    longest_day_minutes: longestOf(form) === "" ? null : Number(longestOf(form)),
    blocks: form.blocks.map(({ key: _, two, ...one }) => ({
      ...one,
      label: one.label.trim(),
      minutes: Number(one.minutes),
      countable: one.countable && one.kind !== "break",
      // Only therapy is planned as a group.
      equipment: one.kind === "therapy" ? thingsOf(one.equipment ?? "") : [],
      leaders: one.kind === "therapy" && two ? 2 : 1,
      second_leads: one.kind === "therapy" && two ? (one.second_leads ?? null) : null,
    })),
    tracks: form.tracks,
    length: {
      unit: form.unit,
      least: Number(form.least),
      usual: Number(form.usual),
      most: Number(form.most),
    },
    phases: form.phases.map(({ phase, days_per_week, weeks }) => ({
      phase,
      days_per_week: Number(days_per_week),
      weeks: Number(weeks),
    })),
  };
}

export type Plan = ReturnType<typeof planOf>;
export type PlanPart = keyof Plan;

export const valuesOf = (form: PlanForm): ProgramValues => ({
  ...planOf(form),
  level_of_care: form.level_of_care,
  age_band: form.age_band,
});

const parts = [
  "name",
  "description",
  "part2",
  "days_per_week",
  "minutes_per_day",
  "longest_day_minutes",
  "blocks",
  "tracks",
  "length",
  "phases",
] as const satisfies PlanPart[];

/** A text that two equal values share, whatever the order of their members. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a.localeCompare(b)))
      : inner,
  );

/** The parts in which two plans differ. */
export function differing(one: Plan, other: Plan): PlanPart[] {
  return parts.filter((part) => canonical(one[part]) !== canonical(other[part]));
}

/** Only what was changed is sent, so that what somebody else changed elsewhere stays. */
export function changesOf(form: PlanForm, base: Shown): ProgramUpdate {
  const plan = planOf(form);
  return Object.fromEntries(differing(plan, planOf(formOf(base))).map((part) => [part, plan[part]]));
}

export type AssignmentState = "coming" | "current" | "ended";

export function assignmentState(one: Pick<ProgramStaff, "starts_on" | "ends_on">, today: LocalDate): AssignmentState {
  if (one.ends_on !== null && one.ends_on < today) return "ended";
  return one.starts_on > today ? "coming" : "current";
}
