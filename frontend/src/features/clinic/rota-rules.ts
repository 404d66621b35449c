import type { OnCallShift } from "@/api/types";
import { instantOf, wallClock } from "@/lib/time";

type Times = Pick<OnCallShift, "starts_at" | "ends_at">;
/** A time without anybody on call; without an end where no later shift is planned. */
export type Gap = { from: string; to: string | null };
export type RotaRow<Shift> = { shift: Shift } | { gap: Gap };

export const WEEKS_AHEAD = 4;

/** Shifts by their start, and between them, from now on, the times in which nobody is on call. */
export function rotaOf<Shift extends Times>(shifts: readonly Shift[], now: Date): RotaRow<Shift>[] {
  const rows: RotaRow<Shift>[] = [];
  let covered = now.toISOString();
  const later = (one: string, other: string) => (Date.parse(one) > Date.parse(other) ? one : other);
  for (const shift of [...shifts].sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))) {
    if (Date.parse(shift.starts_at) > Date.parse(covered)) rows.push({ gap: { from: covered, to: shift.starts_at } });
    rows.push({ shift });
    covered = later(covered, shift.ends_at);
  }
  rows.push({ gap: { from: covered, to: null } });
  return rows;
}

export const isRunning = ({ starts_at, ends_at }: Times, now: Date): boolean =>
  Date.parse(starts_at) <= now.getTime() && now.getTime() < Date.parse(ends_at);

export type ShiftForm = {
  account_id: string;
  backup_id: string;
  starts_day: string;
  starts_time: string;
  ends_day: string;
  ends_time: string;
};

/** A shift as it is typed, by the clinic's clock. */
export function shiftForm(shift: OnCallShift | null, timeZone: string): ShiftForm {
  const wall = (instant: string | undefined) =>
    instant ? wallClock(new Date(instant), timeZone) : { date: "", time: "" };
  const [from, to] = [wall(shift?.starts_at), wall(shift?.ends_at)];
  return {
    account_id: shift?.account_id ?? "",
    backup_id: shift?.backup_id ?? "",
    starts_day: from.date,
    starts_time: from.time,
    ends_day: to.date,
    ends_time: to.time,
  };
}

/** What has to be mended before it is sent, by field. */
export function shiftErrors(
  form: ShiftForm,
): ["account_id" | "starts_at" | "ends_at", "colleagueMissing" | "timeMissing"][] {
  const found: ReturnType<typeof shiftErrors> = [];
  if (!form.account_id) found.push(["account_id", "colleagueMissing"]);
  if (!form.starts_day || !form.starts_time) found.push(["starts_at", "timeMissing"]);
  if (!form.ends_day || !form.ends_time) found.push(["ends_at", "timeMissing"]);
  return found;
}

export const shiftBody = (form: ShiftForm, timeZone: string) => ({
  account_id: form.account_id,
  backup_id: form.backup_id || null,
  starts_at: instantOf(form.starts_day, form.starts_time, timeZone).toISOString(),
  ends_at: instantOf(form.ends_day, form.ends_time, timeZone).toISOString(),
});
