import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { instrumentsQuery } from "@/api/catalogue";
import type { AskedWhen, DoseUnit } from "@/api/types";
import fields from "@/ui/fields.module.css";
import fieldset from "@/ui/fieldset.module.css";
import { AddPart, NameField, PartTools, type Shared } from "@/ui/part-row";
import rows from "@/ui/part-row.module.css";

import { type DoseForm, freshRow, type MeasureForm } from "./protocol-rules";
import { en } from "./protocol-texts";
import classes from "./therapies.module.css";

const moments = Object.keys(en.measures.moments) as AskedWhen[];
const units = Object.keys(en.expected.units) as DoseUnit[];
const MOST = 10;

type MeasureProps = Shared & { measures: MeasureForm[]; onChange: (measures: MeasureForm[]) => void };

/** What a running course asks for, and when. */
export function MeasureFields({ measures, onChange, fieldId, errorOf }: MeasureProps) {
  const { t } = useTranslation();
  const instruments = useQuery(instrumentsQuery);
  return (
    <fieldset className={fieldset.panel} id={fieldId("measures")} tabIndex={-1}>
      <legend>{t("protocol.measures.title")}</legend>
      <p className={fields.hint}>{t("protocol.measures.hint")}</p>
      {measures.map((one, place) => {
        const part = t("protocol.measures.part", { number: place + 1 });
        const change = (values: Partial<MeasureForm>) =>
          onChange(measures.map((other) => (other.row === one.row ? { ...other, ...values } : other)));
        return (
          <div key={one.row} className={rows.part}>
            <NativeSelect
              id={fieldId(`measures-${one.row}`)}
              className={rows.grow as string}
              aria-label={part}
              value={one.instrument}
              error={errorOf(`measures-${one.row}`)}
              onChange={(event) => change({ instrument: event.target.value })}
            >
              <option value="">{t("protocol.measures.choose")}</option>
              {(instruments.data ?? []).map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </NativeSelect>
            <NativeSelect
              aria-label={t("protocol.measures.moment", { part })}
              value={one.moment}
              onChange={({ target: { value } }) =>
                change({ moment: moments.find((moment) => moment === value) ?? "weekly" })
              }
            >
              {moments.map((moment) => (
                <option key={moment} value={moment}>
                  {t(`protocol.measures.moments.${moment}`)}
                </option>
              ))}
            </NativeSelect>
            <PartTools parts={measures} place={place} label={part} onChange={onChange} />
          </div>
        );
      })}
      <AddPart
        count={measures.length}
        most={MOST}
        label={t("protocol.measures.add")}
        onAdd={() => onChange([...measures, { row: freshRow(measures), instrument: "", moment: "every_session" }])}
      />
    </fieldset>
  );
}

type DoseProps = Shared & {
  expected: DoseForm[];
  openBecause: string;
  onChange: (change: { expected?: DoseForm[]; openBecause?: string }) => void;
};

/** The dose that was published, and where; or why there is none. */
export function DoseFields({ expected, openBecause, onChange, fieldId, errorOf }: DoseProps) {
  const { t } = useTranslation();
  const shared = { fieldId, errorOf };
  return (
    <fieldset className={fieldset.panel} id={fieldId("expected")} tabIndex={-1}>
      <legend>{t("protocol.expected.title")}</legend>
      {expected.map((one, place) => {
        const number = place + 1;
        const change = (values: Partial<DoseForm>) =>
          onChange({ expected: expected.map((other) => (other.row === one.row ? { ...other, ...values } : other)) });
        return (
          <div key={one.row} className={rows.module}>
            <div className={rows.part}>
              <NameField
                {...shared}
                field={`expected-${one.row}`}
                label={t("protocol.expected.name", { number })}
                name={one.name}
                onChange={(name) => change({ name })}
              />
              {(["least", "most"] as const).map((end) => (
                <TextInput
                  key={end}
                  id={end === "least" ? fieldId(`dose-${one.row}`) : undefined}
                  className={classes.end as string}
                  aria-label={t(`protocol.expected.${end}`, { number })}
                  placeholder={t(`therapies.form.${end}`)}
                  inputMode="numeric"
                  maxLength={3}
                  value={one[end]}
                  error={end === "least" ? errorOf(`dose-${one.row}`) : undefined}
                  onChange={(event) => change({ [end]: event.target.value })}
                />
              ))}
              <NativeSelect
                aria-label={t("protocol.expected.unit", { number })}
                value={one.unit}
                onChange={({ target: { value } }) =>
                  change({ unit: units.find((unit) => unit === value) ?? "sessions" })
                }
              >
                {units.map((unit) => (
                  <option key={unit} value={unit}>
                    {t(`protocol.expected.units.${unit}`)}
                  </option>
                ))}
              </NativeSelect>
              <PartTools
                parts={expected}
                place={place}
                label={one.name || t("protocol.expected.part", { number })}
                onChange={(next) => onChange({ expected: next })}
              />
            </div>
            <TextInput
              aria-label={t("protocol.expected.source", { number })}
              placeholder={t("protocol.expected.sourceHint")}
              maxLength={200}
              value={one.source}
              onChange={(event) => change({ source: event.target.value })}
            />
          </div>
        );
      })}
      <AddPart
        count={expected.length}
        most={MOST}
        label={t("protocol.expected.add")}
        onAdd={() =>
          onChange({
            expected: [
              ...expected,
              { row: freshRow(expected), name: "", least: "", most: "", unit: "sessions", source: "" },
            ],
          })
        }
      />
      {expected.length === 0 && (
        <TextInput
          id={fieldId("openBecause")}
          label={t("protocol.expected.open")}
          maxLength={200}
          value={openBecause}
          error={errorOf("openBecause")}
          onChange={(event) => onChange({ openBecause: event.target.value })}
        />
      )}
    </fieldset>
  );
}
