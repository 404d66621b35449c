import { expect, it } from "vitest";

import { openingErrors, searchBody, searchErrors, searchFormOf } from "./rules";

it("opens nothing without a reason and a sentence", () => {
  expect(openingErrors({ reason: "", explanation: "  " }).map(({ code }) => code)).toEqual([
    "reasonMissing",
    "explanationMissing",
  ]);
  expect(openingErrors({ reason: "emergency", explanation: "Found unwell" })).toEqual([]);
});

it.each([
  ["20404", { by: "mrn", mrn: "20404" }],
  ["Sunny Petrova", { by: "name", givenNames: "Sunny", familyName: "Petrova" }],
  ["Ana María Núñez", { by: "name", givenNames: "Ana María", familyName: "Núñez" }],
  ["Sunny", { by: "name", givenNames: "Sunny", familyName: "" }],
  ["", { by: "mrn", mrn: "" }],
])("begins a look-up with what was typed: %j", (typed, form) => {
  expect(searchFormOf(typed)).toMatchObject(form);
});

it("looks for exactly one person: a whole number, or the whole name with the birth date", () => {
  const form = searchFormOf("Sunny Petrova");
  expect(searchErrors(form)).toEqual([{ field: "birthDate", code: "birthDateMissing" }]);
  expect(searchErrors({ ...form, birthDate: "1990-04-23" })).toEqual([]);
  expect(searchErrors(searchFormOf("20 404")).map(({ code }) => code)).toEqual(["mrnWrong"]);
  expect(searchErrors(searchFormOf("")).map(({ code }) => code)).toEqual(["mrnMissing"]);
});

it("sends one way of looking only", () => {
  const form = { ...searchFormOf("Ana María Núñez"), mrn: "20404", birthDate: "1990-04-23" };
  expect(searchBody(form)).toEqual({
    given_names: ["Ana", "María"],
    family_name: "Núñez",
    birth_date: "1990-04-23",
  });
  expect(searchBody({ ...form, by: "mrn" })).toEqual({ mrn: "20404" });
});
