import type { ScheduleBuildCreate } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const planFields = {
  kind: "",
  location_id: "also",
  location_ids: "also",
  monday: "",
  program_ids: "",
  losses: "from",
  shift_minutes: "shift",
  other_days: "",
  by_video: "",
  leave_out: "",
  change_weight: "",
  preference_weight: "wishes",
  seconds: "",
  moves: "",
  seed: "",
} satisfies FieldsOf<ScheduleBuildCreate>;
