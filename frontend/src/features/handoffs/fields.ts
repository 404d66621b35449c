import type { HandOffCreate } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

/** A location is the reader's own, not asked for. */
export const handOffFields = {
  program_id: "audience",
  to_staff_id: "audience",
  participant_id: "about",
  urgency: "urgent",
  text: "text",
  expires_at: "",
  location_id: "",
  replaces_id: "",
} satisfies FieldsOf<HandOffCreate>;
