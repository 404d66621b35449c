import type { Identifier } from "@/api/types";

/**
 * Whose a number is, in the words people use, and the address by which systems name it. Where a country or a state has
 * one register the address is that register's; where every house gives out its own, which house it was follows.
 */
const systems = {
  hospital: { kind: "medical_record", address: "urn:handrail:number:hospital", named: true },
  clinic: { kind: "medical_record", address: "urn:handrail:number:clinic", named: true },
  payer: { kind: "member", address: "urn:handrail:number:payer", named: true },
  medicare: { kind: "member", address: "http://hl7.org/fhir/sid/us-mbi", named: false },
  medicaid: { kind: "member", address: "urn:handrail:number:medicaid", named: true },
  state: { kind: "other", address: "urn:handrail:number:state", named: true },
  licence: { kind: "driver_license", address: "urn:handrail:number:driver-license", named: true },
  passport: { kind: "passport", address: "http://hl7.org/fhir/sid/passport-USA", named: false },
  former: { kind: "source_record", address: "urn:handrail:number:former-system", named: true },
} as const satisfies Record<string, { kind: Identifier["kind"]; address: string; named: boolean }>;

export type KnownSystem = keyof typeof systems;
export const knownSystems = Object.keys(systems) as KnownSystem[];

export const kindOf = (system: KnownSystem): Identifier["kind"] => systems[system].kind;

/** Whether several houses give out such numbers, so that one says which. */
export const isNamed = (system: KnownSystem): boolean => systems[system].named;

/** The address of a known system, of a certain house where one is named. */
export function addressOf(system: KnownSystem, house: string): string {
  const { address, named } = systems[system];
  const name = house.trim();
  if (!named || name === "") return address;
  // What an address may not hold, beyond what the browser's own encoding knows.
  const escaped = encodeURIComponent(name).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${address}:${escaped}`;
}

/** What an address stands for; undefined for a system that is known by its address alone. */
export function systemOf(address: string): { system: KnownSystem; house: string } | undefined {
  const system = knownSystems.find((one) => address === systems[one].address);
  if (system) return { system, house: "" };
  const owner = knownSystems.find((one) => systems[one].named && address.startsWith(`${systems[one].address}:`));
  if (!owner) return undefined;
  try {
    return { system: owner, house: decodeURIComponent(address.slice(systems[owner].address.length + 1)) };
  } catch {
    return undefined; // Somebody else's way of writing it: it shows as it stands.
  }
}
