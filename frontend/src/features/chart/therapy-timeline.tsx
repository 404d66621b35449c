import { useTranslation } from "react-i18next";

import type { CourseSummary, ModalityDose } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { addDays, formatDate, type LocalDate } from "@/lib/time";
import { Panel, TableScroll } from "@/ui/panel";

import { type Lane, lanesOf, phaseSpans, placed, spanOf } from "./therapy-lanes";
import classes from "./therapy-timeline.module.css";

type Span = { from: LocalDate; to: LocalDate };
type Props = { courses: readonly CourseSummary[]; doses: readonly ModalityDose[]; today: LocalDate };

const percent = (share: number) => `${share * 100}%`;

/** Every therapy of a stay over time: courses with their phases, and the weeks in which it was delivered. */
export function TherapyTimeline({ courses, doses, today }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const lanes = lanesOf(courses, doses);
  const span = spanOf(lanes, today);
  const most = Math.max(1, ...doses.flatMap((dose) => dose.weeks.map((week) => week.minutes)));
  return (
    <Panel title={t("lanes.title")} hint={t("lanes.hint")}>
      {/* The table beneath says the same in words. */}
      <div className={classes.lanes} aria-hidden>
        {lanes.map((lane) => (
          <div key={lane.modalityId} className={classes.lane}>
            <span className={classes.name}>{lane.name}</span>
            <div className={classes.track} data-course={lane.courses.length > 0 || undefined}>
              {lane.courses.map((course) => (
                <Course key={course.id} course={course} span={span} today={today} />
              ))}
              {lane.weeks.map((week) => {
                const { left, width } = placed(span, week.starts_on, week.starts_on);
                return (
                  <span
                    key={week.starts_on}
                    className={classes.week}
                    style={{
                      insetInlineStart: percent(left),
                      width: percent(width * 7),
                      height: `${Math.max(2, Math.round((week.minutes / most) * 14))}px`,
                    }}
                  />
                );
              })}
            </div>
          </div>
        ))}
        <div className={`${classes.axis} num`}>
          <span>{formatDate(span.from, locale)}</span>
          <span>{formatDate(addDays(span.to, -1), locale)}</span>
        </div>
      </div>
      <LaneTable lanes={lanes} />
    </Panel>
  );
}

type CourseProps = { course: CourseSummary; span: Span; today: LocalDate };

function Course({ course, span, today }: CourseProps) {
  const whole = placed(span, course.starts_on, course.ended_on ?? today);
  return (
    <>
      <span className={classes.course} style={{ insetInlineStart: percent(whole.left), width: percent(whole.width) }} />
      {phaseSpans(course, today).map((phase) => {
        const { left, width } = placed(span, phase.from_on, phase.until);
        return (
          <span
            key={phase.phase + phase.from_on}
            className={classes.phase}
            style={{ insetInlineStart: percent(left), width: percent(width) }}
          >
            {phase.number === null ? phase.name : `${phase.number} ${phase.name}`}
          </span>
        );
      })}
    </>
  );
}

function LaneTable({ lanes }: { lanes: readonly Lane[] }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const day = (date: LocalDate) => formatDate(date, locale);
  return (
    <TableScroll label={t("lanes.title")}>
      <thead>
        <tr>
          <th scope="col">{t("lanes.column.therapy")}</th>
          <th scope="col">{t("lanes.column.course")}</th>
          <th scope="col">{t("lanes.column.phases")}</th>
          <th scope="col" data-figure>
            {t("lanes.column.sessions")}
          </th>
        </tr>
      </thead>
      <tbody>
        {lanes.map((lane) => (
          <tr key={lane.modalityId}>
            <th scope="row">{lane.name}</th>
            <td>
              {lane.courses.length === 0
                ? t("lanes.noCourse")
                : lane.courses.map((one) => (
                    <div key={one.id}>
                      {one.ended_on
                        ? t("lanes.period", { from: day(one.starts_on), to: day(one.ended_on) })
                        : t("lanes.since", { from: day(one.starts_on) })}
                    </div>
                  ))}
            </td>
            <td>
              {lane.courses
                .flatMap((one) => one.phases)
                .map((phase) => (
                  <div key={phase.phase + phase.from_on}>
                    {t("lanes.phase", { name: phase.name, from: day(phase.from_on), count: phase.times })}
                  </div>
                ))}
            </td>
            <td data-figure>{lane.sessions}</td>
          </tr>
        ))}
      </tbody>
    </TableScroll>
  );
}
