import { expect, it } from "vitest";

import { aContact, aWay, aWindow } from "@/test/clinic-person";

import {
  addressLines,
  byWeek,
  contactBody,
  contactEnding,
  contactErrors,
  contactFormOf,
  inUseFirst,
  isOver,
  wayCreate,
  wayEnding,
  wayErrors,
  wayFormOf,
  wayUpdate,
  windowBody,
  windowEnding,
  windowErrors,
  windowFormOf,
} from "./rules";

const TODAY = "2026-11-18";

it("holds through its last day", () => {
  expect(isOver({ ends_on: TODAY }, TODAY)).toBe(false);
  expect(isOver({ ends_on: "2026-11-17" }, TODAY)).toBe(true);
  expect(isOver({ ends_on: null }, TODAY)).toBe(false);
});

it("puts ways in use first, the preferred one before others", () => {
  const ways = [
    aWay("over", { ends_on: "2026-01-01" }),
    aWay("second", { preferred: false }),
    aWay("first", { preferred: true }),
  ];
  expect(inUseFirst(ways, TODAY).map(({ value }) => value)).toEqual(["first", "second", "over"]);
});

it("writes a postal address by lines, without what is missing", () => {
  expect(
    addressLines({ lines: ["12 Main St"], city: "Denver", state: "CO", postal_code: "80202", country: null }),
  ).toEqual(["12 Main St", "Denver, CO 80202"]);
  expect(addressLines({ lines: [], city: "Denver", state: null, postal_code: null, country: null })).toEqual([
    "Denver",
  ]);
});

it("orders hours by day and time", () => {
  const windows = [
    aWindow({ weekday: "friday" }),
    aWindow({ weekday: "monday", local_start: "14:00:00" }),
    aWindow({ weekday: "monday", local_start: "08:00:00" }),
  ];
  expect(byWeek(windows).map(({ weekday, local_start }) => `${weekday} ${local_start}`)).toEqual([
    "monday 08:00:00",
    "monday 14:00:00",
    "friday 14:00:00",
  ]);
});

it.each([
  ["(303) 555-0142", []],
  ["+1 303 555 0142", []],
  ["call me", ["phoneWrong"]],
  ["", ["phoneWrong"]],
])("looks at the phone number %j only where it is new", (value, codes) => {
  const form = { ...wayFormOf(undefined), value };
  expect(wayErrors(form, true).map(({ code }) => code)).toEqual(codes);
  expect(wayErrors(form, false)).toEqual([]);
});

it("asks for an address that can be one, and days in order", () => {
  const blank = wayFormOf(undefined);
  expect(wayErrors({ ...blank, kind: "email", value: "sunny" }, true).map(({ code }) => code)).toEqual(["emailWrong"]);
  expect(wayErrors({ ...blank, kind: "address" }, true).map(({ code }) => code)).toEqual(["addressMissing"]);
  const dates = { startsOn: "2026-11-18", endsOn: "2026-11-17" };
  expect(wayErrors({ ...blank, value: "(303) 555-0142", ...dates }, true)).toEqual([
    { field: "endsOn", code: "endsBeforeStart" },
  ]);
});

it("says of nothing but a phone that messages and texts are safe", () => {
  const email = {
    ...wayFormOf(undefined),
    kind: "email",
    voicemail: true,
    text: true,
    value: " a@b.example ",
  } as const;
  expect(wayUpdate(email)).toMatchObject({ safe_for_voicemail: false, safe_for_text: false });
  expect(wayCreate(email, undefined)).toMatchObject({ kind: "email", email: "a@b.example", contact_id: null });
  expect(wayCreate({ ...email, kind: "phone" }, "ana")).toMatchObject({ safe_for_text: true, contact_id: "ana" });
});

it("sends the lines of an address without empty ones", () => {
  const form = { ...wayFormOf(undefined), kind: "address", lines: "12 Main St\n\n", city: "Denver" } as const;
  expect(wayCreate(form, undefined).address).toEqual({
    lines: ["12 Main St"],
    city: "Denver",
    state: null,
    postal_code: null,
  });
});

it("ends a way, a contact and hours without changing anything else of them", () => {
  expect(wayEnding(aWay("1", { safe_for_text: true, use: "work" }), TODAY)).toEqual({
    use: "work",
    safe_for_voicemail: false,
    safe_for_text: true,
    program_may_be_named: false,
    preferred: true,
    starts_on: null,
    ends_on: TODAY,
  });
  const { version: _, id: __, participant_id: ___, ...ana } = aContact("Ana Petrova", { language: null });
  expect(contactEnding(aContact("Ana Petrova", { language: null }), TODAY)).toEqual({ ...ana, ends_on: TODAY });
  expect(windowEnding(aWindow(), TODAY)).toEqual({
    kind: "work",
    weekday: "tuesday",
    local_start: "14:00",
    local_end: "18:00",
    starts_on: "2026-10-01",
    ends_on: TODAY,
  });
});

it("asks for the name and the relationship of a contact", () => {
  const form = contactFormOf(undefined);
  expect(contactErrors(form).map(({ code }) => code)).toEqual(["nameMissing", "relationshipMissing"]);
  const named = { ...form, name: " Ana ", relationship: "sibling" } as const;
  expect(contactErrors(named)).toEqual([]);
  expect(contactBody(named)).toMatchObject({ name: "Ana", consented_topics: [], language: null });
});

it("asks for hours that have a length; an end before the start is the next day", () => {
  const form = { ...windowFormOf(undefined, TODAY), start: "22:00", end: "22:00" };
  expect(windowErrors(form).map(({ code }) => code)).toEqual(["windowEmpty"]);
  expect(windowErrors({ ...form, end: "06:00" })).toEqual([]);
  expect(windowErrors({ ...form, start: "", end: "", startsOn: "" }).map(({ code }) => code)).toEqual([
    "startMissing",
    "endMissing",
    "startsOnMissing",
  ]);
  expect(windowBody({ ...form, end: "06:00" })).toMatchObject({ local_end: "06:00", ends_on: null });
});
