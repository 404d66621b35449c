import type { ClosureApply, ClosureCreate } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const closureFields = {
  kind: "kind",
  location_id: "location_id",
  starts_at: "from",
  ends_at: "to",
  public_title: "public_title",
} satisfies FieldsOf<ClosureCreate>;

type Within<Part extends string, Body> = { readonly [Field in keyof Body & string as `${Part}/${Field}`]-?: string };

/** Sessions are moved out of the way one by one, from the schedule. */
export const applyFields = {
  closure: "",
  "closure/kind": "kind",
  "closure/location_id": "location_id",
  "closure/starts_at": "from",
  "closure/ends_at": "to",
  "closure/public_title": "public_title",
  moves: "",
} satisfies FieldsOf<ClosureApply> & Within<"closure", ClosureCreate>;
