import { expect, it } from "vitest";

import { aPerson } from "@/test/clinic-person";

import { candidateOf } from "./candidates";

it("names a record by what the person is called and their full name", () => {
  expect(candidateOf(aPerson()).name).toBe("Sunny (Elena Petrova)");
  expect(candidateOf(aPerson({ chosen_name: null })).name).toBe("Elena Petrova");
});
