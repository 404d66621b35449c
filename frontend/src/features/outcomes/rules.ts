import type { OutcomeFigures, Share } from "@/api/types";
import { addDays, type LocalDate } from "@/lib/time";

/** Whose outcomes: a program's or a cohort's, of whoever received a modality; by which measure, admitted in which days. */
export type Filter = {
  program?: string | undefined;
  cohort?: string | undefined;
  modality?: string | undefined;
  instrument?: string | undefined;
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
};

export type Group = { kind: "program" | "cohort"; id: string };

export type Asked = {
  group: Group | null;
  modality: string | undefined;
  instrument: string;
  from: LocalDate;
  to: LocalDate;
};

const YEAR = 365;
const LONGEST = 731;

/** A cohort stands for itself where both are named: a group is one of them. */
export function groupOf({ program, cohort }: Filter): Group | null {
  if (cohort) return { kind: "cohort", id: cohort };
  return program ? { kind: "program", id: program } : null;
}

/** What is asked for: where nothing is said, people admitted in the last year by the first measure there is. */
export function askedOf(filter: Filter, usable: readonly string[], today: LocalDate): Asked | null {
  const instrument = filter.instrument ?? (usable.includes("phq-9") ? "phq-9" : usable[0]);
  if (instrument === undefined) return null;
  const to = filter.to ?? today;
  return { group: groupOf(filter), modality: filter.modality, instrument, from: filter.from ?? addDays(to, -YEAR), to };
}

export type SpanMistake = "reversed" | "long";

export function spanMistake({ from, to }: Pick<Asked, "from" | "to">): SpanMistake | null {
  if (from > to) return "reversed";
  return to > addDays(from, LONGEST) ? "long" : null;
}

export const shareNames = ["followed", "improved", "deteriorated", "recovered"] as const;
export type ShareName = (typeof shareNames)[number];

export type Missing = "fewTwice" | "noFigure" | "fewInRange" | "alike";

/** Why a figure is not there, in the order in which it could be: too few people, or nothing to count by. */
export function missing(
  name: ShareName | "effect",
  { followed }: Pick<OutcomeFigures, "followed">,
  least: number,
): Missing {
  if (followed.count < least) return "fewTwice";
  if (name === "effect") return "alike";
  return name === "recovered" ? "fewInRange" : "noFigure";
}

/** Whole per cent; a share that is not 0 or all is never shown as if it were. */
export function percent(share: number): number {
  const whole = Math.round(share * 100);
  if (whole === 0 && share > 0) return 1;
  return whole === 100 && share < 1 ? 99 : whole;
}

export const rangeOf = ({ lowest, highest }: Pick<Share, "lowest" | "highest">) => ({
  low: percent(lowest),
  high: percent(highest),
});

/** An axis in half standard deviations that holds every interval, and 0. */
export function effectAxis(effects: readonly { lowest: number; highest: number }[]): { from: number; to: number } {
  const half = (value: number, round: (number: number) => number) => round(value * 2) / 2;
  return {
    from: Math.min(-0.5, ...effects.map((one) => half(one.lowest, Math.floor))),
    to: Math.max(1, ...effects.map((one) => half(one.highest, Math.ceil))),
  };
}

/** Two decimals, as effect sizes are printed. */
export const fixed = (size: number) =>
  size
    .toFixed(2)
    .replace(/^-(?=0\.00$)/, "")
    .replace("-", "−");
