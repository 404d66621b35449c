import type { BreakGlassReason, RestrictedSearch } from "@/api/types";

export type OpeningForm = { reason: BreakGlassReason | ""; explanation: string };
export type OpeningError = { field: "reason" | "explanation"; code: "reasonMissing" | "explanationMissing" };

export function openingErrors({ reason, explanation }: OpeningForm): OpeningError[] {
  return [
    ...(reason === "" ? [{ field: "reason", code: "reasonMissing" } as const] : []),
    ...(explanation.trim() === "" ? [{ field: "explanation", code: "explanationMissing" } as const] : []),
  ];
}

export type SearchForm = { by: "mrn" | "name"; mrn: string; givenNames: string; familyName: string; birthDate: string };
export type SearchError = {
  field: "mrn" | "givenNames" | "familyName" | "birthDate";
  code: "mrnMissing" | "mrnWrong" | "givenNamesMissing" | "familyNameMissing" | "birthDateMissing";
};

/** A number is looked up as it stands, anything else asks for the whole name and the birth date. */
export function searchFormOf(typed: string): SearchForm {
  const text = typed.trim();
  const blank = { mrn: "", givenNames: "", familyName: "", birthDate: "" };
  if (/\d/.test(text)) return { ...blank, by: "mrn", mrn: text };
  const words = text.split(/\s+/);
  return {
    ...blank,
    by: text === "" ? "mrn" : "name",
    givenNames: words.slice(0, Math.max(1, words.length - 1)).join(" "),
    familyName: words.length > 1 ? (words.at(-1) ?? "") : "",
  };
}

export function searchErrors(form: SearchForm): SearchError[] {
  if (form.by === "mrn") {
    const mrn = form.mrn.trim();
    if (mrn === "") return [{ field: "mrn", code: "mrnMissing" }];
    return /^[A-Za-z0-9][A-Za-z0-9./-]{0,31}$/.test(mrn) ? [] : [{ field: "mrn", code: "mrnWrong" }];
  }
  return (["givenNames", "familyName", "birthDate"] as const)
    .filter((field) => form[field].trim() === "")
    .map((field) => ({ field, code: `${field}Missing` as const }));
}

export function searchBody(form: SearchForm): RestrictedSearch {
  if (form.by === "mrn") return { mrn: form.mrn.trim() };
  return {
    given_names: form.givenNames.trim().split(/\s+/),
    family_name: form.familyName.trim(),
    birth_date: form.birthDate,
  };
}
