import type { FidelityMonth } from "@/api/types";
import { addDays, type LocalDate } from "@/lib/time";

/** Whose fidelity, and of which days; of everybody in sight, and of half a year, where nothing is said. */
export type Filter = { staff?: string | undefined; from?: LocalDate | undefined; to?: LocalDate | undefined };

export type Asked = { staff: string | undefined; from: LocalDate; to: LocalDate };

/** Points met, of those that could have been in so many sessions. */
export type Met = { sessions: number; met: number; of: number };

export type Person = { staffId: string; months: ReadonlyMap<LocalDate, Met>; total: Met };

export type Therapy = {
  modalityId: string;
  name: string;
  /** First days of all months from the first to the last with a session. */
  months: LocalDate[];
  people: Person[];
  total: Met;
  /** Sessions in which each point was met, by its key. */
  byItem: ReadonlyMap<string, number>;
};

const MONTHS = 6;
const LONGEST = 731;

/** The first day of the month so many before a day's. */
function monthsBefore(day: LocalDate, months: number): LocalDate {
  const first = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() - months);
  return first.toISOString().slice(0, 10);
}

export function askedOf({ staff, from, to }: Filter, today: LocalDate): Asked {
  const last = to ?? today;
  return { staff, from: from ?? monthsBefore(last, MONTHS - 1), to: last };
}

export type SpanMistake = "reversed" | "long";

export function spanMistake({ from, to }: Pick<Asked, "from" | "to">): SpanMistake | null {
  if (from > to) return "reversed";
  return to > addDays(from, LONGEST) ? "long" : null;
}

function monthsOf(rows: readonly FidelityMonth[]): LocalDate[] {
  const known = rows.map((row) => row.month).sort();
  const months: LocalDate[] = [];
  for (let month = known[0]; month !== undefined && month <= (known.at(-1) ?? month); month = monthsBefore(month, -1)) {
    months.push(month);
  }
  return months;
}

function metIn(rows: readonly FidelityMonth[]): Met {
  return rows.reduce(
    ({ sessions, met, of }, row) => ({
      sessions: sessions + row.sessions,
      met: met + row.met,
      of: of + row.sessions * row.items,
    }),
    { sessions: 0, met: 0, of: 0 },
  );
}

function sorted<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

/** What was met in each therapy, by who led and by month; the therapies by name, the people as `nameOf` has them. */
export function therapiesOf(rows: readonly FidelityMonth[], nameOf: (staffId: string) => string): Therapy[] {
  return [...sorted(rows, (row) => row.modality_id)]
    .map(([modalityId, ofTherapy]) => {
      const byItem = new Map<string, number>();
      for (const { by_item } of ofTherapy) {
        for (const [key, times] of Object.entries(by_item)) byItem.set(key, (byItem.get(key) ?? 0) + times);
      }
      const people = [...sorted(ofTherapy, (row) => row.staff_id)].map(([staffId, ofPerson]) => ({
        staffId,
        months: new Map(ofPerson.map((row) => [row.month, metIn([row])])),
        total: metIn(ofPerson),
      }));
      return {
        modalityId,
        name: ofTherapy[0]?.modality_name ?? "",
        months: monthsOf(ofTherapy),
        people: people.sort((a, b) => nameOf(a.staffId).localeCompare(nameOf(b.staffId))),
        total: metIn(ofTherapy),
        byItem,
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Whole per cent of what could have been met; nothing where nothing could. */
export const shareOf = ({ met, of }: Pick<Met, "met" | "of">): number | null =>
  of === 0 ? null : Math.round((100 * met) / of);
