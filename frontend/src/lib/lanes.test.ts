import { expect, it } from "vitest";

import { inLanes } from "./lanes";

const at = (id: string, from: string, to: string) => ({
  id,
  starts_at: `2026-11-18T${from}:00Z`,
  ends_at: `2026-11-18T${to}:00Z`,
});

it("gives the whole width to what overlaps nothing", () => {
  const lanes = inLanes([at("a", "09:00", "10:00"), at("b", "10:00", "11:00")]);
  expect(lanes.get("a")).toEqual({ lane: 0, lanes: 1 });
  expect(lanes.get("b")).toEqual({ lane: 0, lanes: 1 });
});

it("puts overlaps side by side and uses a lane again that has become free", () => {
  const lanes = inLanes([at("a", "09:00", "11:00"), at("b", "09:30", "10:00"), at("c", "10:00", "10:30")]);
  expect(lanes.get("a")).toEqual({ lane: 0, lanes: 2 });
  expect(lanes.get("b")).toEqual({ lane: 1, lanes: 2 });
  expect(lanes.get("c")).toEqual({ lane: 1, lanes: 2 });
});
