import { expect, it } from "vitest";

import { aSession } from "@/test/clinic";

import { daysOf, weekHours } from "./rules";

const wednesday = aSession({ title: "DBT Skills", date: "2026-11-18", from: "09:30", to: "11:00" });
const saturday = aSession({ title: "Weekend", date: "2026-11-21", from: "10:00", to: "12:30" });

it("leaves out a weekend on which nothing takes place", () => {
  expect(daysOf("2026-11-16", [wednesday]).map((day) => day.date)).toEqual([
    "2026-11-16",
    "2026-11-17",
    "2026-11-18",
    "2026-11-19",
    "2026-11-20",
  ]);
  expect(daysOf("2026-11-16", [wednesday, saturday]).at(-1)).toEqual({ date: "2026-11-21", sessions: [saturday] });
});

it("shows whole hours around all sessions", () => {
  expect(weekHours([wednesday, saturday])).toEqual({ from: 9, to: 13 });
});
