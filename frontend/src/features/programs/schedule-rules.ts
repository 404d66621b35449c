import type { MeasureMoment, MeasureSchedule, MeasureScheduleWrite } from "@/api/types";

export const moments = [
  "intake",
  "weekly",
  "every_session",
  "discharge",
  "after_3_months",
  "after_6_months",
] as const satisfies MeasureMoment[];
export const MOST_MEASURES = 20;

/** A line of the form; `id` is its own, so that a line keeps its fields while others go. */
export type EntryForm = { id: number; key: string; moments: MeasureMoment[] };

export const scheduleForm = ({ entries }: MeasureSchedule): EntryForm[] =>
  entries.map((one, id) => ({ id, key: one.instrument_key, moments: [...one.moments] }));

export function blankEntry(entries: readonly EntryForm[]): EntryForm {
  return { id: Math.max(-1, ...entries.map((one) => one.id)) + 1, key: "", moments: [] };
}

export type ScheduleMistake = {
  /** As a pointer of the server names it. */
  pointer: string;
  code: "which" | "twice" | "moments";
  number: number;
};

export function scheduleMistakes(entries: readonly EntryForm[]): ScheduleMistake[] {
  return entries.flatMap((entry, place) => {
    const found: ScheduleMistake[] = [];
    const at = (field: string, code: ScheduleMistake["code"]) =>
      found.push({ pointer: `/entries/${place}/${field}`, code, number: place + 1 });
    if (entry.key === "") at("instrument_key", "which");
    else if (entries.slice(0, place).some((one) => one.key === entry.key)) at("instrument_key", "twice");
    if (entry.moments.length === 0) at("moments", "moments");
    return found;
  });
}

export const scheduleBody = (entries: readonly EntryForm[]): MeasureScheduleWrite => ({
  entries: entries.map(({ key, moments: chosen }) => ({ instrument_key: key, moments: chosen })),
});
