import type {
  ContactWayCreate,
  DuplicatePair,
  DuplicateQuestion,
  DuplicateSuggestion,
  FormerName,
  FormerNameCreate,
  Participant,
  ParticipantCreate,
} from "@/api/types";
import { LANGUAGE_TAG } from "@/lib/languages";
import { bothNames } from "@/lib/names";
import { type NumberError, type NumberForm, newNumber, numberBody, numberErrors } from "@/lib/number-form";
import type { LocalDate } from "@/lib/time";
import { EMAIL, PHONE } from "@/lib/ways";

/** How much of a birth date is known. */
export const precisions = ["day", "month", "year"] as const;
export type Precision = (typeof precisions)[number];

/** What goes to the server after the record itself, each by a call of its own. */
export const parts = ["phone", "email", "number", "formerName"] as const;
export type Part = (typeof parts)[number];

/** The record once it is open. */
export type OpenRecord = { id: string; mrn: string };

type Choice<Field extends keyof Participant> = NonNullable<Participant[Field]> | "";

export type NewPerson = {
  givenNames: string;
  familyName: string;
  nameSuffix: string;
  chosenName: string;
  pronouns: string;
  birthDate: string;
  precision: Precision;
  phone: string;
  voicemail: boolean;
  text: boolean;
  phoneNamed: boolean;
  email: string;
  emailNamed: boolean;
  number: NumberForm;
  language: string;
  interpreter: boolean;
  genderIdentity: Choice<"gender_identity">;
  sex: Choice<"sex">;
  birthSex: Choice<"birth_sex">;
  race: Participant["race"];
  ethnicity: Choice<"ethnicity">;
  formerKind: FormerName["kind"];
  formerGiven: string;
  formerFamily: string;
  mrn: string;
  /** Set once the record is open and something of it still has to be added. */
  record: OpenRecord | null;
  added: Part[];
};

export const newPerson = (): NewPerson => ({
  givenNames: "",
  familyName: "",
  nameSuffix: "",
  chosenName: "",
  pronouns: "",
  birthDate: "",
  precision: "day",
  phone: "",
  voicemail: false,
  text: false,
  phoneNamed: false,
  email: "",
  emailNamed: false,
  number: newNumber,
  language: "",
  interpreter: false,
  genderIdentity: "",
  sex: "",
  birthSex: "",
  race: [],
  ethnicity: "",
  formerKind: "old",
  formerGiven: "",
  formerFamily: "",
  mrn: "",
  record: null,
  added: [],
});

const words = (text: string) => text.split(/\s+/).filter(Boolean);
const orNull = (text: string) => text.trim() || null;

const written: Record<Precision, RegExp> = {
  day: /^\d{4}-\d{2}-\d{2}$/,
  month: /^\d{4}-\d{2}$/,
  year: /^\d{4}$/,
};
const EARLIEST = "1880-01-01";

/** The birth date as it is stored: what is not known of it is its first day. Null where none can be read. */
export function birthDateOf({ birthDate, precision }: Pick<NewPerson, "birthDate" | "precision">): LocalDate | null {
  const text = birthDate.trim();
  if (!written[precision].test(text)) return null;
  const date = `${text}-01-01`.slice(0, 10);
  const real = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(real.getTime()) || !real.toISOString().startsWith(date)) return null;
  return date >= EARLIEST ? date : null;
}

const MRN = /^[A-Za-z0-9][A-Za-z0-9./-]{0,31}$/;

const hasNumber = ({ number }: Pick<NewPerson, "number">) => number.value.trim() !== "" || number.house.trim() !== "";
const hasFormerName = (form: NewPerson) => form.formerGiven.trim() !== "" || form.formerFamily.trim() !== "";

/** What is still to be added to the record, in the order in which it is sent. */
export function partsLeft(form: NewPerson): Part[] {
  const given: Record<Part, boolean> = {
    phone: form.phone.trim() !== "",
    email: form.email.trim() !== "",
    number: hasNumber(form),
    formerName: hasFormerName(form),
  };
  return parts.filter((part) => given[part] && !form.added.includes(part));
}

type PersonError = {
  field: "givenNames" | "familyName" | "birthDate" | "phone" | "email" | "language" | "mrn";
  code:
    | "givenNamesMissing"
    | "familyNameMissing"
    | "birthDateWrong"
    | "birthDateAhead"
    | "phoneWrong"
    | "emailWrong"
    | "languageWrong"
    | "mrnWrong";
};

