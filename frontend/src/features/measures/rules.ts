import type { Administration, InstrumentItem, MeasurePoint, MeasureSeries, RiskScreen } from "@/api/types";

/** A point of the graph, in the units of its box. */
export type Dot = { x: number; y: number; point: MeasurePoint };

export type Box = { width: number; height: number };

const DAY = 86_400_000;
const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY;

/** Where each score lies: time runs evenly from the first to the last, scores over the measure's whole range. */
export function dotsOf(series: MeasureSeries, box: Box): Dot[] {
  const scored = series.points.filter((point) => point.total !== null);
  const days = scored.map((point) => dayOf(point.on));
  const first = Math.min(...days);
  const span = Math.max(1, Math.max(...days) - first);
  return scored.map((point) => ({
    point,
    x: scored.length === 1 ? box.width / 2 : ((dayOf(point.on) - first) / span) * box.width,
    y: heightOf(series, point.total ?? 0, box),
  }));
}

export function heightOf(series: Pick<MeasureSeries, "lowest" | "highest">, total: number, box: Box): number {
  const lowest = series.lowest ?? 0;
  const highest = series.highest ?? 1;
  return box.height - ((total - lowest) / (highest - lowest)) * box.height;
}

/** The score from which the change since the first one of the last episode is reliable by the firmest figure. */
export function reliableAt(series: MeasureSeries): number | null {
  const last = series.points.at(-1);
  const first = series.points.find((point) => point.first && point.episode_id === last?.episode_id);
  const figures = series.reliable_change.map((figure) => figure.points);
  if (!first || first.total === null || figures.length === 0) return null;
  const by = Math.max(...figures);
  const at = series.higher === "worse" ? first.total - by : first.total + by;
  return at < (series.lowest ?? 0) || at > (series.highest ?? 0) ? null : at;
}

export type Meaning =
  | "first"
  | "significant"
  | "recovered"
  | "better"
  | "perhapsBetter"
  | "worse"
  | "perhapsWorse"
  | "noChange"
  | "noFigure";

/** What a score says beside the first one; null where it has none to say anything. Only the firmest figure is reliable. */
export function meaningOf(point: MeasurePoint, figures: MeasureSeries["reliable_change"]): Meaning | null {
  const most = Math.max(...figures.map((figure) => figure.points));
  const firmest = new Set(figures.filter((figure) => figure.points === most).map((figure) => figure.key));
  const firm = (reached: string[] | null) => reached?.some((key) => firmest.has(key)) ?? false;
  if (point.total === null) return null;
  if (point.first) return "first";
  if (firm(point.clinically_significant)) return "significant";
  if (firm(point.reliably_deteriorated)) return "worse";
  if (point.recovered) return "recovered";
  if (firm(point.reliably_improved)) return "better";
  if (point.reliably_deteriorated?.length) return "perhapsWorse";
  if (point.reliably_improved?.length) return "perhapsBetter";
  return point.reliably_improved === null ? "noFigure" : "noChange";
}

/** The first question without an answer; after the last one where every question has one. */
export function firstOpen(items: readonly InstrumentItem[], given: Pick<Administration, "answers">): number {
  const answered = new Set(given.answers.map((one) => one.item));
  const open = items.findIndex((item) => !answered.has(item.number));
  return open === -1 ? items.length : open;
}

/** The option that a key chooses: its value, as the form prints it. */
export function optionOfKey(item: InstrumentItem, key: string): number | undefined {
  return /^\d$/.test(key) ? item.options.find((option) => option.value === Number(key))?.value : undefined;
}

export const signed = (points: number): string => (points > 0 ? `+${points}` : String(points).replace("-", "−"));

/** The questions of a risk screen that were answered with yes, in their order; the last one is told by its time. */
export function saidYes(screen: RiskScreen): ("wish" | "thoughts" | "method" | "intent" | "plan")[] {
  return (["wish", "thoughts", "method", "intent", "plan"] as const).filter((question) => screen[question] === true);
}

/** Measures that have a score and a graph, the one scored last first. */
export function scoredLately(series: readonly MeasureSeries[]): MeasureSeries[] {
  const lastOf = (one: MeasureSeries) => one.points.findLast((point) => point.total !== null)?.on ?? "";
  return series
    .filter((one) => one.highest !== null && lastOf(one) !== "")
    .toSorted((a, b) => lastOf(b).localeCompare(lastOf(a)) || a.name.localeCompare(b.name));
}
