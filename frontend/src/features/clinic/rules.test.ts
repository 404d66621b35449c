import { expect, it } from "vitest";

import type { Account, Credential, StaffSummary } from "@/api/types";

import {
  accountsByPerson,
  credentialErrors,
  credentialForm,
  credentialsInOrder,
  endingNext,
  inUseFirst,
  locationErrors,
  locationForm,
  periodState,
  personErrors,
  roomErrors,
  roomForm,
  seesAllCredentials,
  staffInOrder,
} from "./rules";

const TODAY = "2026-11-18";

const credential = (staff_id: string, expires_on: string | null, change: Partial<Credential> = {}): Credential => ({
  id: `${staff_id} ${expires_on}`,
  staff_id,
  kind: "lcsw",
  number: "1",
  state: "CO",
  issued_on: "2020-01-01",
  expires_on,
  verified_at: null,
  revoked_on: null,
  revoke_reason: null,
  version: 1,
  ...change,
});

const person = (id: string, status: StaffSummary["status"] = "active"): StaffSummary => ({
  id,
  status,
  display_name: id,
  given_name: id,
  family_name: id,
  pronouns: null,
  title: null,
  languages: ["en"],
  licence: null,
  version: 1,
});

it("asks of a room a name and whole seats", () => {
  expect(roomErrors(roomForm(null))).toEqual([
    ["name", "nameMissing"],
    ["capacity", "capacityWrong"],
  ]);
  const room = { ...roomForm(null), name: "Cedar" };
  for (const capacity of ["0", "2.5", "501", "twelve"]) {
    expect(roomErrors({ ...room, capacity }), capacity).toEqual([["capacity", "capacityWrong"]]);
  }
  const many = Array.from({ length: 31 }, (_, index) => `thing ${index}`).join(",");
  expect(roomErrors({ ...room, capacity: "12", equipment: many })).toEqual([["equipment", "equipmentMany"]]);
});

it("begins a location with the organization's clock and asks for its state", () => {
  const form = locationForm(null, "America/Denver");
  expect(form.time_zone).toBe("America/Denver");
  expect(locationErrors({ ...form, state: "Colorado" })).toEqual([
    ["name", "nameMissing"],
    ["state", "stateWrong"],
  ]);
  expect(locationErrors({ ...form, name: "Harbor", state: "CO" })).toEqual([]);
});

it("asks for an email address and a role only of who is invited", () => {
  const form = { given_name: "Noor", family_name: "Haddad", title: "", email: "", roles: [] };
  expect(personErrors(form, false)).toEqual([]);
  expect(personErrors(form, true)).toEqual([
    ["email", "emailWrong"],
    ["roles", "rolesMissing"],
  ]);
  expect(personErrors({ ...form, email: "noor@clinic" }, false)).toEqual([["email", "emailWrong"]]);
});

it("asks of a credential its kind, number and day of issue", () => {
  expect(credentialErrors({ ...credentialForm(null), state: "Co" }).map(([field]) => field)).toEqual([
    "kind",
    "number",
    "state",
    "issued_on",
  ]);
  expect(credentialErrors(credentialForm(credential("dana", null)))).toEqual([]);
});

it("puts what is in use first and keeps the order of names", () => {
  const rooms = [
    { name: "Attic", active: false },
    { name: "Birch", active: true },
    { name: "Cedar", active: true },
  ];
  expect(inUseFirst(rooms).map((one) => one.name)).toEqual(["Birch", "Cedar", "Attic"]);
});

it("takes for each person the credential that ends first, none that was revoked", () => {
  const next = endingNext([
    credential("dana", "2026-12-30"),
    credential("dana", "2026-12-01"),
    credential("omar", "2026-12-02", { revoked_on: "2026-11-01" }),
    credential("lena", null),
  ]);
  expect([...next.keys()]).toEqual(["dana"]);
  expect(next.get("dana")?.expires_on).toBe("2026-12-01");
});

it("lists people by what ends soonest, then by name, then who has left", () => {
  const people = [person("adaeze"), person("dana"), person("lena"), person("omar", "left")];
  const ending = endingNext([
    credential("dana", "2026-12-30"),
    credential("lena", "2026-11-20"),
    credential("omar", "2026-11-19"),
  ]);
  expect(staffInOrder(people, ending).map((one) => one.id)).toEqual(["lena", "dana", "adaeze", "omar"]);
});

it("lists credentials that count before those that do not", () => {
  const list = [
    credential("dana", "2026-11-17"),
    credential("dana", null),
    credential("dana", "2026-12-01"),
    credential("dana", "2027-12-01", { revoked_on: "2026-11-01" }),
  ];
  expect(credentialsInOrder(list, TODAY).map((one) => one.expires_on)).toEqual([
    "2026-12-01",
    null,
    "2026-11-17",
    "2027-12-01",
  ]);
});

it("counts both days of a period", () => {
  expect(periodState({ starts_on: TODAY, ends_on: TODAY }, TODAY)).toBe("running");
  expect(periodState({ starts_on: "2026-11-19", ends_on: null }, TODAY)).toBe("ahead");
  expect(periodState({ starts_on: "2026-01-01", ends_on: "2026-11-17" }, TODAY)).toBe("over");
});

const account = (id: string, subject_id: string | null, change: Partial<Account> = {}): Account => ({
  id,
  subject_id,
  email: "",
  display_name: "",
  status: "active",
  subject_kind: "staff",
  second_factor: false,
  licensed_until: null,
  created_at: "",
  roles: [],
  version: 1,
  ...change,
});

it("knows accounts by the person they stand for", () => {
  expect([...accountsByPerson([account("a", "dana"), account("b", null)]).keys()]).toEqual(["dana"]);
});

it("takes who stands with a group to see their own credentials only, unless they keep or supervise", () => {
  expect(seesAllCredentials(["credential:read", "attendance:mark"])).toBe(false);
  expect(seesAllCredentials(["credential:read", "attendance:mark", "supervision:manage"])).toBe(true);
  expect(seesAllCredentials(["credential:read"])).toBe(true);
  expect(seesAllCredentials(["credential:manage"])).toBe(false);
});
