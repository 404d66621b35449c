import type { BreakGlassReview } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const reviewFields = {
  finding: "finding",
  note: "note",
  end_now: "endNow",
} satisfies FieldsOf<BreakGlassReview>;
