import type { Identifier, IdentifierCreate } from "@/api/types";

import { addressOf, type KnownSystem, kindOf } from "./number-systems";

export const identifierKinds = [
  "member",
  "medical_record",
  "source_record",
  "driver_license",
  "passport",
  "other",
] as const satisfies readonly Identifier["kind"][];

/** A number that another system gave out, as it is typed. */
export type NumberForm = {
  /** Whose number it is: known in words, or another system with its kind and address. */
  whose: KnownSystem | "other";
  house: string;
  kind: Identifier["kind"];
  system: string;
  value: string;
};

export const newNumber: NumberForm = { whose: "payer", house: "", kind: "other", system: "", value: "" };

export const LONGEST_HOUSE = 60;
const SYSTEM = /^[A-Za-z0-9][A-Za-z0-9+.:/_~#?=&%@-]{1,199}$/;

const systemAddress = ({ whose, house, system }: NumberForm) =>
  whose === "other" ? system.trim() : addressOf(whose, house);

export type NumberError = {
  field: "value" | "house" | "system";
  code: "numberMissing" | "houseLong" | "systemWrong";
};

export function numberErrors(form: NumberForm): NumberError[] {
  const errors: NumberError[] = [];
  if (form.value.trim() === "") errors.push({ field: "value", code: "numberMissing" });
  if (!SYSTEM.test(systemAddress(form))) {
    errors.push(
      form.whose === "other" ? { field: "system", code: "systemWrong" } : { field: "house", code: "houseLong" },
    );
  }
  return errors;
}

export const numberBody = (form: NumberForm): IdentifierCreate & { kind: Identifier["kind"] } => ({
  kind: form.whose === "other" ? form.kind : kindOf(form.whose),
  value: form.value.trim(),
  system: systemAddress(form),
});
