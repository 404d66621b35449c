import type { GlassBreaking, RestrictedSearch } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const openingFields = { reason: "reason", explanation: "explanation" } satisfies FieldsOf<GlassBreaking>;

export const searchFields = {
  mrn: "mrn",
  given_names: "givenNames",
  family_name: "familyName",
  birth_date: "birthDate",
} satisfies FieldsOf<RestrictedSearch>;
