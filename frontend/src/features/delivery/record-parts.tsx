import { IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { RosterRow } from "@/api/types";
import { addTexts } from "@/lib/i18n";
import { nameOf } from "@/lib/names";
import type { Noted, RecordItem } from "@/lib/records";
import fields from "@/ui/fields.module.css";
import type { Shared } from "@/ui/part-row";
import { RecordInput, useRange } from "@/ui/record-input";

import classes from "./delivery-editor.module.css";
import { en, es } from "./record-texts";

addTexts("groupRecords", { en, es });

type GroupProps = Shared & { records: readonly RecordItem[]; noted: Noted; onChange: (noted: Noted) => void };

/** What the modality records of the group as a whole. */
export function GroupRecords({ records, noted, onChange, fieldId, errorOf }: GroupProps) {
  const { t } = useTranslation();
  const range = useRange();
  return (
    <fieldset id={fieldId("records")} tabIndex={-1} className={classes.records}>
      <legend className={fields.legend}>{t("groupRecords.title")}</legend>
      {records.map((record) => (
        <RecordInput
          key={record.key}
          record={record}
          id={fieldId(`record-${record.key}`)}
          value={noted[record.key] ?? ""}
          error={errorOf(`record-${record.key}`)}
          hint={record.note ?? (record.kind === "text" || record.kind === "yes_no" ? undefined : range(record))}
          onChange={(value) => onChange({ ...noted, [record.key]: value })}
        />
      ))}
    </fieldset>
  );
}

type TheirProps = Shared & {
  bookingId: string;
  records: readonly RecordItem[];
  noted: Noted;
  /** What the group has, which an empty field stands for. */
  group: Noted;
  onChange: (noted: Noted) => void;
};

/** What of the group's records was otherwise for one person. */
export function TheirRecords({ bookingId, records, noted, group, onChange, fieldId, errorOf }: TheirProps) {
  const { t } = useTranslation();
  const said = (record: RecordItem) => {
    const text = group[record.key] ?? "";
    if (text === "") return t("delivery.sameAsGroup");
    const word = record.kind === "yes_no" ? t(text === "yes" ? "records.yes" : "records.no") : text;
    return t("groupRecords.as", { value: word });
  };
  return records.map((record) => (
    <RecordInput
      key={record.key}
      record={record}
      id={fieldId(`their-${bookingId}-${record.key}`)}
      value={noted[record.key] ?? ""}
      error={errorOf(`their-${bookingId}-${record.key}`)}
      empty={said(record)}
      onChange={(value) => {
        const { [record.key]: _, ...rest } = noted;
        onChange(value === "" ? rest : { ...rest, [record.key]: value });
      }}
    />
  ));
}

type EachProps = Shared & {
  records: readonly RecordItem[];
  /** Who was there and took part. */
  rows: readonly RosterRow[];
  each: Record<string, Noted>;
  onChange: (bookingId: string, noted: Noted) => void;
};

/** What the modality records of each, one thing after the other as a group goes around. */
export function EachRecords({ records, rows, each, onChange, fieldId, errorOf }: EachProps) {
  const { t } = useTranslation();
  const range = useRange();
  return (
    <section className={classes.people} aria-label={t("groupRecords.each")}>
      <div>
        <h3>{t("groupRecords.each")}</h3>
        <p className={fields.hint}>{t("groupRecords.eachHint")}</p>
      </div>
      {records.map((record) => {
        const id = (row: RosterRow) => `each-${row.booking_id}-${record.key}`;
        const value = (row: RosterRow) => each[row.booking_id]?.[record.key] ?? "";
        const said = rows.filter((row) => value(row).trim() !== "").length;
        const wrong = rows.some((row) => errorOf(id(row)) !== undefined);
        return (
          <details key={record.key} className={classes.each} open={wrong || records.length === 1 || undefined}>
            <summary>
              <IconChevronRight size={16} stroke={1.75} aria-hidden />
              <span>
                {record.name}
                <span className="meta num"> {record.note ?? (record.kind === "scale" ? range(record) : "")}</span>
              </span>
              <span className="meta num">{t("groupRecords.said", { count: said, all: rows.length })}</span>
            </summary>
            <div className={classes.rows} data-kind={record.kind}>
              {rows.map((row) => {
                const name = nameOf(row);
                return (
                  <RecordInput
                    key={row.booking_id}
                    record={record}
                    id={fieldId(id(row))}
                    label={name}
                    named={t("groupRecords.of", { record: record.name, name })}
                    value={value(row)}
                    error={errorOf(id(row))}
                    onChange={(typed) => onChange(row.booking_id, { ...each[row.booking_id], [record.key]: typed })}
                  />
                );
              })}
            </div>
          </details>
        );
      })}
    </section>
  );
}
