import type { AskedWhen, DoseUnit, Modality, ModalityCreate } from "@/api/types";

import type { RecordForm } from "./rules";

/** A row of a list that has no name of its own. */
type RowForm = { row: number };

/** A condition names records and phases by their rows: what is new has no key yet. */
export type ConditionForm = RowForm & {
  record: string;
  least: string;
  most: string;
  /** Phases in which it is a baseline only. */
  after: number[];
  /** Phases in which a value counts; none: in any. */
  counts: number[];
  wide: boolean;
  wideLeast: string;
  wideMost: string;
  by: string;
};

export type MeasureForm = RowForm & { instrument: string; moment: AskedWhen };
export type DoseForm = RowForm & { name: string; least: string; most: string; unit: DoseUnit; source: string };

export type ProtocolForm = {
  completion: ConditionForm[];
  measures: MeasureForm[];
  expected: DoseForm[];
  openBecause: string;
};

const rowOf = (parts: readonly { key: string }[], key: string) => {
  const place = parts.findIndex((one) => one.key === key);
  return place < 0 ? "" : String(place);
};

const rowsOf = (parts: readonly { key: string }[], keys: readonly string[]) =>
  parts.flatMap(({ key }, place) => (keys.includes(key) ? [place] : []));

export const newCondition = (row: number): ConditionForm => ({
  row,
  record: "",
  least: "0",
  most: "0",
  after: [],
  counts: [],
  wide: false,
  wideLeast: "",
  wideMost: "",
  by: "",
});

type Asked = Pick<Modality, "completion" | "measures" | "expected" | "open_because" | "records" | "phases">;

export function protocolForm(therapy: Asked | null): ProtocolForm {
  const { records, phases } = therapy ?? { records: [], phases: [] };
  return {
    completion: (therapy?.completion ?? []).map(({ record, least, most, anew_after, counts_in, widened }, row) => ({
      row,
      record: rowOf(records, record),
      least: String(least),
      most: String(most),
      after: rowsOf(phases, anew_after),
      counts: rowsOf(phases, counts_in),
      wide: widened !== null,
      wideLeast: widened ? String(widened.least) : "",
      wideMost: widened ? String(widened.most) : "",
      by: widened ? rowOf(records, widened.by) : "",
    })),
    measures: (therapy?.measures ?? []).map(({ instrument_key: instrument, moment }, row) => ({
      row,
      instrument,
      moment,
    })),
    expected: (therapy?.expected ?? []).map(({ name, least, most, unit, source }, row) => ({
      row,
      name,
      least: String(least),
      most: String(most),
      unit,
      source: source ?? "",
    })),
    openBecause: therapy?.open_because ?? "",
  };
}

type Keyed = readonly { row: number; key: string }[];
type Sent = Required<Pick<ModalityCreate, "completion" | "measures" | "expected" | "open_because">>;

/** What is sent of it; `records` and `phases` are those of the form with a key each. */
export function sentProtocol(form: ProtocolForm, records: Keyed, phases: Keyed): Sent {
  const keyIn = (parts: Keyed, row: string | number) => parts.find((one) => String(one.row) === String(row))?.key;
  return {
    completion: form.completion.map(({ record, least, most, after, counts, wide, wideLeast, wideMost, by }) => ({
      record: keyIn(records, record) ?? "",
      least: Number(least),
      most: Number(most),
      // A phase that was taken out is none to be rated in or after.
      anew_after: after.flatMap((row) => keyIn(phases, row) ?? []),
      counts_in: counts.flatMap((row) => keyIn(phases, row) ?? []),
      widened: wide ? { least: Number(wideLeast), most: Number(wideMost), by: keyIn(records, by) ?? "" } : null,
    })),
    measures: form.measures.map(({ instrument, moment }) => ({ instrument_key: instrument, moment })),
    expected: form.expected.map(({ name, least, most, unit, source }) => ({
      name: name.trim(),
      least: Number(least),
      most: Number(most),
      unit,
      source: source.trim() || null,
    })),
    open_because: form.openBecause.trim() || null,
  };
}

const whole = (text: string) => /^\d{1,4}$/.test(text.trim());
const span = (least: string, most: string) => whole(least) && whole(most) && Number(least) <= Number(most);

export type WrongProtocol = {
  field: string;
  code: "condition" | "ruleSpan" | "widened" | "measure" | "measureTwice" | "doseName" | "dose";
};

/** Records that a rule may name: those that are a number or a yes. */
export const mayRule = ({ kind }: RecordForm) => kind === "scale" || kind === "count" || kind === "yes_no";

/** What of it cannot be sent yet. */
export function wrongProtocol(form: ProtocolForm, records: readonly RecordForm[]): WrongProtocol[] {
  const named = (row: string, fits: (one: RecordForm) => boolean) =>
    records.some((one) => String(one.row) === row && fits(one));
  const rules = form.completion.map(({ record }) => record);
  const asked = form.measures.map(({ instrument }) => instrument);
  return [
    ...form.completion.flatMap(({ row, record, least, most, wide, wideLeast, wideMost, by }): WrongProtocol[] => {
      const at = `completion-${row}`;
      if (!named(record, mayRule) || rules.filter((one) => one === record).length > 1) {
        return [{ field: at, code: "condition" }];
      }
      if (!span(least, most)) return [{ field: at, code: "ruleSpan" }];
      const fits = !wide || (span(wideLeast, wideMost) && named(by, ({ kind }) => kind === "yes_no"));
      return fits ? [] : [{ field: at, code: "widened" }];
    }),
    ...form.measures.flatMap(({ row, instrument }): WrongProtocol[] => {
      if (instrument === "") return [{ field: `measures-${row}`, code: "measure" }];
      const twice = asked.filter((one) => one === instrument).length > 1;
      return twice ? [{ field: `measures-${row}`, code: "measureTwice" }] : [];
    }),
    ...form.expected.flatMap(({ row, name, least, most }): WrongProtocol[] => [
      ...(name.trim() === "" ? [{ field: `expected-${row}`, code: "doseName" as const }] : []),
      ...(span(least, most) && Number(least) >= 1 && Number(most) <= 500
        ? []
        : [{ field: `dose-${row}`, code: "dose" as const }]),
    ]),
  ];
}

/** What a row that is added is told apart by. */
export const freshRow = (rows: readonly RowForm[]) => Math.max(-1, ...rows.map(({ row }) => row)) + 1;
