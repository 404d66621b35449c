import { expect, it } from "vitest";

import { searchOf } from "./person-search";

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
