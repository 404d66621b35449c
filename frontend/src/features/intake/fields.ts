import type { ContactWayCreate, FormerNameCreate, IdentifierCreate, ParticipantCreate } from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const personFields = {
  given_names: "givenNames",
  family_name: "familyName",
  name_suffix: "nameSuffix",
  chosen_name: "chosenName",
  pronouns: "pronouns",
  birth_date: "birthDate",
  birth_date_precision: "precision",
  language: "language",
  interpreter_needed: "interpreter",
  gender_identity: "genderIdentity",
  sex: "sex",
  birth_sex: "birthSex",
  race: "race",
  ethnicity: "ethnicity",
  mrn: "mrn",
  // Not asked for here, and not sent.
  name_prefix: "",
  administrative_gender: "",
} satisfies FieldsOf<ParticipantCreate>;

const wayFields = {
  safe_for_voicemail: "voicemail",
  safe_for_text: "text",
  kind: "",
  contact_id: "",
  use: "",
  address: "",
  preferred: "",
  starts_on: "",
  ends_on: "",
};

export const phoneFields = {
  ...wayFields,
  phone: "phone",
  email: "",
  program_may_be_named: "phoneNamed",
} satisfies FieldsOf<ContactWayCreate>;

export const emailFields = {
  ...wayFields,
  phone: "",
  email: "email",
  program_may_be_named: "emailNamed",
} satisfies FieldsOf<ContactWayCreate>;

export const numberFields = {
  kind: "kind",
  value: "value",
  system: "system",
  starts_on: "",
  ends_on: "",
} satisfies FieldsOf<IdentifierCreate>;

/** The same where the number is of a system known in words: its kind and address follow from that. */
export const knownNumberFields = { ...numberFields, kind: "whose", system: "whose" };

export const formerNameFields = {
  kind: "formerKind",
  given_names: "formerGiven",
  family_name: "formerFamily",
  name_prefix: "",
  name_suffix: "",
  starts_on: "",
  ends_on: "",
} satisfies FieldsOf<FormerNameCreate>;
