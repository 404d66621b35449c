import type { FormerName, FormerNameCreate, Identifier, IdentifierCreate } from "@/api/types";
import type { LocalDate } from "@/lib/time";

import { addressOf, type KnownSystem, kindOf } from "./number-systems";

export const identifierKinds = [
  "member",
  "medical_record",
  "source_record",
  "driver_license",
  "passport",
  "other",
] as const satisfies readonly Identifier["kind"][];

export const formerNameKinds = ["old", "maiden", "nickname"] as const satisfies readonly FormerName["kind"][];

const reversed = (starts: string, ends: string) => starts !== "" && ends !== "" && ends < starts;

// A number that another system gave out.

export type IdentifierForm = {
  /** Whose number it is: known in words, or another system with its kind and address. */
  whose: KnownSystem | "other";
  house: string;
  kind: Identifier["kind"];
  system: string;
  value: string;
  startsOn: string;
  endsOn: string;
};

export const newIdentifier = (): IdentifierForm => ({
  whose: "payer",
  house: "",
  kind: "other",
  system: "",
  value: "",
  startsOn: "",
  endsOn: "",
});

export const LONGEST_HOUSE = 60;
const SYSTEM = /^[A-Za-z0-9][A-Za-z0-9+.:/_~#?=&%@-]{1,199}$/;

export function identifierErrors(form: IdentifierForm) {
  const errors: {
    field: "value" | "house" | "system" | "endsOn";
    code: "numberMissing" | "houseLong" | "systemWrong" | "endsBeforeStart";
  }[] = [];
  if (form.value.trim() === "") errors.push({ field: "value", code: "numberMissing" });
  if (!SYSTEM.test(systemAddress(form))) {
    errors.push(
      form.whose === "other" ? { field: "system", code: "systemWrong" } : { field: "house", code: "houseLong" },
    );
  }
  if (reversed(form.startsOn, form.endsOn)) errors.push({ field: "endsOn", code: "endsBeforeStart" });
  return errors;
}

const systemAddress = ({ whose, house, system }: IdentifierForm) =>
  whose === "other" ? system.trim() : addressOf(whose, house);

export const identifierBody = (form: IdentifierForm): IdentifierCreate => ({
  kind: form.whose === "other" ? form.kind : kindOf(form.whose),
  value: form.value.trim(),
  system: systemAddress(form),
  starts_on: form.startsOn || null,
  ends_on: form.endsOn || null,
});

/** Numbers that hold come before those that are over. */
export const holdingFirst = (list: readonly Identifier[], today: LocalDate): Identifier[] =>
  [...list].sort((a, b) => Number(isOver(a, today)) - Number(isOver(b, today)));

/** Its last day is over. */
export const isOver = ({ ends_on }: Pick<Identifier, "ends_on">, today: LocalDate) =>
  ends_on !== null && ends_on < today;

// A name that is not in use any more.

export type FormerNameForm = {
  kind: FormerName["kind"];
  givenNames: string;
  familyName: string;
  startsOn: string;
  endsOn: string;
};

export const newFormerName = (): FormerNameForm => ({
  kind: "old",
  givenNames: "",
  familyName: "",
  startsOn: "",
  endsOn: "",
});

export function formerNameErrors(form: FormerNameForm) {
  const errors: { field: "givenNames" | "endsOn"; code: "someNameMissing" | "endsBeforeStart" }[] = [];
  if (form.givenNames.trim() === "" && form.familyName.trim() === "") {
    errors.push({ field: "givenNames", code: "someNameMissing" });
  }
  if (reversed(form.startsOn, form.endsOn)) errors.push({ field: "endsOn", code: "endsBeforeStart" });
  return errors;
}

export const formerNameBody = (form: FormerNameForm): FormerNameCreate => ({
  kind: form.kind,
  given_names: form.givenNames.split(/\s+/).filter(Boolean),
  family_name: form.familyName.trim() || null,
  starts_on: form.startsOn || null,
  ends_on: form.endsOn || null,
});
