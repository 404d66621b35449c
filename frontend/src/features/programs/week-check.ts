import type { LevelOfCare, Limit, Phase, WeekLimits } from "@/api/types";

import type { Plan } from "./rules";

/** The rules of the week over a plan while it is written. The server judges the same when it is saved. */

const DAYS_OF_IOP = { least: 3, most: 5 };
const MINUTES_OF_IOP_DAY = { least: 120, most: 240 };

export type CheckCode =
  | "shapeDays"
  | "shapeMinutes"
  | "blocksFill"
  | "longestDay"
  | "lengthOrder"
  | "phaseDays"
  | "trackDays"
  | "noRule"
  | "weekMinimum"
  | "weekMaximum"
  | "dayMinimum"
  | "daysMinimum";

export type Check = {
  code: CheckCode;
  kept: boolean;
  /** Minutes or days, by the code. */
  planned: number;
  limit: number;
  least?: number;
  phase?: Phase;
  source?: Pick<Limit, "citation" | "confidence">;
};

/** Minutes of one day that count: neither breaks nor kinds of service that the rule leaves out. */
export function countableMinutes(blocks: Plan["blocks"], limits: WeekLimits | null | undefined): number {
  return blocks
    .filter((block) => block.countable && block.kind !== "break")
    .filter((block) => !limits || limits.countable_kinds.includes(block.service_kind))
    .reduce((sum, block) => sum + block.minutes, 0);
}

/** Limits by phase; null where no rule is valid. */
export type LimitsByPhase = Partial<Record<Phase, WeekLimits | null>>;

export function checksOf(plan: Plan, level: LevelOfCare, limits: LimitsByPhase): Check[] {
  const { days_per_week: days, minutes_per_day: minutes, length } = plan;
  const checks: Check[] = [];
  if (level === "intensive_outpatient") checks.push(...shapeChecks(days, minutes));
  if (plan.blocks.length > 0) {
    const total = plan.blocks.reduce((sum, block) => sum + block.minutes, 0);
    checks.push({ code: "blocksFill", kept: total === minutes, planned: total, limit: minutes });
  }
  if (plan.longest_day_minutes !== null) {
    const longest = plan.longest_day_minutes;
    checks.push({ code: "longestDay", kept: longest >= minutes, planned: longest, limit: minutes });
  }
  checks.push({
    code: "lengthOrder",
    kept: length.least <= length.usual && length.usual <= length.most,
    planned: length.usual,
    limit: length.most,
  });
  if (plan.phases.length > 0) {
    const longest = Math.max(...plan.phases.map((phase) => phase.days_per_week));
    checks.push({ code: "phaseDays", kept: longest <= days, planned: longest, limit: days });
  }
  if (plan.tracks.length > 0) {
    const off = plan.tracks.find((track) => new Set(track.weekdays).size !== days);
    checks.push({ code: "trackDays", kept: !off, planned: off?.weekdays.length ?? days, limit: days });
  }
  const weeks = [{ phase: "standard" as Phase, days_per_week: days }, ...plan.phases];
  for (const week of weeks) checks.push(...weekChecks(plan, level, week, limits[week.phase]));
  return checks;
}

function shapeChecks(days: number, minutes: number): Check[] {
  const within = (value: number, { least, most }: { least: number; most: number }) => value >= least && value <= most;
  return [
    {
      code: "shapeDays",
      kept: within(days, DAYS_OF_IOP),
      planned: days,
      limit: DAYS_OF_IOP.most,
      least: DAYS_OF_IOP.least,
    },
    {
      code: "shapeMinutes",
      kept: within(minutes, MINUTES_OF_IOP_DAY),
      planned: minutes,
      limit: MINUTES_OF_IOP_DAY.most,
      least: MINUTES_OF_IOP_DAY.least,
    },
  ];
}

type Week = { phase: Phase; days_per_week: number };

function weekChecks(plan: Plan, level: LevelOfCare, week: Week, limits: WeekLimits | null | undefined): Check[] {
  const { phase, days_per_week: days } = week;
  if (limits === undefined) return [];
  if (limits === null) {
    return level === "intensive_outpatient" ? [{ code: "noRule", kept: false, planned: 0, limit: 0, phase }] : [];
  }
  // Without blocks the server makes one of therapy that fills the day.
  const perDay = plan.blocks.length === 0 ? plan.minutes_per_day : countableMinutes(plan.blocks, limits);
  const perWeek = days * perDay;
  const { min_minutes_per_week, max_minutes_per_week, min_minutes_counted_day, min_days_per_week } = limits;
  const checks: Check[] = [];
  const check = (code: CheckCode, limit: Limit | null, planned: number, kept: (limit: number) => boolean) => {
    if (limit) checks.push({ code, kept: kept(limit.value), planned, limit: limit.value, phase, source: limit });
  };
  check("weekMinimum", min_minutes_per_week, perWeek, (least) => perWeek >= least);
  check("weekMaximum", max_minutes_per_week, perWeek, (most) => perWeek <= most);
  check("dayMinimum", min_minutes_counted_day, perDay, (least) => perDay >= least);
  check("daysMinimum", min_days_per_week, days, (least) => days >= least);
  return checks;
}
