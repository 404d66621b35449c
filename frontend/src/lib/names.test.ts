import { expect, it } from "vitest";

import { bothNames, calledNames, initials, legalName, nameOf, namesOf, shortened } from "./names";

const person = (chosen_name: string, full_name: string, family_name = full_name.split(" ").at(-1) ?? "") => ({
  chosen_name,
  full_name,
  family_name,
});

it("shows the full name where it begins with what the person is called", () => {
  expect(nameOf(person("Avery", "Avery Jo Brooks"))).toBe("Avery Jo Brooks");
});

it("shows what somebody is called with their family name, and the name on papers apart", () => {
  const sam = person("Sam", "Samantha Ann Lee");
  expect([nameOf(sam), bothNames(sam), legalName(sam)]).toEqual([
    "Sam Lee",
    "Sam (Samantha Ann Lee)",
    "Samantha Ann Lee",
  ]);
  expect(nameOf(person("Mari", "María García Núñez", "García Núñez"))).toBe("Mari García Núñez");
  expect(nameOf(person("Sam Lee", "Samantha Lee"))).toBe("Sam Lee");
  expect(legalName(person("Avery", "Avery Jo Brooks"))).toBeNull();
});

it("takes the first given name of a record without a chosen one", () => {
  expect(nameOf(namesOf({ chosen_name: null, given_names: ["Samantha", "Ann"], family_name: "Lee" }))).toBe(
    "Samantha Ann Lee",
  );
});

it("tells two people of one first name apart by an initial, and nobody else", () => {
  expect(
    calledNames([person("Ana", "Ana Ruiz"), person("Ana", "Ana Íñiguez"), person("Chidi", "Chidi Nwosu")]),
  ).toEqual(["Ana R.", "Ana Í.", "Chidi"]);
});

it("takes initials from names, not from titles", () => {
  expect(initials("Dana Ruiz, LCSW")).toBe("DR");
  expect(initials("Íñigo")).toBe("Í");
});

it("leaves out the first name where there is little room, never the rest", () => {
  expect(shortened("Dana Ruiz, LCSW")).toEqual({ first: "Dana", rest: "Ruiz" });
  expect(shortened("María García Núñez")).toEqual({ first: "María", rest: "García Núñez" });
  expect(shortened("Íñigo")).toEqual({ first: "", rest: "Íñigo" });
});
