import { useTranslation } from "react-i18next";

import type { MeasureSeries } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";

import classes from "./measures.module.css";
import { type Box, type Dot, dotsOf, heightOf, reliableAt } from "./rules";

const BOX: Box = { width: 400, height: 140 };
const PART: Box = { width: 400, height: 56 };
const BETWEEN = 20;
const LEFT = 34;
const RIGHT = 130;
const TOP = 10;
const BOTTOM = 24;

/** Scores over time on grey bands, so that red stays for alerts. The table beneath says the same in words. */
export function Trend({ series }: { series: MeasureSeries }) {
  return series.highest === null ? <Parts series={series} /> : <Whole series={series} />;
}

function Whole({ series }: { series: MeasureSeries }) {
  const { t } = useTranslation();
  const { language, locale } = useLanguage();
  const dots = dotsOf(series, BOX);
  const reliable = reliableAt(series);
  const first = dots[0];
  const last = dots.at(-1);
  if (!first || !last || series.highest === null) return null;
  const bands = series.bands.map((band, index) => {
    const top = heightOf(series, series.bands[index + 1]?.lowest ?? (series.highest as number), BOX);
    const bottom = heightOf(series, band.lowest, BOX);
    return { ...band, index, top, bottom };
  });
  return (
    <svg
      className={`${classes.trend} num`}
      viewBox={`0 0 ${LEFT + BOX.width + RIGHT} ${TOP + BOX.height + BOTTOM}`}
      aria-hidden
    >
      <g transform={`translate(${LEFT} ${TOP})`}>
        <rect className={classes.ground} width={BOX.width} height={BOX.height} />
        {bands.map((band) => (
          <g key={band.key}>
            <rect
              className={classes.band}
              style={{ opacity: (band.index + 1) / bands.length }}
              y={band.top}
              width={BOX.width}
              height={band.bottom - band.top}
            />
            <text className={classes.axis} x={BOX.width + 8} y={(band.top + band.bottom) / 2 + 4}>
              {band.label[language] ?? band.label.en}
            </text>
            <text className={classes.axis} x={-6} y={band.bottom + 4} textAnchor="end">
              {band.lowest}
            </text>
          </g>
        ))}
        <text className={classes.axis} x={-6} y={4} textAnchor="end">
          {series.highest}
        </text>
        {reliable !== null && (
          <>
            <line
              className={classes.reliable}
              x2={BOX.width}
              y1={heightOf(series, reliable, BOX)}
              y2={heightOf(series, reliable, BOX)}
            />
            <text className={classes.reliableText} x={6} y={heightOf(series, reliable, BOX) - 4}>
              {t("measures.reliableAt", { total: reliable })}
            </text>
          </>
        )}
        <polyline className={classes.line} points={dots.map((dot) => `${dot.x},${dot.y}`).join(" ")} />
        {dots.map((dot) => (
          <g key={dot.point.administration_id}>
            {dot.point.turning_point && (
              <circle className={classes[dot.point.turning_point]} cx={dot.x} cy={dot.y} r={9} />
            )}
            <circle className={classes.dot} data-last={dot === last || undefined} cx={dot.x} cy={dot.y} r={4} />
          </g>
        ))}
        <Days first={first} last={last} y={BOX.height + 18} locale={locale} />
      </g>
    </svg>
  );
}

/** A measure without a total: each of its parts over its own range, beneath each other over the same days. */
function Parts({ series }: { series: MeasureSeries }) {
  const { t } = useTranslation();
  const { language, locale } = useLanguage();
  const parts = series.subscales.map((part, index) => ({
    part,
    top: index * (PART.height + BETWEEN),
    dots: dotsOf(series, PART, part),
    cutoff: series.cutoffs.find((one) => one.on === part.key),
  }));
  const all = parts.flatMap(({ dots }) => dots).sort((one, other) => one.x - other.x);
  const first = all[0];
  const last = all.at(-1);
  if (!first || !last) return null;
  const height = parts.length * (PART.height + BETWEEN) - BETWEEN;
  return (
    <svg
      className={`${classes.trend} num`}
      viewBox={`0 0 ${LEFT + PART.width + RIGHT} ${TOP + height + BOTTOM}`}
      aria-hidden
    >
      <g transform={`translate(${LEFT} ${TOP})`}>
        {parts.map(({ part, top, dots, cutoff }) => {
          const limit = cutoff?.at_least ?? cutoff?.at_most ?? null;
          return (
            <g key={part.key} transform={`translate(0 ${top})`}>
              <rect className={classes.ground} width={PART.width} height={PART.height} />
              <text className={classes.axis} x={-6} y={8} textAnchor="end">
                {part.highest}
              </text>
              <text className={classes.axis} x={-6} y={PART.height + 4} textAnchor="end">
                {part.lowest}
              </text>
              <text className={classes.part} x={PART.width + 8} y={PART.height / 2}>
                {part.label[language] ?? part.label.en}
              </text>
              {part.higher === "better" && (
                <text className={classes.axis} x={PART.width + 8} y={PART.height / 2 + 14}>
                  {t("measures.figures.moreIsBetter")}
                </text>
              )}
              {limit !== null && (
                <line
                  className={classes.cutoff}
                  x2={PART.width}
                  y1={heightOf(part, limit, PART)}
                  y2={heightOf(part, limit, PART)}
                />
              )}
              <polyline className={classes.line} points={dots.map((dot) => `${dot.x},${dot.y}`).join(" ")} />
              {dots.map((dot) => (
                <circle
                  key={dot.point.administration_id}
                  className={classes.dot}
                  data-last={dot === dots.at(-1) || undefined}
                  cx={dot.x}
                  cy={dot.y}
                  r={4}
                />
              ))}
            </g>
          );
        })}
        <Days first={first} last={last} y={height + 18} locale={locale} />
      </g>
    </svg>
  );
}

function Days({ first, last, y, locale }: { first: Dot; last: Dot; y: number; locale: string }) {
  const several = first.point !== last.point;
  return (
    <>
      <text className={classes.axis} x={first.x} y={y} textAnchor={several ? "start" : "middle"}>
        {formatDate(first.point.on, locale)}
      </text>
      {several && (
        <text className={classes.axis} x={last.x} y={y} textAnchor="end">
          {formatDate(last.point.on, locale)}
        </text>
      )}
    </>
  );
}
