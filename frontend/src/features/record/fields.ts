import type {
  FormerNameCreate,
  IdentifierCreate,
  IdentifierUpdate,
  ParticipantUpdate,
  PayerCreate,
  PayerVoid,
} from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const personFields = {
  chosen_name: "chosenName",
  pronouns: "pronouns",
  given_names: "givenNames",
  family_name: "familyName",
  birth_date: "birthDate",
  birth_date_precision: "birthDate",
  language: "language",
  gender_identity: "genderIdentity",
  sex: "sex",
  interpreter_needed: "interpreter",
  // Not asked for here, and not sent.
  mrn: "",
  status: "",
  name_prefix: "",
  name_suffix: "",
  birth_sex: "",
  administrative_gender: "",
  race: "",
  ethnicity: "",
  deceased: "",
  deceased_on: "",
  deceased_on_precision: "",
  deceased_at: "",
} satisfies FieldsOf<ParticipantUpdate>;

export const identifierFields = {
  kind: "kind",
  value: "value",
  system: "system",
  starts_on: "startsOn",
  ends_on: "endsOn",
} satisfies FieldsOf<IdentifierCreate & IdentifierUpdate>;

/** The same where the number is of a system known in words: its kind and address follow from that. */
export const knownNumberFields = { ...identifierFields, kind: "whose", system: "whose" };

export const formerNameFields = {
  kind: "kind",
  given_names: "givenNames",
  family_name: "familyName",
  starts_on: "startsOn",
  ends_on: "endsOn",
  name_prefix: "",
  name_suffix: "",
} satisfies FieldsOf<FormerNameCreate>;

export const payerFields = { payer: "payer", starts_on: "startsOn" } satisfies FieldsOf<PayerCreate>;

export const payerVoidFields = { reason: "reason" } satisfies FieldsOf<PayerVoid>;
