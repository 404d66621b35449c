import { expect, it } from "vitest";

import {
  parseCohortAddress,
  parseCohortsAddress,
  parseNewProgramAddress,
  parseParticipantsAddress,
  parseProgramAddress,
  parseTodayAddress,
  parseWeekAddress,
} from "./addresses";

const ID = "01950000-0000-7000-8000-000000000001";

it("keeps what an address may say", () => {
  expect(parseTodayAddress({ date: "2026-11-18", session: ID, whose: "all" })).toEqual({
    date: "2026-11-18",
    session: ID,
    whose: "all",
  });
  expect(parseWeekAddress({ from: "2026-11-16", location: ID, view: "list" })).toEqual({
    from: "2026-11-16",
    location: ID,
    view: "list",
  });
  expect(parseParticipantsAddress({ status: "inactive" })).toEqual({ status: "inactive" });
  expect(parseCohortsAddress({ program: ID, status: "planned" })).toEqual({ program: ID, status: "planned" });
  expect(parseCohortAddress({ on: "2026-11-02", members: "all" })).toEqual({ on: "2026-11-02", members: "all" });
  expect(parseNewProgramAddress({ freely: true })).toEqual({ freely: true });
  expect(parseProgramAddress({ edit: true })).toEqual({ edit: true });
});

it("drops everything else, a name above all", () => {
  expect(parseTodayAddress({ date: "today", session: "1; drop", whose: "mine", name: "Avery" })).toEqual({});
  expect(parseWeekAddress({ from: "soon", cohort: 7, view: "grid" })).toEqual({});
  expect(parseParticipantsAddress({ status: "nice", search: "Avery" })).toEqual({});
  expect(parseCohortsAddress({ program: "DBT", status: "full" })).toEqual({});
  expect(parseCohortAddress({ on: "today", members: "Avery" })).toEqual({});
  expect(parseNewProgramAddress({ freely: "Avery" })).toEqual({});
  expect(parseProgramAddress({ edit: "name" })).toEqual({});
});
