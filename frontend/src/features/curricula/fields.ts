import type { CurriculumCreate, CurriculumUpdate, RunEnd, RunStart, TopicPin } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const followFields = {
  curriculum_id: "curriculum",
  series_id: "series",
  starts_on: "startsOn",
  first_topic: "",
} satisfies FieldsOf<RunStart>;

export const newCurriculumFields = {
  program_id: "",
  name: "name",
  modality_id: "modality",
  template_key: "",
  topics: "topics",
} satisfies FieldsOf<CurriculumCreate>;

export const curriculumFields = {
  name: "name",
  active: "",
  topics: "topics",
} satisfies FieldsOf<CurriculumUpdate>;

export const endFields = { ended_on: "ended_on" } satisfies FieldsOf<RunEnd>;

export const pinFields = { run_id: "", topic: "topic" } satisfies FieldsOf<TopicPin>;
