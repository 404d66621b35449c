import { expect, it } from "vitest";

import { birthDateOf, fullName, newPerson, partsLeft, personBody, personErrors, questionOf, toConfirm } from "./rules";

const TODAY = "2026-11-18";
const form = { ...newPerson(), givenNames: " Rosa  María ", familyName: "Lind " };

it.each([
  ["1990-04-23", "day", "1990-04-23"],
  ["1990-02-30", "day", null],
  ["1990-04", "month", "1990-04-01"],
  ["1990-13", "month", null],
  ["1990-04", "day", null],
  ["1990", "year", "1990-01-01"],
  ["90", "year", null],
  ["1879", "year", null],
  ["", "day", null],
] as const)("reads the birth date %s, exact to the %s, as %s", (birthDate, precision, date) => {
  expect(birthDateOf({ birthDate, precision })).toBe(date);
});

it("writes names without what stands around and between them", () => {
  expect(personBody(form)).toMatchObject({ given_names: ["Rosa", "María"], family_name: "Lind", chosen_name: null });
  expect(fullName(form)).toBe("Rosa María Lind");
  expect(fullName({ ...form, chosenName: "Rosi" })).toBe("Rosi (Rosa María Lind)");
});

it("finds what is to be mended in what is sent, and nothing in what is open already", () => {
  const wrong = { ...form, familyName: "", birthDate: "2027-01-01", phone: "1", email: "x", mrn: "a b", language: "?" };
  expect(personErrors(wrong, TODAY).map(({ code }) => code)).toEqual([
    ...["familyNameMissing", "birthDateAhead", "phoneWrong", "emailWrong", "languageWrong", "mrnWrong"],
  ]);
  const open = { ...wrong, record: { id: "1", mrn: "2" }, added: ["phone" as const] };
  expect(personErrors(open, TODAY).map(({ code }) => code)).toEqual(["emailWrong"]);
  expect(personErrors(form, TODAY)).toEqual([]);
});

it("sends what is given and not added yet", () => {
  const given = { ...form, phone: "303 555 0142", formerFamily: "Holm", number: { ...form.number, value: "MX-1" } };
  expect(partsLeft(form)).toEqual([]);
  expect(partsLeft(given)).toEqual(["phone", "number", "formerName"]);
  expect(partsLeft({ ...given, added: ["phone", "formerName"] })).toEqual(["number"]);
});

it("asks about what is complete, and not before there is something to ask about", () => {
  expect(questionOf({ ...newPerson(), givenNames: "Rosa", phone: "303", birthDate: "1990-04" })).toBeNull();
  expect(questionOf({ ...form, phone: "303 555", email: "rosa@" })).toEqual({
    ...{ given_names: ["Rosa", "María"], family_name: "Lind", chosen_name: null, birth_date: null },
    ...{ birth_date_precision: "day", phones: [], emails: [], identifiers: [] },
  });
  const alone = { ...newPerson(), phone: "303 555 0142" };
  expect(questionOf(alone)).toMatchObject({ family_name: null, phones: ["303 555 0142"] });
});

it("asks about those who are likely the same and were not said to be somebody else", () => {
  const found = (id: string, likelihood: "likely" | "possible") =>
    ({ likelihood, score: 1, reasons: [], record: { id } }) as unknown as Parameters<typeof toConfirm>[0][number];
  const all = [found("a", "likely"), found("b", "possible"), found("c", "likely")];
  expect(toConfirm(all, new Set(["a"])).map(({ record }) => record.id)).toEqual(["c"]);
});
