import type { DiaryDay, DiaryEntry, DiaryField, TargetTier, TreatmentTarget } from "@/api/types";
import { addDays, type LocalDate } from "@/lib/time";

/** The tiers in the order in which they are worked on. */
export const tiers: readonly TargetTier[] = ["life_threatening", "therapy_interfering", "quality_of_life", "skills"];

/** The days of a window, the earliest first. */
export function daysUpTo(last: LocalDate, count: number): LocalDate[] {
  return Array.from({ length: count }, (_, place) => addDays(last, place + 1 - count));
}

export type Cell = { entry: DiaryEntry; level: number };

/** What stands in the map for a field and a day; nothing where nothing was entered, or it was taken back. */
export function cellOf(days: readonly DiaryDay[], day: LocalDate, field: DiaryField): Cell | undefined {
  const found = days
    .filter((one) => one.day === day)
    .flatMap((one) => one.entries)
    .find((one) => one.field === field.key);
  if (!found || (found.number === null && !found.skills)) return undefined;
  return { entry: found, level: levelOf(field, found) };
}

/** How dark a cell is, from 0 to 5. Hours and counts have no dark end. */
function levelOf(field: DiaryField, { number }: DiaryEntry): number {
  if (field.kind === "hours" || field.kind === "skills" || field.kind === "taken" || !field.highest) return 0;
  return number === null ? 0 : Math.round((number / field.highest) * 5);
}

/** Fields that the person keeps, and those that hold something in sight although they are kept no more. */
export function shownFields(fields: readonly DiaryField[], days: readonly DiaryDay[]): DiaryField[] {
  const filled = new Set(days.flatMap((one) => one.entries).map((one) => one.field));
  return fields.filter((one) => one.kept || filled.has(one.key));
}

/** Open targets by tier, each in its order; tiers without one are left out. */
export function byTier(targets: readonly TreatmentTarget[]): { tier: TargetTier; targets: TreatmentTarget[] }[] {
  return tiers
    .map((tier) => ({ tier, targets: targets.filter((one) => one.closed_on === null && one.tier === tier) }))
    .filter((one) => one.targets.length > 0);
}

/** The numbers a field takes, for its buttons. */
export const numbersOf = ({ highest }: DiaryField): number[] =>
  Array.from({ length: (highest ?? 0) + 1 }, (_, number) => number);

/** Hours as somebody types them, with a comma or a point, in halves; undefined where it is none. */
export function hoursOf(text: string): number | undefined {
  const trimmed = text.trim().replace(",", ".");
  if (!/^\d{1,2}(\.\d)?$/.test(trimmed)) return undefined;
  const hours = Number(trimmed);
  return hours <= 24 && (hours * 2) % 1 === 0 ? hours : undefined;
}
