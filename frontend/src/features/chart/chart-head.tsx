import { NativeSelect } from "@mantine/core";
import { IconArrowMerge, IconCircleMinus, IconFileX, IconLanguage, IconShieldLock } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";

import type { Episode, Participant } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { legalName, nameOf, namesOf } from "@/lib/names";
import { ageOn, formatDate, type LocalDate } from "@/lib/time";
import { Chip } from "@/ui/chip";

import classes from "./chart-head.module.css";
import { underPart2 } from "./rules";

type Props = {
  person: Participant;
  today: LocalDate;
  cohort: string | undefined;
  clinician: string | undefined;
  episode: Episode | undefined;
  /** What stands beside the name: an alert that is open. */
  mark?: ReactNode;
  /** The figures of the episode, and how to choose another. */
  children: ReactNode;
};

/** Who it is. The name stands in no title of the document: that shows in the history of a shared browser. */
export function ChartHead({ person, today, cohort, clinician, episode, mark, children }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const names = namesOf(person);
  const legal = legalName(names);
  useEffect(() => {
    document.title = `${t("chart.title")} · ${t("app.name")}`;
  }, [t]);
  const born =
    person.birth_date && person.birth_date_precision === "day"
      ? t("chart.born", { date: formatDate(person.birth_date, locale), age: ageOn(person.birth_date, today) })
      : person.birth_date && t("chart.bornAbout", { age: ageOn(person.birth_date, today) });

  return (
    <header className={classes.head}>
      <nav aria-label={t("chart.path")} className={classes.path}>
        <Link to="/participants" activeOptions={{ exact: true }}>
          {t("nav.participants")}
        </Link>
      </nav>
      <div className={classes.who}>
        <h1>
          {nameOf(names)} {person.pronouns && <span className={classes.pronouns}>{person.pronouns}</span>}
        </h1>
        <StatusChip person={person} />
        {mark}
        {episode && underPart2(episode) && (
          <Chip icon={<IconShieldLock size={14} stroke={1.75} aria-hidden />}>{t("chart.part2")}</Chip>
        )}
        {person.interpreter_needed && (
          <Chip icon={<IconLanguage size={14} stroke={1.75} aria-hidden />}>{t("chart.interpreter")}</Chip>
        )}
      </div>
      <p className={`${classes.facts} num`}>
        {[
          legal && t("chart.legal", { name: legal }),
          born,
          t("chart.mrn", { mrn: person.mrn }),
          cohort,
          clinician && t("chart.clinician", { name: clinician }),
        ]
          .filter(Boolean)
          .map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
      </p>
      {children}
    </header>
  );
}

function StatusChip({ person }: { person: Participant }) {
  const { t } = useTranslation();
  if (person.deceased) {
    return <Chip icon={<IconCircleMinus size={14} stroke={1.75} aria-hidden />}>{t("chart.deceased")}</Chip>;
  }
  if (person.status === "active") return null;
  const Icon = { inactive: IconCircleMinus, merged: IconArrowMerge, entered_in_error: IconFileX }[person.status];
  return <Chip icon={<Icon size={14} stroke={1.75} aria-hidden />}>{t(`participants.statusOf.${person.status}`)}</Chip>;
}

type SwitchProps = {
  episodes: readonly Episode[];
  chosen: Episode;
  programName: (programId: string) => string;
  onChoose: (episodeId: string) => void;
};

/** Which episode of care the chart is about, where a person has had several. */
export function EpisodeSwitch({ episodes, chosen, programName, onChoose }: SwitchProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  if (episodes.length < 2) return null;
  return (
    <NativeSelect
      className={classes.switch as string}
      aria-label={t("chart.episode")}
      value={chosen.id}
      onChange={(event) => onChoose(event.target.value)}
    >
      {episodes.map((one) => (
        <option key={one.id} value={one.id}>
          {t("chart.episodeOption", {
            program: programName(one.program_id),
            status: t(`chart.status.${one.status}`),
            date: formatDate(one.admitted_on ?? one.referred_on, locale),
          })}
        </option>
      ))}
    </NativeSelect>
  );
}
