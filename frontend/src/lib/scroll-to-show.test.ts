import { expect, it } from "vitest";

import { beyond } from "./scroll-to-show";

it("leaves alone what shows whole", () => {
  expect(beyond(10, 20, 0, 100)).toBe(0);
  expect(beyond(0, 100, 0, 100)).toBe(0);
});

it("moves as little as shows it", () => {
  expect(beyond(-30, -10, 0, 100)).toBe(-30);
  expect(beyond(90, 120, 0, 100)).toBe(20);
});

it("shows the start of what is larger than the box", () => {
  expect(beyond(40, 240, 0, 100)).toBe(40);
});
