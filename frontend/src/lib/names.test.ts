import { expect, it } from "vitest";

import { calledNames, nameOf } from "./names";

const person = (chosen_name: string, full_name: string) => ({ chosen_name, full_name });

it("shows the full name where it begins with what the person is called", () => {
  expect(nameOf(person("Avery", "Avery Jo Brooks"))).toBe("Avery Jo Brooks");
});

it("shows both where somebody goes by another name", () => {
  expect(nameOf(person("Sam", "Samantha Lee"))).toBe("Sam (Samantha Lee)");
});

it("tells two people of one first name apart by an initial, and nobody else", () => {
  expect(
    calledNames([person("Ana", "Ana Ruiz"), person("Ana", "Ana Íñiguez"), person("Chidi", "Chidi Nwosu")]),
  ).toEqual(["Ana R.", "Ana Í.", "Chidi"]);
});
