import { expect, it } from "vitest";

import {
  parseAuditAddress,
  parseChartAddress,
  parseClinicAddress,
  parseCohortAddress,
  parseCohortsAddress,
  parseNewProgramAddress,
  parseOutcomesAddress,
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
  expect(parseClinicAddress({ tab: "staff", status: "left" })).toEqual({ tab: "staff", status: "left" });
  const audit = { account: ID, from: "2026-11-16", to: "2026-11-18", action: "read_roster", outcome: "refused" };
  expect(parseAuditAddress(audit)).toEqual(audit);
  const use = { tab: "restricted", show: "open", use: ID };
  expect(parseAuditAddress({ ...use, account: ID })).toEqual(use);
  expect(parseParticipantsAddress({ status: "inactive" })).toEqual({ status: "inactive" });
  const chart = { tab: "hours", episode: ID, timeline: "leaves" };
  expect(parseChartAddress(chart)).toEqual(chart);
  expect(parseChartAddress({ tab: "overview", add: "try" })).toEqual({});
  expect(parseChartAddress({ tab: "contacts", add: "try" })).toEqual({ tab: "contacts", add: "try" });
  expect(parseCohortsAddress({ program: ID, status: "planned" })).toEqual({ program: ID, status: "planned" });
  expect(parseCohortAddress({ on: "2026-11-02", members: "all" })).toEqual({ on: "2026-11-02", members: "all" });
  expect(parseNewProgramAddress({ freely: true })).toEqual({ freely: true });
  expect(parseProgramAddress({ edit: true })).toEqual({ edit: true });
  const outcomes = { cohort: ID, modality: ID, instrument: "phq-9", from: "2026-01-01", to: "2026-11-18" };
  expect(parseOutcomesAddress(outcomes)).toEqual(outcomes);
});

it("drops everything else, a name above all", () => {
  expect(parseTodayAddress({ date: "today", session: "1; drop", whose: "mine", name: "Avery" })).toEqual({});
  expect(parseWeekAddress({ from: "soon", cohort: 7, view: "grid" })).toEqual({});
  expect(parseClinicAddress({ tab: "Dana Ruiz", status: "left" })).toEqual({});
  expect(parseClinicAddress({ tab: "staff", status: "Dana" })).toEqual({ tab: "staff" });
  expect(
    parseAuditAddress({ account: "dana", from: "0002-11-18", to: 18, action: "Avery Brooks", outcome: "good" }),
  ).toEqual({});
  expect(parseAuditAddress({ tab: "restricted", show: "Avery", use: "Avery" })).toEqual({ tab: "restricted" });
  expect(parseParticipantsAddress({ status: "nice", search: "Avery" })).toEqual({});
  expect(parseChartAddress({ tab: "Avery Brooks", episode: "first", name: "Avery" })).toEqual({});
  expect(parseCohortsAddress({ program: "DBT", status: "full" })).toEqual({});
  expect(parseCohortAddress({ on: "today", members: "Avery" })).toEqual({});
  expect(parseNewProgramAddress({ freely: "Avery" })).toEqual({});
  expect(parseProgramAddress({ edit: "name" })).toEqual({});
  expect(parseOutcomesAddress({ program: "DBT", instrument: "Avery Brooks", from: "0002-01-01" })).toEqual({});
});
