import type { ParticipantSearch } from "@/api/types";

/** What typed text asks for: a date is a birth date, a word with digits a record number, all else a name. */
export function searchOf(typed: string): ParticipantSearch | null {
  const text = typed.trim();
  if (text === "") return null;
  const date = birthDateOf(text);
  if (date) return { birth_date: date };
  if (/\d/.test(text)) return { mrn: text };
  return { name_prefix: text };
}

/** "1990-04-23" and, as it is written in the United States, "4/23/1990". */
function birthDateOf(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const parts = iso ? [iso[1], iso[2], iso[3]] : american ? [american[3], american[1], american[2]] : null;
  if (!parts) return null;
  const [year, month, day] = parts.map((part) => String(part).padStart(2, "0"));
  const date = `${year}-${month}-${day}`;
  const real = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(date) ? date : null;
}
