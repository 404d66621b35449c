import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { PartForm } from "@/lib/parts";
import { Check } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import fieldset from "@/ui/fieldset.module.css";
import { AddPart, PartTools, type Shared } from "@/ui/part-row";
import rows from "@/ui/part-row.module.css";

import { type ConditionForm, freshRow, mayRule, newCondition } from "./protocol-rules";
import type { RecordForm } from "./rules";
import classes from "./therapies.module.css";

type Props = Shared & {
  completion: ConditionForm[];
  records: readonly RecordForm[];
  phases: readonly PartForm[];
  onChange: (completion: ConditionForm[]) => void;
};

const MOST = 10;

/** What has to be said last before a target counts as worked through. */
export function ConditionFields({ completion, records, phases, onChange, ...shared }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className={fieldset.panel} id={shared.fieldId("completion")} tabIndex={-1}>
      <legend>{t("protocol.completion.title")}</legend>
      <p className={fields.hint}>{t("protocol.completion.hint")}</p>
      {completion.map((one, place) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset inside one would bring a second frame.
        <div
          key={one.row}
          role="group"
          aria-label={t("protocol.completion.part", { number: place + 1 })}
          className={rows.module}
        >
          <ConditionRow
            {...shared}
            condition={one}
            place={place}
            all={completion}
            records={records}
            phases={phases}
            onChange={onChange}
          />
        </div>
      ))}
      <AddPart
        count={completion.length}
        most={MOST}
        label={t("protocol.completion.add")}
        onAdd={() => onChange([...completion, newCondition(freshRow(completion))])}
      />
    </fieldset>
  );
}

type RowProps = Shared & {
  condition: ConditionForm;
  place: number;
  all: ConditionForm[];
  records: readonly RecordForm[];
  phases: readonly PartForm[];
  onChange: (completion: ConditionForm[]) => void;
};

function ConditionRow({ condition, place, all, records, phases, onChange, fieldId, errorOf }: RowProps) {
  const { t } = useTranslation();
  const number = place + 1;
  const field = `completion-${condition.row}`;
  const change = (values: Partial<ConditionForm>) =>
    onChange(all.map((one) => (one.row === condition.row ? { ...one, ...values } : one)));
  const record = records.find(({ row }) => String(row) === condition.record);
  const end = (name: "least" | "most" | "wideLeast" | "wideMost") => (
    <TextInput
      className={classes.end as string}
      aria-label={t(`protocol.completion.${name}`, { number })}
      placeholder={t(name === "least" || name === "wideLeast" ? "therapies.form.least" : "therapies.form.most")}
      inputMode="numeric"
      maxLength={4}
      value={condition[name]}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  );
  const pick = (name: "record" | "by", label: string, empty: string, among: readonly RecordForm[]) => (
    <NativeSelect
      {...(name === "record" ? { id: fieldId(field), error: errorOf(field) } : {})}
      className={rows.grow as string}
      aria-label={label}
      value={condition[name]}
      onChange={(event) => change({ [name]: event.target.value })}
    >
      <option value="">{empty}</option>
      {among.map(({ row, name: called }) => (
        <option key={row} value={row}>
          {called}
        </option>
      ))}
    </NativeSelect>
  );
  const among = (name: "after" | "counts") => (
    <details open={condition[name].length > 0 || undefined} className={classes.after}>
      <summary>{t(`protocol.completion.${name}`)}</summary>
      <p className={fields.hint}>{t(`protocol.completion.${name}Hint`)}</p>
      <fieldset>
        <legend className="unseen">{`${record?.name}: ${t(`protocol.completion.${name}`)}`}</legend>
        {phases.map(({ row, name: called }) => (
          <Check
            key={row}
            label={called}
            checked={condition[name].includes(row)}
            onChange={(checked) =>
              change({ [name]: checked ? [...condition[name], row] : condition[name].filter((one) => one !== row) })
            }
          />
        ))}
      </fieldset>
    </details>
  );
  return (
    <>
      <div className={rows.part}>
        {pick(
          "record",
          t("protocol.completion.record", { number }),
          t("protocol.completion.choose"),
          records.filter(mayRule),
        )}
        {record?.kind === "yes_no" ? (
          <NativeSelect
            aria-label={t("protocol.completion.said", { number })}
            value={condition.least === "0" ? "0" : "1"}
            onChange={({ target: { value } }) => change({ least: value, most: value })}
          >
            <option value="1">{t("records.yes")}</option>
            <option value="0">{t("records.no")}</option>
          </NativeSelect>
        ) : (
          <>
            {end("least")}
            {end("most")}
          </>
        )}
        <PartTools
          parts={all}
          place={place}
          label={record?.name || t("protocol.completion.part", { number })}
          onChange={onChange}
        />
      </div>
      <div className={rows.skills}>
        {record && record.kind !== "yes_no" && (
          <Check label={t("protocol.completion.wide")} checked={condition.wide} onChange={(wide) => change({ wide })} />
        )}
        {record && record.kind !== "yes_no" && condition.wide && (
          <div className={rows.part}>
            {end("wideLeast")}
            {end("wideMost")}
            {pick(
              "by",
              t("protocol.completion.by", { number }),
              t("protocol.completion.chooseBy"),
              records.filter(({ kind }) => kind === "yes_no"),
            )}
          </div>
        )}
        {record && phases.length > 0 && among("after")}
        {record && phases.length > 0 && among("counts")}
      </div>
    </>
  );
}
