import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { coursesQuery } from "@/api/courses";
import { useModalities, useTherapyWords } from "@/api/therapy-words";
import type { CourseSummary, Episode } from "@/api/types";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import { CourseCard } from "./course-card";
import { CourseDetail } from "./course-detail";
import classes from "./courses.module.css";
import { coursesOf, suitsAge } from "./rules";
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
  const courses = useQuery({ ...coursesQuery(participantId), select: useTherapyWords() });
  const modalities = useModalities();
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
            <CourseCard
              key={one.id}
              course={one}
              action={
                <Button aria-label={t("courses.open", { name: one.modality_name })} onClick={() => setOpen(one)}>
                  {t("courses.show")}
                </Button>
              }
            />
          ))}
        </ul>
      )}
      <FormDrawer title={t("courses.start")} opened={starting} onClose={() => setStarting(false)}>
        {starting && episode && (
          <StartForm
            participantId={participantId}
            episode={episode}
            today={today}
            age={age}
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
