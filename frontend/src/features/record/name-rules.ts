import type { FormerName, FormerNameCreate, Identifier, IdentifierCreate } from "@/api/types";
import { type NumberForm, newNumber, numberBody } from "@/lib/number-form";
import type { LocalDate } from "@/lib/time";

const reversed = (starts: string, ends: string) => starts !== "" && ends !== "" && ends < starts;

// A number that another system gave out.

export type IdentifierForm = NumberForm & { startsOn: string; endsOn: string };

export const newIdentifier = (): IdentifierForm => ({ ...newNumber, startsOn: "", endsOn: "" });

export const endsEarly = ({ startsOn, endsOn }: Pick<IdentifierForm, "startsOn" | "endsOn">) =>
  reversed(startsOn, endsOn);

export const identifierBody = (form: IdentifierForm): IdentifierCreate => ({
  ...numberBody(form),
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
