import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { instrumentsQuery } from "@/api/catalogue";
import type { Modality } from "@/api/types";
import { addTexts } from "@/lib/i18n";
import { Panel, PanelNote } from "@/ui/panel";
import { useCondition } from "@/ui/record-input";

import { en, es } from "./protocol-texts";
import classes from "./therapies.module.css";

addTexts("protocol", { en, es });

type Props = { therapy: Modality };

/** Which dose was published for it and where, or why none is expected. */
export function DosePanel({ therapy }: Props) {
  const { t } = useTranslation();
  const dose = (unit: "sessions" | "weeks", least: number, most: number) => {
    const words = t(`protocol.expected.${unit}`, { count: most });
    return least === most ? words : t("protocol.expected.range", { least, dose: words });
  };
  return (
    <Panel title={t("protocol.expected.title")}>
      {therapy.expected.length === 0 ? (
        <PanelNote>{therapy.open_because ?? t("protocol.expected.none")}</PanelNote>
      ) : (
        <ul className={classes.list}>
          {therapy.expected.map(({ name, least, most, unit, source }) => (
            <li key={name}>
              <strong className="num">{dose(unit, least, most)}</strong> {name}
              {source && (
                <div className="meta num" lang="en">
                  {source}
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** What has to be said last before a target counts as worked through. */
export function CompletionPanel({ therapy }: Props) {
  const { t } = useTranslation();
  const words = useCondition();
  const { completion, records, phases } = therapy;
  const named = (keys: readonly string[]) =>
    phases.flatMap(({ key, name }) => (keys.includes(key) ? [name] : [])).join(", ");
  const whole = (one: (typeof completion)[number]) => {
    const bare = words(one, records);
    const after =
      one.anew_after.length > 0
        ? t("protocol.completion.afterShown", { condition: bare, phases: named(one.anew_after) })
        : bare;
    return one.counts_in.length > 0
      ? t("protocol.completion.countsShown", { condition: after, phases: named(one.counts_in) })
      : after;
  };
  return (
    <Panel title={t("protocol.completion.title")} hint={t("protocol.completion.hint")}>
      {completion.length === 0 ? (
        <PanelNote>{t("protocol.completion.none")}</PanelNote>
      ) : (
        <ul className={classes.list}>
          {completion.map((one) => (
            <li key={one.record} className="num">
              {whole(one)}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** What a running course asks for, and when. */
export function MeasuresPanel({ therapy }: Props) {
  const { t } = useTranslation();
  const instruments = useQuery(instrumentsQuery);
  const nameOf = (key: string) => instruments.data?.find((one) => one.key === key)?.name ?? key.toUpperCase();
  return (
    <Panel title={t("protocol.measures.title")} hint={t("protocol.measures.hint")}>
      {therapy.measures.length === 0 ? (
        <PanelNote>{t("protocol.measures.none")}</PanelNote>
      ) : (
        <ul className={classes.list}>
          {therapy.measures.map(({ instrument_key: key, moment }) => (
            <li key={key}>
              <strong>{nameOf(key)}</strong> {t(`protocol.measures.moments.${moment}`)}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
