import type { Episode, Participant } from "@/api/types";
import { TherapiesTab } from "@/features/chart/therapies-tab";
import { CoursesPanel } from "@/features/courses/courses-panel";
import { HomeworkPanel } from "@/features/courses/homework-panel";
import { ageOn, type LocalDate } from "@/lib/time";

type Props = {
  person: Participant;
  episode: Episode | undefined;
  permissions: readonly string[];
  today: LocalDate;
};

/** What somebody is treated with, and how far each course of it has come. */
export default function ChartTherapies({ person, episode, permissions, today }: Props) {
  const mayWrite = permissions.includes("course:write");
  const mayRead = permissions.includes("course:read");
  const of = { participantId: person.id, episode, today };
  return (
    <TherapiesTab {...of} mayReadCourses={mayRead}>
      {mayRead && (
        <>
          <CoursesPanel {...of} age={person.birth_date ? ageOn(person.birth_date, today) : null} mayWrite={mayWrite} />
          <HomeworkPanel {...of} mayWrite={mayWrite} />
        </>
      )}
    </TherapiesTab>
  );
}
