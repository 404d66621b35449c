import { expect, it } from "vitest";

import { legalName, searchOf } from "./rules";

it.each([
  ["ave", { name_prefix: "ave" }],
  ["  Núñez ", { name_prefix: "Núñez" }],
  ["20418", { mrn: "20418" }],
  ["1990-04-23", { birth_date: "1990-04-23" }],
  ["4/23/1990", { birth_date: "1990-04-23" }],
  ["2/31/1990", { mrn: "2/31/1990" }],
  ["   ", null],
])("reads %j as what it is", (typed, search) => {
  expect(searchOf(typed)).toEqual(search);
});

it("names the legal name only where it differs from what one is called", () => {
  expect(legalName({ chosen_name: "Sam", full_name: "Samantha Lee" })).toBe("Samantha Lee");
  expect(legalName({ chosen_name: "Avery", full_name: "Avery Brooks" })).toBeNull();
});
