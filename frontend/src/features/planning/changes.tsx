import { NativeSelect } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { BuildChange, BuildSeat, ScheduleBuild } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatTimeRange, minutesOfDay, timeOfMinutes } from "@/lib/time";
import { formatWeekdayDate } from "@/lib/weekday-date";
import { KindChip } from "@/ui/kind";
import { Panel, PanelNote } from "@/ui/panel";
import { Segments } from "@/ui/segments";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./plan-page.module.css";
import { differs, type Grouping, groupingsOf, headingsOf, keyOf, sectionsOf } from "./rules";
import type { Names } from "./use-names";

type Props = { build: ScheduleBuild; names: Names };

/** What would change, beside how it is now, by whom or what it touches. */
export function Changes({ build, names }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const [by, setBy] = useState<Grouping>("day");
  const [only, setOnly] = useState("");
  const several = build.location_ids.length > 1;
  const heading = (id: string) => {
    if (by === "site") return names.site(id);
    if (by === "day") return formatWeekdayDate(id, locale);
    if (by === "staff") return names.staff(id);
    if (by === "room") return id === "" ? t("planning.withoutRoom") : names.room(id);
    return id === "" ? t("planning.group") : names.person(id);
  };
  const order = (one: string, other: string) =>
    by === "day" ? one.localeCompare(other) : heading(one).localeCompare(heading(other), locale);
  const all = sectionsOf(build.changes, by, order);
  const sections = only === "" ? all : all.filter((section) => section.heading === only);
  if (build.changes.length === 0) {
    return (
      <Panel title={t("planning.proposal")}>
        <PanelNote>{t("planning.nothing")}</PanelNote>
      </Panel>
    );
  }
  return (
    <Panel
      title={t("planning.proposal")}
      hint={t("planning.count", { count: build.changes.length })}
      actions={
        <>
          <div className={classes.tasks}>
            <Segments
              label={t("planning.show")}
              value={by}
              options={groupingsOf(several).map((one) => ({ value: one, label: t(`planning.by.${one}`) }))}
              onChange={(next) => {
                setBy(next);
                setOnly("");
              }}
            />
          </div>
          <NativeSelect aria-label={t("planning.only")} value={only} onChange={({ target }) => setOnly(target.value)}>
            <option value="">{t("planning.everything")}</option>
            {all.map((section) => (
              <option key={section.heading} value={section.heading}>
                {heading(section.heading)}
              </option>
            ))}
          </NativeSelect>
        </>
      }
    >
      {sections.map((section) => (
        <section key={`${by} ${section.heading}`} className={classes.section} aria-label={heading(section.heading)}>
          <h3>{heading(section.heading)}</h3>
          <ul>
            {section.changes.map((change) => (
              <Change key={keyOf(change)} change={change} names={names} several={several} />
            ))}
          </ul>
        </section>
      ))}
    </Panel>
  );
}

/** Whose or what session it is, in words. */
export function useChangeTitle(names: Names): (change: BuildChange) => string {
  const titleOf = useSessionTitle();
  return (change) => {
    const whose =
      change.cohort_ids.length > 0
        ? change.cohort_ids.map(names.cohort)
        : change.participant_ids.length === 1
          ? change.participant_ids.map(names.person)
          : [];
    return [titleOf({ title: change.title, service_kind: change.kind }), ...whose].join(" · ");
  };
}

function Change({ change, names, several }: { change: BuildChange; names: Names; several: boolean }) {
  const { t } = useTranslation();
  const title = useChangeTitle(names);
  const { before, after } = change;
  return (
    <li className={classes.change}>
      <div className={classes.what}>
        <strong>{title(change)}</strong>
        {several && <span>{names.site(change.location_id)}</span>}
        <span className={classes.marks}>
          <KindChip kind={change.kind} /> {t(`planning.change.${change.what}`)}:{" "}
          {change.why.map((why) => t(`planning.why.${why}`)).join(", ")}
        </span>
      </div>
      <Seat seat={before} other={after} names={names} />
      <IconArrowRight size={16} stroke={1.75} aria-hidden className={classes.arrow as string} />
      <Seat seat={after} other={before} names={names} then />
    </li>
  );
}

/** The day and the time of a seat, in words. */
export function whenOf(seat: BuildSeat, locale: string): string {
  const ends = timeOfMinutes(minutesOfDay(seat.local_start) + seat.minutes);
  return `${formatWeekdayDate(seat.local_date, locale)}, ${formatTimeRange(seat.local_start.slice(0, 5), ends, locale)}`;
}

type SeatProps = { seat: BuildSeat | null; other: BuildSeat | null; names: Names; then?: boolean };

/** When, with whom and where; what is not as it was stands out. */
function Seat({ seat, other, names, then = false }: SeatProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const label = <span className={classes.label}>{t(then ? "planning.after" : "planning.before")}: </span>;
  if (!seat) {
    return (
      <p className={classes.seat} data-then={then || undefined}>
        {label}–
      </p>
    );
  }
  const { time, staff, room } = differs(seat, other);
  const lead = names.staff(seat.staff_id ?? "");
  const who = seat.second_id ? t("planning.withSecond", { lead, second: names.staff(seat.second_id) }) : lead;
  const mark = (marked: boolean, text: string) => (then && marked ? <b>{text}</b> : <span>{text}</span>);
  const when = whenOf(seat, locale);
  const place = seat.telehealth
    ? t("planning.video")
    : seat.room_id
      ? names.room(seat.room_id)
      : t("planning.withoutRoom");
  return (
    <p className={`${classes.seat} num`} data-then={then || undefined}>
      {label}
      {mark(time, when)}
      {mark(staff, who)}
      {mark(room, place)}
    </p>
  );
}

/** Everybody whom the changes touch, once. */
export function Told({ build, names }: Props) {
  const { t } = useTranslation();
  const people = [...new Set(build.changes.flatMap((change) => headingsOf(change, "person")))].filter(Boolean);
  return (
    <Panel title={t("planning.told")} hint={t("planning.toldHint")}>
      <div className={classes.told}>
        <Who title={t("planning.toldStaff")} names={build.staff_ids.map(names.staff)} />
        <Who title={t("planning.toldPeople")} names={people.map(names.person)} />
      </div>
    </Panel>
  );
}

function Who({ title, names }: { title: string; names: string[] }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {names
          .toSorted((one, other) => one.localeCompare(other))
          .map((name, index) => (
            <li key={`${name} ${index}`}>{name}</li>
          ))}
      </ul>
    </section>
  );
}
