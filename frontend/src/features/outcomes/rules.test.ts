import { expect, it } from "vitest";

import { askedOf, effectAxis, fixed, groupOf, missing, percent, spanMistake } from "./rules";

const share = (count: number) => ({ count, of: 40, share: count / 40, lowest: 0, highest: 1 });

it("asks for the last year by the first measure where nothing is said", () => {
  expect(askedOf({}, ["gad-7", "phq-9"], "2026-11-18")).toEqual({
    group: null,
    modality: undefined,
    instrument: "phq-9",
    from: "2025-11-18",
    to: "2026-11-18",
  });
  expect(askedOf({}, ["gad-7"], "2026-11-18")?.instrument).toBe("gad-7");
  expect(askedOf({}, [], "2026-11-18")).toBeNull();
});

it("takes one group: a cohort before its program", () => {
  expect(groupOf({ program: "p", cohort: "c" })).toEqual({ kind: "cohort", id: "c" });
  expect(groupOf({ program: "p" })).toEqual({ kind: "program", id: "p" });
});

it("knows a span that the server would refuse", () => {
  expect(spanMistake({ from: "2026-11-18", to: "2026-11-18" })).toBeNull();
  expect(spanMistake({ from: "2026-11-19", to: "2026-11-18" })).toBe("reversed");
  expect(spanMistake({ from: "2024-11-18", to: "2026-11-19" })).toBeNull();
  expect(spanMistake({ from: "2024-11-18", to: "2026-11-20" })).toBe("long");
});

it("says why a figure is not there", () => {
  expect(missing("improved", { followed: share(9) }, 10)).toBe("fewTwice");
  expect(missing("improved", { followed: share(10) }, 10)).toBe("noFigure");
  expect(missing("recovered", { followed: share(10) }, 10)).toBe("fewInRange");
  expect(missing("effect", { followed: share(10) }, 10)).toBe("alike");
});

it("shows no share as none or all that is not", () => {
  expect([0, 0.001, 0.504, 0.999, 1].map(percent)).toEqual([0, 1, 50, 99, 100]);
});

it("draws effects on an axis that holds them and 0", () => {
  expect(effectAxis([{ lowest: 0.2, highest: 0.9 }])).toEqual({ from: -0.5, to: 1 });
  expect(effectAxis([{ lowest: -0.7, highest: 1.6 }])).toEqual({ from: -1, to: 2 });
});

it("prints a minus as one, and none before 0", () => {
  expect([-0.004, -0.5, 0.616].map(fixed)).toEqual(["0.00", "−0.50", "0.62"]);
});
