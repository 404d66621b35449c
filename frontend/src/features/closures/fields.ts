import type { ClosureApply, ClosureCreate, ClosureRemoval, ClosureTimesSearch } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const closureFields = {
  kind: "kind",
  location_id: "location_id",
  starts_at: "from",
  ends_at: "to",
  public_title: "public_title",
} satisfies FieldsOf<ClosureCreate>;

type Within<Part extends string, Body> = { readonly [Field in keyof Body & string as `${Part}/${Field}`]-?: string };

/** Where a session goes is chosen beside it, below what is foreseen. */
export const applyFields = {
  closure: "",
  "closure/kind": "kind",
  "closure/location_id": "location_id",
  "closure/starts_at": "from",
  "closure/ends_at": "to",
  "closure/public_title": "public_title",
  moves: "",
} satisfies FieldsOf<ClosureApply> & Within<"closure", ClosureCreate>;

/** The search is about one session of what was foreseen, and is asked for by a press beside it. */
export const timesFields = { closure: "", session_id: "" } satisfies FieldsOf<ClosureTimesSearch>;

/** Which sessions go back is chosen at each of them. */
export const removeFields = { move_back: "" } satisfies FieldsOf<ClosureRemoval>;
