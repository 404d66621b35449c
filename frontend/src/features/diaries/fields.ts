import type {
  ChainCreate,
  ChainWrite,
  DiarySettingWrite,
  TreatmentTargetClose,
  TreatmentTargetCreate,
  TreatmentTargetUpdate,
} from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const settingFields = {
  card_key: "",
  fields: "fields",
  thresholds: "thresholds",
  starts_on: "startsOn",
} satisfies FieldsOf<DiarySettingWrite>;

export const chainFields = {
  happened_on: "happenedOn",
  behavior: "behavior",
  vulnerabilities: "vulnerabilities",
  prompting_event: "prompting",
  links: "links",
  consequences: "consequences",
  prevention: "prevention",
  repair: "repair",
} satisfies FieldsOf<ChainWrite>;

export const chainStartFields = { ...chainFields, alert_id: "" } satisfies FieldsOf<ChainCreate>;

export const targetFields = { tier: "tier", words: "words" } satisfies FieldsOf<TreatmentTargetCreate>;

export const targetChangeFields = { ...targetFields, position: "" } satisfies FieldsOf<TreatmentTargetUpdate>;

export const closeFields = { reason: "reason", note: "note" } satisfies FieldsOf<TreatmentTargetClose>;
