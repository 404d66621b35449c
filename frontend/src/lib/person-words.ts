import type { FormerName, Participant } from "@/api/types";

/** The codes of what is on file of a person, in the order in which a form offers them. */

type Code<Field extends keyof Participant> = NonNullable<Participant[Field]>;

export const genderIdentities = [
  "female",
  "male",
  "transgender_female",
  "transgender_male",
  "non_conforming",
  "other",
  "asked_but_unknown",
  "unknown",
] as const satisfies readonly Code<"gender_identity">[];

export const sexes = ["female", "male", "asked_declined", "unknown"] as const satisfies readonly Code<"sex">[];

export const birthSexes = [
  "female",
  "male",
  "other",
  "asked_but_unknown",
  "unknown",
] as const satisfies readonly Code<"birth_sex">[];

export const races = [
  "1002-5",
  "2028-9",
  "2054-5",
  "2076-8",
  "2106-3",
  "2131-1",
  "ASKU",
  "UNK",
] as const satisfies readonly Participant["race"][number][];

export const ethnicities = ["2135-2", "2186-5", "ASKU", "UNK"] as const satisfies readonly Code<"ethnicity">[];

export const formerNameKinds = ["old", "maiden", "nickname"] as const satisfies readonly FormerName["kind"][];
