import { NativeSelect, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Modality } from "@/api/types";
import { notedOf } from "@/lib/records";
import { Check } from "@/ui/editor-form";
import fieldset from "@/ui/fieldset.module.css";
import { AddPart, NameField, PartTools, type Shared } from "@/ui/part-row";
import rows from "@/ui/part-row.module.css";
import { RecordInput } from "@/ui/record-input";

import classes from "./curriculum.module.css";
import { inModule, newTopic, recorded, skillsOf, type TopicForm, toldOf, topicField } from "./topic-rules";

type Props = Shared & {
  topics: TopicForm[];
  modality: Modality | undefined;
  onChange: (topics: TopicForm[]) => void;
};

/** What is taught, a topic a meeting, in its order. */
export function TopicFields({ topics, modality, onChange, ...shared }: Props) {
  const { t } = useTranslation();
  const told = toldOf(modality);
  return (
    <fieldset className={fieldset.panel} id={shared.fieldId("topics")} tabIndex={-1}>
      <legend>{t("curricula.own.topics")}</legend>
      {topics.map((topic, place) => {
        const called = t("curricula.own.topic", { number: place + 1 });
        const label = topic.name || called;
        const change = (values: Partial<TopicForm>) =>
          onChange(topics.map((one) => (one.row === topic.row ? { ...one, ...values } : one)));
        const skills = skillsOf(modality, topic.module);
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset inside one would bring a second frame.
          <div key={topic.row} role="group" aria-label={label} className={rows.module}>
            <div className={rows.part}>
              <NameField
                {...shared}
                field={topicField(topic.row)}
                label={called}
                name={topic.name}
                onChange={(name) => change({ name })}
              />
              <PartTools parts={topics} place={place} label={label} onChange={onChange} />
            </div>
            <div className={rows.skills}>
              {modality && modality.modules.length > 0 && (
                <NativeSelect
                  label={t("curricula.own.module")}
                  value={topic.module}
                  onChange={(event) => change(inModule(topic, event.target.value, modality))}
                >
                  <option value="">{t("curricula.own.noModule")}</option>
                  {modality.modules.map((one) => (
                    <option key={one.key} value={one.key}>
                      {one.name}
                    </option>
                  ))}
                </NativeSelect>
              )}
              {skills.length > 0 && (
                <details className={classes.skills}>
                  <summary>{t("curricula.own.skills", { count: topic.skills.length, all: skills.length })}</summary>
                  {skills.map((skill) => (
                    <Check
                      key={skill.key}
                      label={skill.name}
                      checked={topic.skills.includes(skill.key)}
                      onChange={(checked) =>
                        change({
                          skills: checked
                            ? [...topic.skills, skill.key]
                            : topic.skills.filter((one) => one !== skill.key),
                        })
                      }
                    />
                  ))}
                </details>
              )}
              {told.map((record) => (
                <RecordInput
                  key={record.key}
                  record={record}
                  id={shared.fieldId(`${topicField(topic.row)}-${record.key}`)}
                  value={notedOf(topic.records ?? {})[record.key] ?? ""}
                  onChange={(text) => change({ records: recorded(topic.records ?? {}, record, text) })}
                />
              ))}
              <Textarea
                label={t("curricula.own.homework")}
                autosize
                minRows={1}
                maxLength={1000}
                value={topic.homework}
                onChange={(event) => change({ homework: event.target.value })}
              />
            </div>
          </div>
        );
      })}
      <AddPart
        count={topics.length}
        most={MOST_TOPICS}
        label={t("curricula.own.addTopic")}
        onAdd={() => onChange([...topics, newTopic(topics)])}
      />
    </fieldset>
  );
}

const MOST_TOPICS = 60;
