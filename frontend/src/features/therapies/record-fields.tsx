import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RecordKind, RecordScope } from "@/api/types";
import { nextRow } from "@/lib/parts";
import fieldset from "@/ui/fieldset.module.css";
import { AddPart, NameField, PartTools, type Shared } from "@/ui/part-row";
import rows from "@/ui/part-row.module.css";
import { usePartName } from "./problems";
import { en as protocol } from "./protocol-texts";
import { partField, type RecordForm } from "./rules";
import { en } from "./texts";
import classes from "./therapies.module.css";

const scopes = Object.keys(protocol.scopes) as RecordScope[];
const kinds = Object.keys(en.kinds) as RecordKind[];

type Props = Shared & { records: RecordForm[]; onChange: (records: RecordForm[]) => void };

/** What is noted in a session, how each is given, and the ends of a scale. */
export function RecordFields({ records, onChange, ...shared }: Props) {
  const { t } = useTranslation();
  const partName = usePartName();
  return (
    <fieldset className={fieldset.panel} id={shared.fieldId("records")} tabIndex={-1}>
      <legend>{t("therapies.parts.records")}</legend>
      {records.map((record, place) => {
        const part = record.name || partName("records", place);
        const change = (values: Partial<RecordForm>) =>
          onChange(records.map((one) => (one.row === record.row ? { ...one, ...values } : one)));
        return (
          <div key={record.row} className={rows.part}>
            <NameField
              {...shared}
              field={partField("records", record.row)}
              label={partName("records", place)}
              name={record.name}
              onChange={(name) => change({ name })}
            />
            <NativeSelect
              aria-label={t("therapies.form.kindOf", { part })}
              value={record.kind}
              onChange={({ target: { value } }) => change({ kind: kinds.find((one) => one === value) ?? "text" })}
            >
              {kinds.map((one) => (
                <option key={one} value={one}>
                  {t(`therapies.kinds.${one}`)}
                </option>
              ))}
            </NativeSelect>
            {record.kind === "scale" &&
              (["least", "most"] as const).map((end) => (
                <TextInput
                  key={end}
                  id={shared.fieldId(partField(end, record.row))}
                  className={classes.end as string}
                  aria-label={t(`therapies.form.${end}Of`, { part })}
                  placeholder={t(`therapies.form.${end}`)}
                  maxLength={5}
                  value={record[end]}
                  error={shared.errorOf(partField(end, record.row))}
                  onChange={(event) => change({ [end]: event.target.value })}
                />
              ))}
            <NativeSelect
              aria-label={t("protocol.scope", { part })}
              value={record.scope ?? "course"}
              onChange={({ target: { value } }) => change({ scope: scopes.find((one) => one === value) ?? "course" })}
            >
              {scopes.map((one) => (
                <option key={one} value={one}>
                  {t(`protocol.scopes.${one}`)}
                </option>
              ))}
            </NativeSelect>
            <PartTools parts={records} place={place} label={part} onChange={onChange} />
          </div>
        );
      })}
      <AddPart
        count={records.length}
        label={t("therapies.form.add.records")}
        onAdd={() =>
          onChange([
            ...records,
            {
              row: nextRow(records),
              key: "",
              name: "",
              kind: "yes_no",
              least: "",
              most: "",
              note: null,
              scope: "each",
            },
          ])
        }
      />
    </fieldset>
  );
}
