import { expect, it } from "vitest";

import { addressOf, standingOf } from "./rules";

const NOW = new Date("2026-11-18T12:00:00Z");

it("tells nights that are made from those that fail, and from those that nobody tries", () => {
  expect(standingOf({ looked_at: null, failing_since: null }, NOW)).toEqual({ is: "off" });
  expect(standingOf({ looked_at: "2026-11-18T11:11:00Z", failing_since: null }, NOW).is).toBe("made");
  expect(standingOf({ looked_at: "2026-11-18T08:11:00Z", failing_since: null }, NOW).is).toBe("quiet");
  expect(standingOf({ looked_at: "2026-11-18T11:11:00Z", failing_since: "2026-11-17T07:11:00Z" }, NOW)).toEqual({
    is: "failing",
    since: "2026-11-17T07:11:00Z",
  });
});

it("names a location by its id alone", () => {
  expect(addressOf("https://api.test", "one", "es")).toBe(
    "https://api.test/api/v1/locations/one/downtime-roster?language=es",
  );
});
