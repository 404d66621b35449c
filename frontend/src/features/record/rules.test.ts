import { expect, it } from "vitest";

import { aPerson, aPreview, OTHER, PERSON } from "@/test/clinic-person";

import { conflictKinds, formerNameOf, hanging, personChange, personErrors, personFormOf, whatWasDone } from "./rules";

it("names what hangs on a record, and nothing that does not", () => {
  expect(hanging(aPreview({ episodes: 2, attendance: 0, open_tasks: 1 }))).toEqual([
    { code: "episodes", count: 2 },
    { code: "open_tasks", count: 1 },
  ]);
});

it("names each kind of conflict once, with how often", () => {
  const pair = { one: OTHER, other: PERSON, starts_at: null };
  const preview = aPreview({
    conflicts: [
      { kind: "double_booking", ...pair },
      { kind: "primary_episodes", ...pair },
      { kind: "double_booking", ...pair },
    ],
  });
  expect(conflictKinds(preview)).toEqual([
    { kind: "double_booking", count: 2 },
    { kind: "primary_episodes", count: 1 },
  ]);
});

it("writes a former name without what is missing", () => {
  const name = {
    id: "1",
    kind: "nickname",
    starts_on: null,
    ends_on: null,
    name_prefix: null,
    name_suffix: null,
  } as const;
  expect(formerNameOf({ ...name, given_names: ["Lena"], family_name: null })).toBe("Lena");
  expect(formerNameOf({ ...name, given_names: ["Lena"], family_name: "Ivanova", name_suffix: "Jr." })).toBe(
    "Lena Ivanova Jr.",
  );
});

it("sends only what was changed of a person, and clears what was emptied", () => {
  const before = personFormOf(aPerson());
  expect(personChange(before, before)).toEqual({});
  expect(personChange({ ...before, chosenName: " ", givenNames: "Elena  María" }, before)).toEqual({
    chosen_name: null,
    given_names: ["Elena", "María"],
  });
  expect(personChange({ ...before, birthDate: "1991-04-23" }, before)).toEqual({
    birth_date: "1991-04-23",
    birth_date_precision: "day",
  });
  expect(personChange({ ...before, birthDate: "" }, before)).toEqual({ birth_date: null, birth_date_precision: null });
});

it("asks for a name, a birth date that has come and a language code", () => {
  const form = personFormOf(aPerson());
  expect(personErrors(form, "2026-11-18")).toEqual([]);
  const wrong = { ...form, givenNames: " ", familyName: "", birthDate: "2026-11-19", language: "Spanish please" };
  expect(personErrors(wrong, "2026-11-18").map(({ code }) => code)).toEqual([
    "givenNamesMissing",
    "familyNameMissing",
    "birthDateAhead",
    "languageWrong",
  ]);
});

it.each([
  ["read_participant", "/api/v1/participants/{participant_id}", "looked", "record"],
  ["list_participants", "/api/v1/participants", "looked", "list"],
  ["search_participants", "/api/v1/participants/search", "looked", "list"],
  ["update_participant", "/api/v1/participants/{participant_id}", "changed", "record"],
  ["list_contacts", "/api/v1/participants/{participant_id}/contacts", "looked", "contacts"],
  ["read_participant_ledger", "/api/v1/participants/{participant_id}/ledger", "looked", "hours"],
  ["read_episode_ledger", "/api/v1/episodes/{episode_id}/ledger", "looked", "hours"],
  ["list_leaves", "/api/v1/episodes/{episode_id}/leaves", "looked", "episodes"],
  ["mark_roster", "/api/v1/sessions/{session_id}/attendance", "changed", "attendance"],
  ["read_roster", "/api/v1/sessions/{session_id}/roster", "looked", "roster"],
  ["put_delivery", "/api/v1/sessions/{session_id}/delivery", "changed", "therapies"],
  ["break_glass", "/api/v1/participants/{participant_id}/break-glass", "changed", "restricted"],
  ["preview_participant_merge", "/api/v1/participants/{participant_id}/merge/preview", "looked", "duplicates"],
  ["open_file", "/api/v1/files/{file_id}/content", "looked", "files"],
  ["export_everything", "/elsewhere", "changed", "other"],
])("words %s", (action, resource, act, area) => {
  expect(whatWasDone({ action, resource })).toEqual({ act, area });
});
