import { useTranslation } from "react-i18next";

import { nextRow, type PartForm } from "@/lib/parts";
import fieldset from "@/ui/fieldset.module.css";
import { AddPart, NameField, PartTools, type Shared } from "@/ui/part-row";
import rows from "@/ui/part-row.module.css";
import { usePartName } from "./problems";
import { partField, type plainParts } from "./rules";

type Props = Shared & {
  list: (typeof plainParts)[number];
  parts: PartForm[];
  onChange: (parts: PartForm[]) => void;
};

/** Parts that are nothing but a name, in their order. */
export function PartFields({ list, parts, onChange, ...shared }: Props) {
  const { t } = useTranslation();
  const partName = usePartName();
  return (
    <fieldset className={fieldset.panel} id={shared.fieldId(list)} tabIndex={-1}>
      <legend>{t(`therapies.parts.${list}`)}</legend>
      {parts.map((part, place) => (
        <div key={part.row} className={rows.part}>
          <NameField
            {...shared}
            field={partField(list, part.row)}
            label={partName(list, place)}
            name={part.name}
            onChange={(name) => onChange(parts.map((one) => (one.row === part.row ? { ...one, name } : one)))}
          />
          <PartTools parts={parts} place={place} label={part.name || partName(list, place)} onChange={onChange} />
        </div>
      ))}
      <AddPart
        count={parts.length}
        label={t(`therapies.form.add.${list}`)}
        onAdd={() => onChange([...parts, { row: nextRow(parts), key: "", name: "" }])}
      />
    </fieldset>
  );
}
