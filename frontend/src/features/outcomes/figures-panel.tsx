import { useTranslation } from "react-i18next";

import type { Outcomes } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { FigureSources, type Sourced, useChangeFigures } from "@/ui/figure-sources";
import { Panel, TableScroll } from "@/ui/panel";

import classes from "./outcomes.module.css";
import { RangeMark } from "./range-mark";
import { effectAxis, fixed, missing, percent, rangeOf, shareNames } from "./rules";

/** How intervals and the size of a change are worked out. */
const citations = {
  interval: "Wilson EB. J Am Stat Assoc 1927;22:209-212",
  size: "Becker BJ. Br J Math Stat Psychol 1988;41:257-278",
};

type Props = { outcomes: Outcomes; figures: NonNullable<Outcomes["outcome"]> };

/** What a group came to: each figure as a dot on its interval, and in numbers. */
export function FiguresPanel({ outcomes, figures }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { name, least_people: least } = outcomes;
  const title = t("outcomes.figures", { name, people: figures.people });
  const { effect, followed } = figures;
  const axis = effect && effectAxis([effect]);
  const { change, range } = useChangeFigures();
  const used: Sourced[] = [
    ...(outcomes.reliable_change ? [change(outcomes.reliable_change)] : []),
    ...(outcomes.clinical_range ? [range(outcomes.clinical_range)] : []),
    ...(["interval", "size"] as const).map((key) => ({
      key,
      what: t(`outcomes.method.${key}.what`),
      formula: t(`outcomes.method.${key}.formula`),
      evidence: { citation: citations[key] },
    })),
  ];
  const why = (figure: Parameters<typeof missing>[0]) => (
    <td colSpan={4} className={classes.missing}>
      {t(`outcomes.missing.${missing(figure, figures, least)}`, { least })}
    </td>
  );
  return (
    <Panel
      title={title}
      hint={t("outcomes.figuresHint", {
        from: formatDate(outcomes.first, locale),
        to: formatDate(outcomes.last, locale),
      })}
    >
      <TableScroll label={title}>
        <thead>
          <tr>
            <th scope="col">{t("outcomes.column.figure")}</th>
            <th scope="col">{t("outcomes.column.chart")}</th>
            <th scope="col" data-figure>
              {t("outcomes.column.share")}
            </th>
            <th scope="col" data-figure>
              {t("outcomes.column.interval")}
            </th>
            <th scope="col" data-figure>
              {t("outcomes.column.people")}
            </th>
          </tr>
        </thead>
        <tbody>
          {shareNames.map((one) => {
            const share = figures[one];
            return (
              <tr key={one}>
                <Figure name={one} />
                {share ? (
                  <>
                    <td>
                      <RangeMark
                        low={share.lowest}
                        at={share.share}
                        high={share.highest}
                        from={0}
                        to={1}
                        marks={[0, 0.25, 0.5, 0.75, 1]}
                      />
                    </td>
                    <td data-figure>{t("outcomes.percent", { share: percent(share.share) })}</td>
                    <td data-figure className={classes.nowrap}>
                      {t("outcomes.interval", rangeOf(share))}
                    </td>
                    <td data-figure className={classes.nowrap}>
                      {t("outcomes.of", { count: share.count, of: share.of })}
                    </td>
                  </>
                ) : (
                  why(one)
                )}
              </tr>
            );
          })}
          <tr>
            <Figure name="effect" />
            {effect && axis ? (
              <>
                <td>
                  <RangeMark low={effect.lowest} at={effect.size} high={effect.highest} {...axis} marks={[0]} />
                </td>
                <td data-figure>{fixed(effect.size)}</td>
                <td data-figure className={classes.nowrap}>
                  {t("outcomes.sizes", { low: fixed(effect.lowest), high: fixed(effect.highest) })}
                </td>
                <td data-figure>{followed.count}</td>
              </>
            ) : (
              why("effect")
            )}
          </tr>
        </tbody>
      </TableScroll>
      <FigureSources figures={used} />
    </Panel>
  );
}

function Figure({ name }: { name: (typeof shareNames)[number] | "effect" }) {
  const { t } = useTranslation();
  return (
    <th scope="row">
      <span className={classes.figure}>
        {t(`outcomes.figure.${name}`)}
        <span className="meta">{t(`outcomes.about.${name}`)}</span>
      </span>
    </th>
  );
}
