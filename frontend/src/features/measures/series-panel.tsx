import { Button } from "@mantine/core";
import { IconAlertTriangle, IconArrowDownRight, IconArrowUpRight, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { MeasurePoint, MeasureSeries } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { Chip, type Tone } from "@/ui/chip";
import { Panel, PanelNote, TableScroll } from "@/ui/panel";

import classes from "./measures.module.css";
import { type Meaning, meaningOf, signed } from "./rules";
import { Trend } from "./trend";

type Props = {
  series: MeasureSeries;
  /** Shows the answers of one giving. */
  onOpen: (administrationId: string) => void;
};

/** The course of one measure: the graph, and the same in a table. */
export function SeriesPanel({ series, onOpen }: Props) {
  const { t } = useTranslation();
  const { language, locale } = useLanguage();
  const last = series.points.findLast((point) => point.total !== null);
  const bandOf = (key: string | null) => {
    const found = series.bands.find((band) => band.key === key);
    return found ? (found.label[language] ?? found.label.en) : "–";
  };
  return (
    <Panel
      title={series.name}
      hint={series.title[language] ?? series.title.en ?? ""}
      actions={
        last && (
          <>
            <strong className="num">{t("measures.latest", { total: last.total })}</strong>
            <MeaningChip series={series} point={last} />
          </>
        )
      }
    >
      <Trend series={series} />
      <TableScroll label={t("measures.table", { name: series.name })}>
        <thead>
          <tr>
            <th scope="col">{t("measures.column.date")}</th>
            <th scope="col" data-figure>
              {t("measures.column.score")}
            </th>
            <th scope="col">{t("measures.column.band")}</th>
            <th scope="col" data-figure>
              {t("measures.column.change")}
            </th>
            <th scope="col">{t("measures.column.meaning")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {series.points.toReversed().map((point) => (
            <tr key={point.administration_id}>
              <th scope="row">{formatDate(point.on, locale)}</th>
              <td data-figure>
                {point.total ?? "–"}
                {point.prorated && ` (${t("measures.prorated")})`}
              </td>
              <td>{series.bands.length > 0 ? bandOf(point.band) : <Parts series={series} point={point} />}</td>
              <td data-figure>{point.change === null ? "–" : signed(point.change)}</td>
              <td>
                <Says series={series} point={point} />
              </td>
              <td data-figure>
                <Button
                  variant="subtle"
                  aria-label={t("measures.answers.openNamed", { name: series.name, day: formatDate(point.on, locale) })}
                  onClick={() => onOpen(point.administration_id)}
                >
                  {t("measures.answers.open")}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </TableScroll>
      {series.reliable_change.map((figure) => (
        <PanelNote key={figure.key}>
          <span className={classes.figure}>
            {t("measures.figures", { points: figure.points, level: figure.level, citation: figure.citation })}
          </span>
        </PanelNote>
      ))}
    </Panel>
  );
}

/** Subscales in words, where they are what the measure gives. */
function Parts({ series, point }: { series: MeasureSeries; point: MeasurePoint }) {
  const { language } = useLanguage();
  const parts = Object.entries(series.subscales).map(
    ([key, label]) => `${label[language] ?? label.en} ${point.subscales[key] ?? "–"}`,
  );
  return parts.length > 0 ? parts.join(", ") : "–";
}

function Says({ series, point }: { series: MeasureSeries; point: MeasurePoint }) {
  const { t } = useTranslation();
  const meaning = meaningOf(point, series.reliable_change);
  const reason = point.reason as keyof typeof import("./texts").en["noScore"] | null;
  return (
    <span className={classes.says}>
      {reason && t(`measures.noScore.${reason}`)}
      {meaning && t(`measures.${meaning}`)}
      {point.flags.length > 0 && (
        <Chip tone="danger" icon={<IconAlertTriangle size={14} stroke={1.75} aria-hidden />}>
          {t("measures.flagged")}
        </Chip>
      )}
      {point.flags_unknown.length > 0 && (
        <Chip tone="warn" icon={<IconAlertTriangle size={14} stroke={1.75} aria-hidden />}>
          {t("measures.unknown")}
        </Chip>
      )}
    </span>
  );
}

const toneOf: Partial<Record<Meaning, Tone>> = { worse: "warn", perhapsWorse: "warn", perhapsBetter: "plain" };

/** What the last score says beside the first, where it says anything. */
export function MeaningChip({ series, point }: { series: MeasureSeries; point: MeasurePoint }) {
  const { t } = useTranslation();
  const meaning = meaningOf(point, series.reliable_change);
  if (meaning === null || ["first", "noChange", "noFigure"].includes(meaning)) return null;
  const fell = (point.change ?? 0) < 0;
  const Icon = meaning === "recovered" ? IconCheck : fell ? IconArrowDownRight : IconArrowUpRight;
  return (
    <Chip tone={toneOf[meaning] ?? "ok"} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
      {series.reliable_change.length > 0 && `${signed(point.change ?? 0)} · `}
      {t(meaning === "significant" ? "measures.better" : `measures.${meaning}`)}
    </Chip>
  );
}
