import { expect, it } from "vitest";

import { legalName } from "./rules";

it("names the legal name only where it differs from what one is called", () => {
  expect(legalName({ chosen_name: "Sam", full_name: "Samantha Lee" })).toBe("Samantha Lee");
  expect(legalName({ chosen_name: "Avery", full_name: "Avery Brooks" })).toBeNull();
});
