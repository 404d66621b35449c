import type { TaskCompletion, TaskUpdate } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const doneFields = { note: "note" } satisfies FieldsOf<TaskCompletion>;

/** Only the due time is changed here. */
export const putOffFields = { due_at: "date", priority: "", backup_id: "", note: "" } satisfies FieldsOf<TaskUpdate>;
