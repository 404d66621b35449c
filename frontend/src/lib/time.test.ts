import { describe, expect, it } from "vitest";

import {
  addDays,
  ageOn,
  formatBriefRange,
  formatDay,
  formatDuration,
  formatTime,
  formatTimeRange,
  instantOf,
  isLocalDate,
  mondayOf,
  wallClock,
} from "./time";

const DENVER = "America/Denver";

describe("wall clocks and instants", () => {
  it("reads the clinic's clock, not the reader's", () => {
    expect(wallClock(new Date("2026-11-18T17:12:00Z"), DENVER)).toEqual({ date: "2026-11-18", time: "10:12" });
    expect(wallClock(new Date("2026-11-19T03:00:00Z"), DENVER)).toEqual({ date: "2026-11-18", time: "20:00" });
  });

  it.each([
    ["2026-03-07", "09:30", "2026-03-07T16:30:00.000Z"], // the day before summer time
    ["2026-03-08", "09:30", "2026-03-08T15:30:00.000Z"], // the Sunday itself, after the switch
    ["2026-03-08", "01:30", "2026-03-08T08:30:00.000Z"], // and before it
    ["2026-11-01", "00:30", "2026-11-01T06:30:00.000Z"], // the Sunday that ends summer time
    ["2026-11-01", "09:30", "2026-11-01T16:30:00.000Z"],
  ])("turns %s %s into an instant on both sides of a switch", (date, time, instant) => {
    expect(instantOf(date, time, DENVER).toISOString()).toBe(instant);
    expect(wallClock(new Date(instant), DENVER)).toEqual({ date, time });
  });

  it("takes the first of a reading that happens twice", () => {
    expect(instantOf("2026-11-01", "01:30", DENVER).toISOString()).toBe("2026-11-01T07:30:00.000Z");
  });

  it("moves a reading that is skipped on by the hour", () => {
    expect(instantOf("2026-03-08", "02:30", DENVER).toISOString()).toBe("2026-03-08T09:30:00.000Z");
  });
});

describe("dates", () => {
  it("counts days over a switch", () => {
    expect(addDays("2026-03-08", 1)).toBe("2026-03-09");
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  });

  it("finds the Monday of any day of a week", () => {
    for (const day of ["2026-11-16", "2026-11-18", "2026-11-22"]) expect(mondayOf(day)).toBe("2026-11-16");
  });

  it("knows a date from other text", () => {
    expect(isLocalDate("2026-11-18")).toBe(true);
    for (const text of ["2026-13-40", "18.11.2026", "", undefined]) expect(isLocalDate(text)).toBe(false);
  });

  it("counts completed years", () => {
    expect(ageOn("1990-11-19", "2026-11-18")).toBe(35);
    expect(ageOn("1990-11-18", "2026-11-18")).toBe(36);
  });
});

describe("how it reads", () => {
  const plain = (text: string) => text.replaceAll(/[\u202f\u00a0\u2009]/g, " ");

  it("follows the reader's format", () => {
    expect(plain(formatTime("14:05", "en-US"))).toBe("2:05 PM");
    expect(formatTime("14:05", "en-GB")).toBe("14:05");
    expect(plain(formatTimeRange("09:30", "11:00", "en-US"))).toBe("9:30–11:00 AM");
    expect(formatBriefRange("11:15", "12:15", "en-US")).toBe("11:15–12:15");
  });

  it("begins a heading with a capital in every language", () => {
    expect(formatDay("2026-11-18", "es-US")).toBe("Miércoles, 18 de noviembre");
    expect(formatDay("2026-11-18", "en-US")).toBe("Wednesday, November 18");
  });

  it.each([
    [400, "6 h 40"],
    [540, "9 h"],
    [65, "1 h 05"],
    [45, "45 min"],
    [0, "0 h"],
  ])("writes %i minutes as one says them", (minutes, said) => {
    expect(plain(formatDuration(minutes))).toBe(said);
  });
});
