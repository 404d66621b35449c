import { useTranslation } from "react-i18next";

import { nextRow } from "@/lib/parts";
import fieldset from "@/ui/fieldset.module.css";
import { AddPart, NameField, PartTools, type Shared } from "@/ui/part-row";
import rows from "@/ui/part-row.module.css";
import { usePartName } from "./problems";
import { type ModuleForm, partField } from "./rules";

type Props = Shared & { modules: ModuleForm[]; onChange: (modules: ModuleForm[]) => void };

/** Modules, each with the skills that are taught in it. */
export function ModuleFields({ modules, onChange, ...shared }: Props) {
  const { t } = useTranslation();
  const partName = usePartName();
  const change = (row: number, values: Partial<ModuleForm>) =>
    onChange(modules.map((one) => (one.row === row ? { ...one, ...values } : one)));
  return (
    <fieldset className={fieldset.panel} id={shared.fieldId("modules")} tabIndex={-1}>
      <legend>{t("therapies.parts.modules")}</legend>
      {modules.map(({ row, name, skills }, place) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset inside one would bring a second frame.
        <div key={row} role="group" aria-label={name || partName("modules", place)} className={rows.module}>
          <div className={rows.part}>
            <NameField
              {...shared}
              field={partField("modules", row)}
              label={partName("modules", place)}
              name={name}
              onChange={(typed) => change(row, { name: typed })}
            />
            <PartTools parts={modules} place={place} label={name || partName("modules", place)} onChange={onChange} />
          </div>
          <div className={rows.skills}>
            {skills.map((skill, at) => (
              <div key={skill.row} className={rows.part}>
                <NameField
                  {...shared}
                  field={partField(`skills-${row}`, skill.row)}
                  label={partName("skills", at, place)}
                  name={skill.name}
                  onChange={(typed) =>
                    change(row, {
                      skills: skills.map((one) => (one.row === skill.row ? { ...one, name: typed } : one)),
                    })
                  }
                />
                <PartTools
                  parts={skills}
                  place={at}
                  label={skill.name || partName("skills", at, place)}
                  onChange={(next) => change(row, { skills: next })}
                />
              </div>
            ))}
            <AddPart
              count={skills.length}
              label={t("therapies.form.add.skills")}
              onAdd={() => change(row, { skills: [...skills, { row: nextRow(skills), key: "", name: "" }] })}
            />
          </div>
        </div>
      ))}
      <AddPart
        count={modules.length}
        label={t("therapies.form.add.modules")}
        onAdd={() => onChange([...modules, { row: nextRow(modules), key: "", name: "", skills: [] }])}
      />
    </fieldset>
  );
}
