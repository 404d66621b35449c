import type { TaskCompletion, TaskCreate, TaskUpdate } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const doneFields = { note: "note" } satisfies FieldsOf<TaskCompletion>;

/** Only the due time is changed here. */
export const putOffFields = { due_at: "date", priority: "", backup_id: "", note: "" } satisfies FieldsOf<TaskUpdate>;

export const taskFields = {
  kind: "kind",
  priority: "priority",
  participant_id: "about",
  owner_id: "owner",
  due_at: "date",
  note: "note",
  title_code: "",
  params: "",
  episode_id: "",
  backup_id: "",
} satisfies FieldsOf<TaskCreate>;
