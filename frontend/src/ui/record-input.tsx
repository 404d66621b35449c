import { NativeSelect, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { addTexts } from "@/lib/i18n";
import type { Condition, RecordItem } from "@/lib/records";

import { en, es } from "./record-texts";

addTexts("records", { en, es });

/** What may stand under a record: the ends of its scale, a whole number. */
export function useRange(): (record: RecordItem) => string {
  const { t } = useTranslation();
  return ({ kind, least, most }) =>
    kind === "date" ? t("records.date") : least === null ? t("records.value") : t("records.scale", { least, most });
}

/** What a target has to come to, in words: "VOC: 7", "SUDS: 0, or 0 to 1 while “It fits the situation” is yes". */
export function useCondition(): (condition: Condition, records: readonly RecordItem[]) => string {
  const { t } = useTranslation();
  return ({ record, least, most, widened }, records) => {
    const found = records.find(({ key }) => key === record);
    const name = found?.name ?? record;
    const kind =
      found?.kind === "yes_no" && least === most
        ? least === 1
          ? "yes"
          : "no"
        : least === most
          ? "exactly"
          : "between";
    const condition = t(`records.rule.${kind}`, { name, least, most });
    if (!widened) return condition;
    const by = records.find(({ key }) => key === widened.by)?.name ?? widened.by;
    return t("records.rule.widened", { condition, least: widened.least, most: widened.most, by });
  };
}

type Props = {
  record: RecordItem;
  id: string;
  value: string;
  error?: string | undefined;
  /** What names the field; the record's own name where it is left out. */
  label?: ReactNode;
  /** Said in place of the visible label, where that names only the person. */
  named?: string | undefined;
  /** Under the label; nothing where the name of the record stands once for many. */
  hint?: ReactNode;
  /** What an empty field means. */
  empty?: string | undefined;
  onChange: (value: string) => void;
};

/** One thing that a therapy records, in the field that fits its kind. */
export function RecordInput({ record, id, value, error, label, named, hint, empty, onChange }: Props) {
  const { t } = useTranslation();
  const shared = { id, label: label ?? record.name, value, error, "aria-label": named, description: hint };
  if (record.kind === "yes_no") {
    return (
      <NativeSelect {...shared} onChange={(event) => onChange(event.target.value)}>
        <option value="">{empty ?? t("records.notNoted")}</option>
        <option value="yes">{t("records.yes")}</option>
        <option value="no">{t("records.no")}</option>
      </NativeSelect>
    );
  }
  const kind =
    record.kind === "text"
      ? { maxLength: 1000 }
      : record.kind === "date"
        ? { type: "date" }
        : { inputMode: "numeric" as const, maxLength: 6 };
  return <TextInput {...shared} {...kind} placeholder={empty} onChange={(event) => onChange(event.target.value)} />;
}
