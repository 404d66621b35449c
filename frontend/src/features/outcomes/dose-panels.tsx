import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useTherapyWords } from "@/api/therapy-words";
import type { Outcomes, Share } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate, formatDuration } from "@/lib/time";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote, TableScroll } from "@/ui/panel";

import classes from "./outcomes.module.css";
import { dosesQuery } from "./queries";
import { RangeMark } from "./range-mark";
import { type Asked, effectAxis, fixed, percent, rangeOf } from "./rules";

type Program = { id: string; name: string };

/** Which therapies a program gave, and how much of each. */
export function DosesPanel({ program, asked }: { program: Program | undefined; asked: Asked }) {
  const { t } = useTranslation();
  if (!program) {
    return (
      <Panel title={t("outcomes.dosesTitle")}>
        <PanelNote>{t("outcomes.noProgram")}</PanelNote>
      </Panel>
    );
  }
  return <ProgramDoses program={program} asked={asked} />;
}

function ProgramDoses({ program, asked: { from, to } }: { program: Program; asked: Asked }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const doses = useQuery(dosesQuery(program.id, from, to));
  const words = useTherapyWords();
  return (
    <Panel
      title={t("outcomes.doses", { program: program.name })}
      hint={t("outcomes.dosesHint", { from: formatDate(from, locale), to: formatDate(to, locale) })}
    >
      {doses.isPending ? (
        <LoadingRows rows={3} height={32} />
      ) : doses.isError && !doses.data ? (
        <ErrorState error={doses.error} onRetry={() => void doses.refetch()} />
      ) : doses.data.length === 0 ? (
        <PanelNote>{t("outcomes.noDoses")}</PanelNote>
      ) : (
        <TableScroll label={t("outcomes.dosesTable")}>
          <thead>
            <tr>
              <th scope="col">{t("outcomes.column.modality")}</th>
              {(["sessions", "received", "minutes", "each"] as const).map((column) => (
                <th key={column} scope="col" data-figure>
                  {t(`outcomes.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {words(doses.data).map((one) => (
              <tr key={one.modality_id}>
                <th scope="row">{one.name}</th>
                <td data-figure>{one.sessions}</td>
                <td data-figure>{one.people}</td>
                <td data-figure>{formatDuration(one.minutes)}</td>
                <td data-figure>{one.people === 0 ? "–" : formatDuration(Math.round(one.minutes / one.people))}</td>
              </tr>
            ))}
          </tbody>
        </TableScroll>
      )}
    </Panel>
  );
}

/** The outcome of who received little, and of who received much, of one therapy. */
export function ByDosePanel({ outcomes, modality }: { outcomes: Outcomes; modality: string | undefined }) {
  const { t } = useTranslation();
  const { by_dose: groups, least_people: least } = outcomes;
  if (modality === undefined || groups.length === 0) {
    return (
      <Panel title={t("outcomes.byDose")}>
        <PanelNote>{t(modality === undefined ? "outcomes.chooseModality" : "outcomes.noThirds", { least })}</PanelNote>
      </Panel>
    );
  }
  const axis = effectAxis(groups.flatMap(({ outcome }) => (outcome.effect ? [outcome.effect] : [])));
  return (
    <Panel title={t("outcomes.byDose")} hint={t("outcomes.byDoseHint", { modality })}>
      <TableScroll label={t("outcomes.byDose")}>
        <thead>
          <tr>
            <th scope="col">{t("outcomes.column.dose")}</th>
            <th scope="col" data-figure>
              {t("outcomes.column.people")}
            </th>
            <th scope="col" data-figure>
              {t("outcomes.column.followed")}
            </th>
            <th scope="col" colSpan={2}>
              {t("outcomes.column.improved")}
            </th>
            <th scope="col" data-figure>
              {t("outcomes.column.deteriorated")}
            </th>
            <th scope="col" colSpan={2}>
              {t("outcomes.column.effect")}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ least_minutes: from, most_minutes: to, outcome }) => (
            <tr key={from}>
              <th scope="row">
                {from === to
                  ? formatDuration(from)
                  : t("outcomes.range", { low: formatDuration(from), high: formatDuration(to) })}
              </th>
              <td data-figure>{outcome.people}</td>
              <td data-figure>
                <InNumbers share={outcome.followed} />
              </td>
              <td>
                {outcome.improved && (
                  <RangeMark
                    low={outcome.improved.lowest}
                    at={outcome.improved.share}
                    high={outcome.improved.highest}
                    from={0}
                    to={1}
                    marks={[0, 0.5, 1]}
                  />
                )}
              </td>
              <td>
                <InNumbers share={outcome.improved} />
              </td>
              <td data-figure>
                <InNumbers share={outcome.deteriorated} />
              </td>
              <td>
                {outcome.effect && (
                  <RangeMark
                    low={outcome.effect.lowest}
                    at={outcome.effect.size}
                    high={outcome.effect.highest}
                    {...axis}
                    marks={[0]}
                  />
                )}
              </td>
              <td className={classes.nowrap}>
                {outcome.effect ? (
                  <>
                    {fixed(outcome.effect.size)}
                    <div className="meta">
                      {t("outcomes.sizes", { low: fixed(outcome.effect.lowest), high: fixed(outcome.effect.highest) })}
                    </div>
                  </>
                ) : (
                  "–"
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </TableScroll>
      <p className={classes.note}>{t("outcomes.byDoseNote")}</p>
    </Panel>
  );
}

function InNumbers({ share }: { share: Share | null }) {
  const { t } = useTranslation();
  if (!share) return "–";
  return (
    <span className={classes.nowrap}>
      {t("outcomes.percent", { share: percent(share.share) })}
      <div className="meta">{t("outcomes.interval", rangeOf(share))}</div>
    </span>
  );
}
