import { useTranslation } from "react-i18next";

import type { ClinicalRange, Evidence, ReliableChange } from "@/api/types";
import { addTexts, useLanguage } from "@/lib/i18n";

import classes from "./figure-sources.module.css";
import { en, es } from "./figure-texts";

addTexts("figures", { en, es });

/** A figure in words, how it is worked out or applied, and where it comes from. */
export type Sourced = {
  key: string;
  what: string;
  formula: string;
  /** A way of calculating has a citation and was found in nobody. */
  evidence: Pick<Evidence, "citation"> & Partial<Evidence>;
};

/** Each figure by which scores are read, with its formula, the people it was found in, and its source. */
export function FigureSources({ figures }: { figures: readonly Sourced[] }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  if (figures.length === 0) return null;
  return (
    <details className={classes.sources}>
      <summary>{t("figures.title")}</summary>
      <ul>
        {figures.map(({ key, what, formula, evidence }) => (
          <li key={key}>
            <strong>{what}</strong>
            <dl>
              <dt>{t("figures.formula")}</dt>
              <dd>{formula}</dd>
              {evidence.population && (
                <>
                  <dt>{t("figures.population")}</dt>
                  <dd>{evidence.population[language] ?? evidence.population.en}</dd>
                </>
              )}
              <dt>{t("figures.citation")}</dt>
              <dd>
                <span lang="en">{evidence.citation}</span>
                {evidence.confidence && ` (${t(`figures.confidence.${evidence.confidence}`)})`}
              </dd>
            </dl>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The two figures by which a change is read, in words. */
export function useChangeFigures(): {
  change: (figure: ReliableChange) => Sourced;
  range: (limits: ClinicalRange) => Sourced;
} {
  const { t } = useTranslation();
  const { language, locale } = useLanguage();
  const number = (value: number) => value.toLocaleString(locale);
  return {
    change: (figure) => {
      const formula = figure.formula[language] ?? figure.formula.en ?? "";
      const { sd, reliability, z } = figure;
      return {
        key: `change ${figure.key}`,
        what: t("figures.change", { points: figure.points, level: figure.level[language] ?? figure.level.en }),
        formula:
          sd === null || reliability === null || z === null
            ? formula
            : t("figures.inputs", { formula, sd: number(sd), reliability: number(reliability), z: number(z) }),
        evidence: figure,
      };
    },
    range: (limits) => ({
      key: "range",
      what:
        limits.at_least === null
          ? t("figures.range.atMost", { limit: limits.at_most })
          : t("figures.range.atLeast", { limit: limits.at_least }),
      formula: t("figures.recovered"),
      evidence: limits,
    }),
  };
}
