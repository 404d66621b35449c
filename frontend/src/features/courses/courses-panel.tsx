import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { modalitiesQuery, staffNamesQuery } from "@/api/catalogue";
import { coursesQuery } from "@/api/courses";
import type { CourseSummary, Episode } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import { CourseDetail } from "./course-detail";
import classes from "./courses.module.css";
import { coursesOf, doneShare, suitsAge } from "./rules";
import { PlaceLine, Ratings, TargetState } from "./standing";
import { StartForm } from "./start-form";

type Props = {
  participantId: string;
  episode: Episode | undefined;
  /** Whole years; null where no birth date is known. */
  age: number | null;
  today: string;
  mayWrite: boolean;
};

/** Each therapy of a stay: dose against plan, phase, ratings of what is worked on. Words stay in the drawer. */
export function CoursesPanel({ participantId, episode, age, today, mayWrite }: Props) {
  const { t } = useTranslation();
  const courses = useQuery(coursesQuery(participantId));
  const modalities = useQuery(modalitiesQuery);
  const [open, setOpen] = useState<CourseSummary | null>(null);
  const [starting, setStarting] = useState(false);
  const list = coursesOf(courses.data ?? [], episode?.id);
  const modalityOf = (one: CourseSummary) => modalities.data?.find(({ id }) => id === one.modality_id);
  const mayStart = mayWrite && episode?.admitted_on != null && episode.status !== "ended";
  return (
    <Panel
      title={t("courses.title")}
      hint={t("courses.hint")}
      actions={mayStart && <Button onClick={() => setStarting(true)}>{t("courses.start")}</Button>}
    >
      {courses.isPending ? (
        <LoadingRows rows={2} />
      ) : courses.isError && !courses.data ? (
        <ErrorState error={courses.error} onRetry={() => void courses.refetch()} />
      ) : list.length === 0 ? (
        <PanelNote>{t("courses.none")}</PanelNote>
      ) : (
        <ul className={classes.cards}>
          {list.map((one) => (
            <CourseCard key={one.id} course={one} onOpen={() => setOpen(one)} />
          ))}
        </ul>
      )}
      <FormDrawer title={t("courses.start")} opened={starting} onClose={() => setStarting(false)}>
        {starting && episode && (
          <StartForm
            participantId={participantId}
            episode={episode}
            today={today}
            modalities={(modalities.data ?? []).filter((one) => suitsAge(one, age))}
            onClose={() => setStarting(false)}
          />
        )}
      </FormDrawer>
      <FormDrawer title={open?.modality_name ?? ""} opened={open !== null} onClose={() => setOpen(null)}>
        {open && (
          <CourseDetail
            participantId={participantId}
            courseId={open.id}
            modalityKey={modalityOf(open)?.key ?? ""}
            today={today}
            mayWrite={mayWrite}
          />
        )}
      </FormDrawer>
    </Panel>
  );
}

type CardProps = { course: CourseSummary; onOpen: () => void };

function CourseCard({ course, onOpen }: CardProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const names = useQuery(staffNamesQuery);
  const leader = course.led_by && names.data?.get(course.led_by);
  const share = doneShare(course);
  const over = course.ended_on !== null;
  return (
    <li className={classes.card} data-over={over || undefined}>
      <header>
        <h3>{course.modality_name}</h3>
        <Button aria-label={t("courses.open", { name: course.modality_name })} onClick={onOpen}>
          {t("courses.show")}
        </Button>
      </header>
      <span className="meta num">
        {[
          t("courses.since", { date: formatDate(course.starts_on, locale) }),
          leader && t("courses.ledBy", { name: leader }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
      {share !== null && (
        <span className={classes.track} aria-hidden>
          <span style={{ width: `${share * 100}%` }} />
        </span>
      )}
      <span className="num">
        {course.planned_sessions
          ? t("courses.receivedOf", { done: course.received_sessions, total: course.planned_sessions })
          : t("courses.received", { count: course.received_sessions })}
      </span>
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
