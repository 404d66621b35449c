import type { AlertClose, AlertHandOver, AlertRaise } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const closeFields = { action: "action", note: "note" } satisfies FieldsOf<AlertClose>;

export const handOverFields = { owner_id: "owner", note: "note" } satisfies FieldsOf<AlertHandOver>;

export const raiseFields = { reason: "reason", note: "note", urgency: "soon" } satisfies FieldsOf<AlertRaise>;
