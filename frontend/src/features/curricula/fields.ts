import type { RunStart } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const followFields = {
  curriculum_id: "curriculum",
  series_id: "series",
  starts_on: "startsOn",
  first_topic: "",
} satisfies FieldsOf<RunStart>;
