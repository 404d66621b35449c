import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { coursesQuery } from "@/api/courses";
import { useTherapyWords } from "@/api/therapy-words";
import type { Episode } from "@/api/types";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import { CourseCard } from "./course-card";
import classes from "./courses.module.css";
import { coursesOf } from "./rules";

/** The therapies that run, at a glance. */
export function CoursesGlance({ participantId, episode }: { participantId: string; episode: Episode }) {
  const { t } = useTranslation();
  const courses = useQuery({ ...coursesQuery(participantId), select: useTherapyWords() });
  if (courses.isPending) return <LoadingRows rows={2} />;
  if (courses.isError && !courses.data) {
    return <ErrorState error={courses.error} onRetry={() => void courses.refetch()} />;
  }
  const running = coursesOf(courses.data, episode.id).filter((one) => one.ended_on === null);
  return (
    <Panel
      title={t("courses.running")}
      actions={
        <Link to="." search={(before) => ({ ...before, tab: "therapies" })} className={classes.all as string}>
          {t("courses.all")}
        </Link>
      }
    >
      {running.length === 0 ? (
        <PanelNote>{t("courses.none")}</PanelNote>
      ) : (
        <ul className={classes.cards}>
          {running.map((one) => (
            <CourseCard key={one.id} course={one} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
