import type { Curriculum, CurriculumCreate, CurriculumTemplate, CurriculumUpdate, Modality, Topic } from "@/api/types";
import { keyed, nextRow, type PartForm } from "@/lib/parts";
import { type RecordItem, sentValue } from "@/lib/records";

/** What one meeting teaches, as the form has it. */
export type TopicForm = PartForm & { module: string; skills: string[]; homework: string; records?: Topic["records"] };

/** `from` is what a new one begins with: a shipped one's key, another's id, or nothing. */
export type CurriculumForm = { name: string; modality: string; from: string; active: boolean; topics: TopicForm[] };

type Known = Pick<CurriculumTemplate, "topics">;

export const topicForms = ({ topics }: Known): TopicForm[] =>
  topics.map(({ key, name, module, skills, homework, records }, row) => ({
    row,
    key,
    name,
    module: module ?? "",
    skills,
    homework: homework ?? "",
    records,
  }));

export function formOf(curriculum: Curriculum | null): CurriculumForm {
  return {
    name: curriculum?.name ?? "",
    modality: curriculum?.modality_id ?? "",
    from: "",
    active: curriculum?.active ?? true,
    topics: curriculum ? topicForms(curriculum) : [],
  };
}

export const newTopic = (topics: readonly TopicForm[]): TopicForm => ({
  row: nextRow(topics),
  key: "",
  name: "",
  module: "",
  skills: [],
  homework: "",
});

/** Skills that a topic may teach: those of its module, or all where it has none. */
export function skillsOf(modality: Modality | undefined, module: string) {
  return (modality?.modules ?? []).filter((one) => module === "" || one.key === module).flatMap((one) => one.skills);
}

/** A topic with another module keeps of its skills those that the module has. */
export function inModule(topic: TopicForm, module: string, modality: Modality | undefined): TopicForm {
  const known = new Set(skillsOf(modality, module).map(({ key }) => key));
  return { ...topic, module, skills: topic.skills.filter((skill) => known.has(skill)) };
}

type Told = NonNullable<TopicForm["records"]>;

/** What a topic records of the group as a whole: what is of each is said when the group meets. */
export const toldOf = (modality: Modality | undefined): RecordItem[] =>
  (modality?.records ?? []).filter(({ scope, kind }) => scope === "group" && kind !== "people");

/** What a topic records after something was typed; what is no value of a record is not taken. */
export function recorded(told: Told, record: RecordItem, text: string): Told {
  const { [record.key]: before, ...others } = told;
  if (text === "") return others;
  // Words stay as typed, spaces too: more is coming.
  const value = record.kind === "text" ? text : sentValue(record, text);
  if (value === null) return before === undefined ? others : { ...others, [record.key]: before };
  return { ...others, [record.key]: value };
}

export function topicsOf(form: CurriculumForm): Topic[] {
  return keyed(form.topics).map(({ key, name, module, skills, homework, records }) => ({
    key,
    name,
    module: module || null,
    skills,
    homework: homework.trim() || null,
    records: Object.fromEntries(
      Object.entries(records ?? {}).filter(([, value]) => typeof value !== "string" || value.trim() !== ""),
    ),
  }));
}

/** `template` is the key of the shipped one that its topics come from. */
export function newCurriculum(form: CurriculumForm, programId: string, template: string | null): CurriculumCreate {
  return {
    program_id: programId,
    name: form.name.trim(),
    modality_id: form.modality,
    template_key: template,
    topics: topicsOf(form),
  };
}

/** What is to be sent of a curriculum that is there: only what differs from it. */
export function changesOf(form: CurriculumForm, curriculum: Curriculum): CurriculumUpdate {
  const before = formOf(curriculum);
  const topics = topicsOf(form);
  return {
    ...(form.name.trim() === before.name ? {} : { name: form.name.trim() }),
    ...(form.active === before.active ? {} : { active: form.active }),
    ...(JSON.stringify(topics) === JSON.stringify(topicsOf(before)) ? {} : { topics }),
  };
}

export type Wrong = { field: string; code: "name" | "modality" | "topics" | "topic" };

/** The id of a topic's field within the form. */
export const topicField = (row: number) => `topic-${row}`;

/** What cannot be sent yet. */
export function wrongIn(form: CurriculumForm): Wrong[] {
  return [
    ...(form.name.trim() === "" ? [{ field: "name", code: "name" as const }] : []),
    ...(form.modality === "" ? [{ field: "modality", code: "modality" as const }] : []),
    ...(form.topics.length === 0 ? [{ field: "topics", code: "topics" as const }] : []),
    ...form.topics
      .filter(({ name }) => name.trim() === "")
      .map(({ row }) => ({ field: topicField(row), code: "topic" as const })),
  ];
}
