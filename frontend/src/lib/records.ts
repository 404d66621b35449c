import type { Protocol, RecordValue } from "@/api/types";
import { isLocalDate } from "@/lib/time";

/** Something that a therapy records. */
export type RecordItem = Protocol["records"][number];

/** What the last value of a record has to lie within before a target counts as worked through. */
export type Condition = Protocol["completion"][number];

/** What a form holds of what a therapy records: text as typed, empty where it is not noted. */
export type Noted = Record<string, string>;

/** The value to send, `null` where the text is none. */
export function sentValue(record: RecordItem, text: string): RecordValue | null {
  const typed = text.trim();
  if (typed === "") return null;
  if (record.kind === "yes_no") return typed === "yes";
  if (record.kind === "text") return typed;
  if (record.kind === "date") return isLocalDate(typed) ? typed : null;
  return /^\d{1,6}$/.test(typed) ? Number(typed) : null;
}

/** Records whose text is no value of theirs. */
export function wrongRecords(records: readonly RecordItem[], noted: Noted): RecordItem[] {
  return records.filter((record) => {
    const text = noted[record.key]?.trim() ?? "";
    if (text === "") return false;
    const value = sentValue(record, text);
    if (value === null) return true;
    if (record.kind !== "scale" || typeof value !== "number") return false;
    return value < (record.least ?? 0) || value > (record.most ?? 0);
  });
}

export function valuesOf(records: readonly RecordItem[], noted: Noted): Record<string, RecordValue> {
  const values: Record<string, RecordValue> = {};
  for (const record of records) {
    const value = sentValue(record, noted[record.key] ?? "");
    if (value !== null) values[record.key] = value;
  }
  return values;
}

/** What is stored, as a form shows it. */
export const notedOf = (values: Readonly<Record<string, RecordValue>>): Noted =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "boolean" ? (value ? "yes" : "no") : Array.isArray(value) ? value.join(", ") : String(value),
    ]),
  );
