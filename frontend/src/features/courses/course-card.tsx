import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { staffNamesQuery } from "@/api/clinic";
import type { CourseSummary } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";

import classes from "./courses.module.css";
import { partsOf } from "./rules";
import { PlaceLine, Ratings, TargetState, Usually } from "./standing";

type Props = { course: CourseSummary; action?: ReactNode };

/** Where a course stands: dose against plan, phase, ratings of what is worked on. Words stay in its drawer. */
export function CourseCard({ course, action }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const names = useQuery(staffNamesQuery);
  const leader = course.led_by && names.data?.get(course.led_by);
  const parts = partsOf(course);
  const over = course.ended_on !== null;
  return (
    <li className={classes.card} data-over={over || undefined}>
      <header>
        <h3>{course.modality_name}</h3>
        {action}
      </header>
      <span className="meta num">
        {[
          t("courses.since", { date: formatDate(course.starts_on, locale) }),
          leader && t("courses.ledBy", { name: leader }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
      {course.objective && <p className={classes.aim}>{course.objective}</p>}
      {parts.length > 0 && (
        <span className={classes.parts} aria-hidden>
          {parts.map((share, place) => (
            // A session of the plan has no other name than its place.
            <span key={place} className={classes.track}>
              {share > 0 && <span style={{ width: `${share * 100}%` }} />}
            </span>
          ))}
        </span>
      )}
      <span className="num">
        {course.planned_sessions
          ? t("courses.receivedOf", { done: course.received_sessions, total: course.planned_sessions })
          : t("courses.received", { count: course.received_sessions })}
      </span>
      {!course.planned_sessions && course.expected_least !== null && course.expected_most !== null && (
        <span className="meta num">
          <Usually least={course.expected_least} most={course.expected_most} />
        </span>
      )}
      {course.place && <PlaceLine place={course.place} />}
      {course.ratings.length > 0 && <Ratings ratings={course.ratings} />}
      {course.targets.length > 0 && (
        <ul className={classes.ratings}>
          {course.targets.map((target) => (
            <li key={target.id}>
              <span className="num">{t("courses.target", { number: target.number })}</span>
              <TargetState target={target} />
              <Ratings ratings={target.ratings} />
            </li>
          ))}
        </ul>
      )}
      {course.ended_on && course.stop_reason && (
        <span className="meta num">
          {t("courses.ended", {
            date: formatDate(course.ended_on, locale),
            reason: t(`courses.reasons.${course.stop_reason}`),
          })}
        </span>
      )}
    </li>
  );
}
