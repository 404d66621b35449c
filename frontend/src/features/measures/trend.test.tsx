import { render } from "@testing-library/react";
import { expect, it } from "vitest";

import type { MeasurePoint, MeasureSeries, Subscale } from "@/api/types";
import { addTexts } from "@/lib/i18n";

import { en, es } from "./texts";
import { Trend } from "./trend";

addTexts("measures", { en, es });

const given = (on: string, use: number | null, protective: number | null): MeasurePoint => ({
  ...{ administration_id: on, episode_id: "a", on, status: "completed", mode: "read_out", total: null },
  ...{ prorated: false, band: null, subscales: { use, protective }, flags: [], flags_unknown: [], positive: [] },
  ...{ reason: null, first: false, change: null, improvement: null, reliably_improved: null },
  ...{ reliably_deteriorated: null, recovered: null, clinically_significant: null, turning_point: null },
});
const part = (key: string, highest: number, higher: Subscale["higher"]): Subscale => ({
  ...{ key, label: { en: key, es: key }, lowest: 0, highest, higher },
});
const brief = (points: MeasurePoint[]): MeasureSeries => ({
  ...{ instrument_key: "bam", instrument_version: 1, name: "BAM", title: { en: "Addiction" }, higher: "worse" },
  ...{ lowest: null, highest: null, bands: [], bands_evidence: null, criteria: [], clinical_range: null },
  subscales: [part("use", 12, "worse"), part("protective", 24, "better")],
  cutoffs: [
    {
      ...{ key: "any-use", label: { en: "Any use" }, on: "use", at_least: 1, at_most: null },
      ...{ citation: "Blueprint", population: { en: "Veterans" }, confidence: "probable" },
    },
  ],
  reliable_change: [],
  points,
});
const linesOf = (container: HTMLElement) =>
  [...container.querySelectorAll("polyline")].map((line) => line.getAttribute("points"));

it("draws a line for each part of a measure without a total, and its cut-off", () => {
  const { container } = render(<Trend series={brief([given("2026-11-01", 12, 0), given("2026-11-08", 0, 24)])} />);
  expect(linesOf(container)).toEqual(["0,0 400,56", "0,56 400,0"]);
  expect(container.querySelectorAll("line")).toHaveLength(1);
  expect([...container.querySelectorAll("text")].map((one) => one.textContent)).toEqual([
    ...["12", "0", "use", "24", "0", "protective", "More is better", "Nov 1, 2026", "Nov 8, 2026"],
  ]);
});

it("draws nothing where no part was ever scored", () => {
  const { container } = render(<Trend series={brief([given("2026-11-01", null, null)])} />);
  expect(container.querySelector("svg")).toBeNull();
});