/** What is to be mended before anything is sent. Of a record that is open already only what is still to be added. */
export function personErrors(form: NewPerson, today: LocalDate): PersonError[] {
  const errors: PersonError[] = [];
  const left = partsLeft(form);
  if (form.record === null) {
    const birth = birthDateOf(form);
    if (form.givenNames.trim() === "") errors.push({ field: "givenNames", code: "givenNamesMissing" });
    if (form.familyName.trim() === "") errors.push({ field: "familyName", code: "familyNameMissing" });
    if (form.birthDate.trim() !== "" && birth === null) errors.push({ field: "birthDate", code: "birthDateWrong" });
    if (birth !== null && birth > today) errors.push({ field: "birthDate", code: "birthDateAhead" });
  }
  if (left.includes("phone") && !PHONE.test(form.phone.trim())) errors.push({ field: "phone", code: "phoneWrong" });
  if (left.includes("email") && !EMAIL.test(form.email.trim())) errors.push({ field: "email", code: "emailWrong" });
  if (form.record === null) {
    if (form.language !== "" && !LANGUAGE_TAG.test(form.language)) {
      errors.push({ field: "language", code: "languageWrong" });
    }
    if (form.mrn.trim() !== "" && !MRN.test(form.mrn.trim())) errors.push({ field: "mrn", code: "mrnWrong" });
  }
  return errors;
}

/** The same of the number of another system: nothing while none is given. */
export const numberErrorsOf = (form: NewPerson): NumberError[] =>
  partsLeft(form).includes("number") ? numberErrors(form.number) : [];

/** Fields that lie behind "More on file": they are shown where one of them is wrong. */
export const furtherFields: readonly string[] = [
  ...["genderIdentity", "sex", "birthSex", "race", "ethnicity", "mrn"],
  ...["formerKind", "formerGiven", "formerFamily"],
];

export const personBody = (form: NewPerson): ParticipantCreate => ({
  given_names: words(form.givenNames),
  family_name: form.familyName.trim(),
  name_suffix: orNull(form.nameSuffix),
  chosen_name: orNull(form.chosenName),
  pronouns: orNull(form.pronouns),
  birth_date: birthDateOf(form),
  birth_date_precision: form.precision,
  language: form.language || null,
  interpreter_needed: form.interpreter,
  gender_identity: form.genderIdentity || null,
  sex: form.sex || null,
  birth_sex: form.birthSex || null,
  race: form.race,
  ethnicity: form.ethnicity || null,
  mrn: orNull(form.mrn),
});

/** The first way of each kind is the one to use. */
export const phoneBody = (form: NewPerson): ContactWayCreate => ({
  kind: "phone",
  phone: form.phone.trim(),
  safe_for_voicemail: form.voicemail,
  safe_for_text: form.text,
  program_may_be_named: form.phoneNamed,
  preferred: true,
});

export const emailBody = (form: NewPerson): ContactWayCreate => ({
  kind: "email",
  email: form.email.trim(),
  safe_for_voicemail: false,
  safe_for_text: false,
  program_may_be_named: form.emailNamed,
  preferred: form.phone.trim() === "",
});

export const numberOf = (form: NewPerson) => numberBody(form.number);

export const formerNameBody = (form: NewPerson): FormerNameCreate => ({
  kind: form.formerKind,
  given_names: words(form.formerGiven),
  family_name: orNull(form.formerFamily),
});

/** What the server is asked while somebody types: only what is complete. Null where there is too little to ask about. */
export function questionOf(form: NewPerson): DuplicateQuestion | null {
  const phone = form.phone.trim();
  const email = form.email.trim();
  const number = form.number.value.trim();
  const question = {
    given_names: words(form.givenNames).slice(0, 6),
    family_name: orNull(form.familyName),
    chosen_name: orNull(form.chosenName),
    birth_date: birthDateOf(form),
    birth_date_precision: form.precision,
    phones: PHONE.test(phone) && phone.replaceAll(/\D/g, "").length >= 7 ? [phone] : [],
    emails: EMAIL.test(email) ? [email] : [],
    identifiers: number === "" ? [] : [number],
  } satisfies DuplicateQuestion;
  const { family_name, birth_date, phones, emails, identifiers } = question;
  const something = family_name ?? birth_date ?? phones[0] ?? emails[0] ?? identifiers[0];
  return something === undefined || something === null ? null : question;
}

/** Those that are likely the same person, of whom nobody said yet that they are somebody else. */
export const toConfirm = (found: readonly DuplicateSuggestion[], confirmed: ReadonlySet<string>) =>
  found.filter(({ likelihood, record }) => likelihood === "likely" && !confirmed.has(record.id));

export const fullName = (form: Pick<NewPerson, "givenNames" | "familyName" | "chosenName">) => {
  const full_name = [...words(form.givenNames), form.familyName.trim()].join(" ");
  return bothNames({ chosen_name: form.chosenName.trim() || full_name, full_name });
};

// Pairs of records that may be one person's.

export const pairKey = ({ first, second }: Pick<DuplicatePair, "first" | "second">) => `${first.id} ${second.id}`;
