import { expect, it } from "vitest";

import { aBooked, aDose, aLeave, aLedgerDay, aMembership, anEpisode, aWeek, EARLIER } from "@/test/clinic-care";

import { chosenEpisode } from "./chosen";
import {
  attendedMinutes,
  cohortOn,
  daysOf,
  dayWord,
  doseWeeks,
  nextSessions,
  partsOf,
  scaleOf,
  timelineOf,
  underPart2,
} from "./rules";

it("shows the episode asked for, else the one that runs, else the youngest", () => {
  const ended = anEpisode({ id: EARLIER, status: "ended", referred_on: "2026-11-01" });
  const running = anEpisode({ status: "on_leave", referred_on: "2026-01-01" });
  const referred = anEpisode({ id: "referred", status: "referred", referred_on: "2026-11-10" });
  expect(chosenEpisode([ended, referred, running], EARLIER)).toBe(ended);
  expect(chosenEpisode([ended, referred, running], undefined)).toBe(running);
  expect(chosenEpisode([ended, referred], "unknown")).toBe(referred);
  expect(chosenEpisode([anEpisode({ status: "ended", referred_on: "2024-01-01" }), ended], undefined)).toBe(ended);
  expect(chosenEpisode([], undefined)).toBeUndefined();
});

it("prefers the primary of two episodes that run", () => {
  const other = anEpisode({ id: "other", is_primary: false, referred_on: "2026-11-01" });
  expect(chosenEpisode([other, anEpisode()], undefined)?.id).toBe(anEpisode().id);
});

it("knows Part 2 by its label alone", () => {
  const label = (code: string) => ({ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code });
  expect(underPart2(anEpisode({ security_labels: [label("R"), label("42CFRPart2")] }))).toBe(true);
  expect(underPart2(anEpisode({ security_labels: [label("R")] }))).toBe(false);
});

it("names the cohort of a day, the last day included, and never a voided one", () => {
  const first = aMembership("first", { ends_on: "2026-10-25" });
  const second = aMembership("second", { starts_on: "2026-10-26" });
  const voided = aMembership("voided", { voided_at: "2026-10-13T00:00:00Z" });
  expect(cohortOn([voided, first, second], "2026-10-25")).toBe(first.cohort_id);
  expect(cohortOn([voided, first, second], "2026-10-26")).toBe(second.cohort_id);
  expect(cohortOn([voided], "2026-10-26")).toBeUndefined();
});

it("tells a timeline newest first, and what begins on one day in its order", () => {
  const events = timelineOf(anEpisode({ screened_on: "2026-10-12" }), [aLeave({ back_on: null })], [aMembership("A")]);
  expect(events.map(({ code }) => code)).toEqual(["plannedEnd", "leave", "joined", "admitted", "screened", "referred"]);
  expect(events[1]).toMatchObject({ open: true });
});

it("says a move once and the end of the episode once", () => {
  const from = aMembership("A", { ends_on: "2026-10-25", end_reason: "moved" });
  const to = aMembership("B", {
    starts_on: "2026-10-26",
    moved_from_id: from.id,
    ends_on: "2026-11-06",
    end_reason: "episode_ended",
  });
  const ended = anEpisode({ status: "ended", ended_on: "2026-11-06", end_reason: "completed" });
  const codes = timelineOf(ended, [], [from, to]).map(({ code }) => code);
  expect(codes).toEqual(["ended", "moved", "joined", "admitted", "screened", "referred"]);
});

it("says when and why somebody left a cohort", () => {
  const left = aMembership("A", { ends_on: "2026-11-06", end_reason: "group_fit" });
  expect(timelineOf(anEpisode(), [], [left])).toContainEqual({
    code: "left",
    on: "2026-11-06",
    cohortId: left.cohort_id,
    reason: "group_fit",
  });
});

it("counts a session as next until it is over, and a cancelled one never", () => {
  const running = aBooked("Running", "2026-11-18");
  const sessions = [
    aBooked("Tomorrow", "2026-11-19"),
    running,
    aBooked("Cancelled", "2026-11-19", { session_status: "cancelled" }),
    aBooked("Declined", "2026-11-19", { booking_status: "cancelled" }),
  ];
  const during = new Date(Date.parse(running.ends_at) - 60_000);
  expect(nextSessions(sessions, during).map(({ title }) => title)).toEqual(["Running", "Tomorrow"]);
  expect(nextSessions(sessions, new Date(running.ends_at)).map(({ title }) => title)).toEqual(["Tomorrow"]);
});

it("builds the bar of a week from what is known, without empty parts", () => {
  const week = aWeek("2026-11-16", { countable_minutes: 270, provisional_minutes: 90, missed_minutes: 90 });
  expect(partsOf(week).map(({ code, minutes }) => [code, minutes])).toEqual([
    ["attended", 270],
    ["provisional", 90],
    ["missed", 90],
  ]);
  expect(attendedMinutes(week)).toBe(360);
});

it("scales bars to the fullest week or the highest target", () => {
  expect(scaleOf([aWeek("2026-11-16", { countable_minutes: 100 })])).toBe(540);
  expect(scaleOf([aWeek("2026-11-16", { countable_minutes: 500, excused_minutes: 100 })])).toBe(600);
  expect(scaleOf([])).toBe(60);
});

it("lays doses out by week, with nothing as zero", () => {
  const week = (starts_on: string, minutes: number) => ({ starts_on, sessions: 1, minutes });
  const doses = [
    aDose("DBT", { weeks: [week("2026-11-09", 90), week("2026-11-16", 60)] }),
    aDose("CBT", { weeks: [week("2026-11-16", 45)] }),
  ];
  expect(doseWeeks(doses)).toEqual([
    { startsOn: "2026-11-16", minutes: [60, 45] },
    { startsOn: "2026-11-09", minutes: [90, 0] },
  ]);
});

it.each([
  ["counts", aLedgerDay("2026-11-16", { countable_minutes: 180 }, { qualifies: true })],
  ["doesNotCount", aLedgerDay("2026-11-16", { provisional_minutes: 60 })],
  ["attended", aLedgerDay("2026-11-16", { countable_minutes: 60 }, { qualifies: null })],
  ["ahead", aLedgerDay("2026-11-16", { countable_minutes: 60, open_minutes: 90 })],
  ["ahead", aLedgerDay("2026-11-16", {})],
  ["missed", aLedgerDay("2026-11-16", { missed_minutes: 180 }, { missed: true })],
  ["excused", aLedgerDay("2026-11-16", { excused_minutes: 180 })],
  ["onLeave", aLedgerDay("2026-11-16", {}, { state: "on_leave" })],
  ["closed", aLedgerDay("2026-11-16", {}, { state: "closed" })],
  ["notExpected", aLedgerDay("2026-11-16", {}, { state: "not_expected" })],
])("says of a day that it %s", (word, day) => {
  expect(dayWord(day)).toBe(word);
});

it("leaves out days on which nothing was expected and nothing happened", () => {
  const days = [
    aLedgerDay("2026-11-16", {}),
    aLedgerDay("2026-11-17", {}, { state: "not_expected" }),
    aLedgerDay("2026-11-18", { scheduled_minutes: 60 }, { state: "not_expected" }),
  ];
  expect(daysOf({ days }).map(({ local_date }) => local_date)).toEqual(["2026-11-16", "2026-11-18"]);
});
