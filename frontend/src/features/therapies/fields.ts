import type { ModalityCreate, ModalityUpdate } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

const common = {
  name: "name",
  short_name: "shortName",
  planned_sessions: "planned",
  phases: "phases",
  modules: "modules",
  records: "records",
  homework_kinds: "homework_kinds",
  fidelity_items: "fidelity_items",
  completion: "completion",
  measures: "measures",
  expected: "expected",
  open_because: "openBecause",
  description: "description",
  countable: "",
  min_age: "minAge",
  max_age: "maxAge",
  snomed_code: "",
};

export const therapyFields = { ...common, note: "note", active: "" } satisfies FieldsOf<ModalityUpdate>;

export const newTherapyFields = {
  ...common,
  key: "name",
  family: "family",
  sources: "",
} satisfies FieldsOf<ModalityCreate>;
