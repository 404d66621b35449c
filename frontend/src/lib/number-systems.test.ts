import { expect, it } from "vitest";

import { addressOf, knownSystems, systemOf } from "./number-systems";

const STORABLE = /^[A-Za-z0-9][A-Za-z0-9+.:/_~#?=&%@-]{1,199}$/;

it("writes each known system and house as an address, and reads it back in words", () => {
  for (const system of knownSystems) expect(systemOf(addressOf(system, ""))).toEqual({ system, house: "" });
  const house = "St. Mary's (Ñuñoa) *2!";
  expect(addressOf("hospital", ` ${house} `)).toMatch(STORABLE);
  expect(systemOf(addressOf("hospital", house))).toEqual({ system: "hospital", house });
  expect(addressOf("passport", house)).toBe("http://hl7.org/fhir/sid/passport-USA");
});

it("leaves every other address as it stands", () => {
  expect(systemOf("https://plan.example/members")).toBeUndefined();
  expect(systemOf("urn:handrail:number:payer:%")).toBeUndefined();
});
