import type {
  CourseEnd,
  CourseEntryCreate,
  CourseStart,
  CourseTargetSettle,
  CourseTargetWrite,
  CourseVoid,
  HomeworkAssign,
  HomeworkReport,
} from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const startFields = {
  modality_id: "modality",
  led_by: "leader",
  objective: "objective",
  planned_sessions: "planned",
  starts_on: "startsOn",
} satisfies FieldsOf<CourseStart>;

export const endFields = {
  ended_on: "endedOn",
  stop_reason: "reason",
  note: "note",
} satisfies FieldsOf<CourseEnd>;

export const entryFields = {
  noted_on: "notedOn",
  phase: "phase",
  target_id: "target",
  session_id: "session",
  values: "values",
} satisfies FieldsOf<CourseEntryCreate>;

export const targetFields = {
  kind: "kind",
  label: "label",
  details: "",
  rated: "ratedOn",
} satisfies FieldsOf<CourseTargetWrite>;

export const settleFields = {
  status: "status",
  settled_on: "settledOn",
  despite: "despite",
} satisfies FieldsOf<CourseTargetSettle>;

export const courseVoidFields = { reason: "reason" } satisfies FieldsOf<CourseVoid>;

export const assignFields = {
  text: "text",
  due_on: "dueOn",
  assigned_on: "",
  episode_id: "",
  course_id: "",
  delivery_id: "",
} satisfies FieldsOf<HomeworkAssign>;

export const reportFields = { done: "done", reported_on: "" } satisfies FieldsOf<HomeworkReport>;
