import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { measuresQuery } from "@/api/measured";
import type { MeasureSeries } from "@/api/types";
import { addTexts, useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import * as history from "./history-texts";
import classes from "./measures.module.css";
import { scoredLately } from "./rules";
import { MeaningChip } from "./series-panel";
import { en, es } from "./texts";
import { Trend } from "./trend";

addTexts("measures", { en, es });
addTexts("history", history);

const SHOWN = 2;

/** How somebody is, at a glance: the measures scored last, each in its course. Tables and the rest stand in their tab. */
export function MeasuresGlance({ participantId }: { participantId: string }) {
  const { t } = useTranslation();
  const measures = useQuery(measuresQuery(participantId));
  if (measures.isPending) return <LoadingRows rows={4} />;
  if (measures.isError && !measures.data) {
    return <ErrorState error={measures.error} onRetry={() => void measures.refetch()} />;
  }
  const lately = scoredLately(measures.data.series).slice(0, SHOWN);
  if (lately.length === 0) {
    return (
      <Panel title={t("history.measures")} actions={<ToMeasures />}>
        <PanelNote>{t("measures.none")}</PanelNote>
      </Panel>
    );
  }
  return (
    <div className={classes.glances}>
      {lately.map((one) => (
        <Glance key={one.instrument_key + one.instrument_version} series={one} />
      ))}
    </div>
  );
}

function Glance({ series }: { series: MeasureSeries }) {
  const { language, locale } = useLanguage();
  const last = series.points.findLast((point) => point.total !== null);
  if (!last) return null;
  const band = series.bands.find((one) => one.key === last.band);
  return (
    <Panel
      title={series.name}
      hint={series.title[language] ?? series.title.en ?? ""}
      actions={<MeaningChip series={series} point={last} />}
    >
      <p className={`${classes.last} num`}>
        <strong>{last.total}</strong>
        {band && <span>{band.label[language] ?? band.label.en}</span>}
        <span className="meta">{formatDate(last.on, locale)}</span>
        <ToMeasures name={series.name} />
      </p>
      <Trend series={series} />
    </Panel>
  );
}

function ToMeasures({ name }: { name?: string }) {
  const { t } = useTranslation();
  return (
    <Link
      to="."
      search={(before) => ({ ...before, tab: "measures" })}
      className={classes.all as string}
      {...(name ? { "aria-label": t("history.allNamed", { name }) } : {})}
    >
      {t("history.all")}
    </Link>
  );
}
