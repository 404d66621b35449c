import { useTranslation } from "react-i18next";

import type { MeasureSeries } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { FigureSources, type Sourced, useChangeFigures } from "@/ui/figure-sources";

import { thresholdsOf } from "./rules";

/** Every figure by which the scores above are read, with where it comes from. */
export function Figures({ series }: { series: MeasureSeries }) {
  const { t } = useTranslation();
  const { language, locale } = useLanguage();
  const { change, range } = useChangeFigures();
  const said = (words: Readonly<Record<string, string>>) => words[language] ?? words.en ?? "";
  const list = (parts: string[]) => new Intl.ListFormat(locale, { type: "conjunction" }).format(parts);

  const bands = (): Sourced[] => {
    if (!series.bands_evidence) return [];
    const named = series.bands.map(({ label, lowest }) => t("measures.figures.band", { label: said(label), lowest }));
    const what = t("measures.figures.bands", { bands: named.join(", ") });
    return [{ key: "bands", what, formula: t("measures.figures.bandFormula"), evidence: series.bands_evidence }];
  };
  const cutoff = (one: MeasureSeries["cutoffs"][number]): Sourced => {
    const met =
      one.at_least === null
        ? t("measures.figures.cutoff.atMost", { limit: one.at_most })
        : t("measures.figures.cutoff.atLeast", { limit: one.at_least });
    const part = series.subscales.find((subscale) => subscale.key === one.on);
    return {
      key: `cutoff ${one.key}`,
      what: said(one.label),
      formula: part ? t("measures.figures.cutoff.on", { cutoff: met, scale: said(part.label) }) : met,
      evidence: one,
    };
  };
  const criterion = (one: MeasureSeries["criteria"][number]): Sourced => ({
    key: `criterion ${one.key}`,
    what: said(one.label),
    formula: list(
      one.needs.map((need) => {
        const items = list(
          thresholdsOf(need).map(({ from, numbers }) =>
            t("measures.figures.need.items", { numbers: numbers.join(", "), from }),
          ),
        );
        return need.at_most === null
          ? t("measures.figures.need.least", { least: need.at_least, items })
          : t("measures.figures.need.between", { least: need.at_least, most: need.at_most, items });
      }),
    ),
    evidence: one,
  });
  return (
    <FigureSources
      figures={[
        ...series.reliable_change.map(change),
        ...(series.clinical_range ? [range(series.clinical_range)] : []),
        ...bands(),
        ...series.cutoffs.map(cutoff),
        ...series.criteria.map(criterion),
      ]}
    />
  );
}
