import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Program } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate, formatDuration, formatTime, isLocalDate } from "@/lib/time";
import { ListPanel, NoRows } from "@/ui/list-panel";

import { OffersPanel } from "./offers-panel";
import classes from "./plan-view.module.css";
import { templatesQuery } from "./queries";
import { useTemplateWords } from "./template-words";

/** The plan to read: week, day, tracks, what follows, and what is owed. */
export function PlanView({ program: stored }: { program: Program }) {
  const { t } = useTranslation();
  const program = useTemplateWords().shown(stored);
  const { locale } = useLanguage();
  const { length, template_key, template_version } = program;
  return (
    <div className={classes.plan}>
      <section className={classes.brief} aria-label={t("programs.facts")}>
        {program.description && <p className={classes.description}>{program.description}</p>}
        <dl className={classes.facts}>
          <Fact name={t("programs.plan")}>
            {t("programs.week", {
              days: program.days_per_week,
              time: formatDuration(program.minutes_per_day),
            })}
          </Fact>
          {program.longest_day_minutes !== null && (
            <Fact name={t("programs.longestDay")}>{formatDuration(program.longest_day_minutes)}</Fact>
          )}
          <Fact name={t("programs.counts")}>
            {t("programs.countable", {
              time: formatDuration(program.days_per_week * program.countable_minutes_per_day),
            })}
          </Fact>
          <Fact name={t("programs.length")}>
            {t(length.unit === "weeks" ? "programs.lengthWeeks" : "programs.lengthDays", length)},{" "}
            {t("programs.usually", { usual: length.usual })}
          </Fact>
          <Fact name={t("programs.forWhom")}>
            {t(`programs.age.${program.age_band}`)}, {t(`programs.level.${program.level_of_care}`)}
          </Fact>
        </dl>
        {template_key && template_version && <Origin template={template_key} version={template_version} />}
      </section>
      <ListPanel title={t("programs.day.title")}>
        {program.blocks.length === 0 ? (
          <NoRows>{t("programs.day.none")}</NoRows>
        ) : (
          <ol>
            {program.blocks.map((block, place) => (
              <li key={place} className={classes.row}>
                <strong>{block.label}</strong>
                <span className="meta">
                  {block.kind === "therapy" ? t(`kind.${block.service_kind}`) : t(`programs.day.kind.${block.kind}`)}
                </span>
                {block.equipment.length > 0 && (
                  <span className="meta">{t("programs.day.needs", { things: block.equipment.join(", ") })}</span>
                )}
                {block.leaders > 1 && (
                  <span className="meta">
                    {block.second_leads
                      ? t("programs.day.twoLead", { kind: t(`kind.${block.second_leads}`) })
                      : t("programs.day.two")}
                  </span>
                )}
                <span className="num">
                  {t("programs.day.block", { minutes: block.minutes })}
                  {!block.countable && <span className="meta"> {t("programs.day.notCounted")}</span>}
                </span>
              </li>
            ))}
          </ol>
        )}
      </ListPanel>
      <ListPanel title={t("programs.tracks.title")}>
        {program.tracks.length === 0 ? (
          <NoRows>{t("programs.tracks.none")}</NoRows>
        ) : (
          <ul>
            {program.tracks.map((one) => (
              <li key={one.track} className={classes.row}>
                <strong>{t(`programs.track.${one.track}`)}</strong>
                <span>{one.weekdays.map((day) => t(`programs.weekday.${day}`)).join(", ")}</span>
                <span className="num">
                  {t("programs.tracks.at", { time: formatTime(one.starts_at.slice(0, 5), locale) })}
                </span>
              </li>
            ))}
          </ul>
        )}
      </ListPanel>
      <ListPanel title={t("programs.phases.title")}>
        {program.phases.length === 0 ? (
          <NoRows>{t("programs.phases.none")}</NoRows>
        ) : (
          <ol>
            {program.phases.map((one, place) => (
              <li key={place} className={classes.row}>
                <strong>{t(`programs.phases.phase.${one.phase}`)}</strong>
                <span className="num">{t("programs.phases.is", { count: one.days_per_week, weeks: one.weeks })}</span>
              </li>
            ))}
          </ol>
        )}
      </ListPanel>
      <OffersPanel program={program} />
    </div>
  );
}

/** Which template the plan was copied from, by its name where it is still shipped. */
function Origin({ template, version }: { template: string; version: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { word } = useTemplateWords();
  const templates = useQuery(templatesQuery);
  if (templates.isPending) return <p className="meta">{"\u00a0"}</p>;
  const name = word(templates.data?.find((one) => one.key === template)?.name ?? template);
  const date = isLocalDate(version) ? formatDate(version, locale) : version;
  return <p className="meta">{t("programs.template", { name, date })}</p>;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}
