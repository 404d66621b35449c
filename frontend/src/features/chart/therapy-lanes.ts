import type { CourseSummary, ModalityDose } from "@/api/types";
import { addDays, type LocalDate } from "@/lib/time";

/** One therapy over time: its courses, and the minutes of it that reached the person by week. */
export type Lane = {
  modalityId: string;
  name: string;
  courses: CourseSummary[];
  weeks: ModalityDose["weeks"];
  sessions: number;
};

/** One lane a therapy that has a course or was delivered; what began first stands first. */
export function lanesOf(courses: readonly CourseSummary[], doses: readonly ModalityDose[]): Lane[] {
  const lanes = new Map<string, Lane & { from: LocalDate }>();
  for (const dose of doses) {
    lanes.set(dose.modality_id, {
      modalityId: dose.modality_id,
      name: dose.name,
      courses: [],
      weeks: dose.weeks,
      sessions: dose.sessions,
      from: dose.first_on,
    });
  }
  for (const course of [...courses].sort((a, b) => a.starts_on.localeCompare(b.starts_on))) {
    const lane = lanes.get(course.modality_id);
    if (lane) {
      lane.courses.push(course);
      if (course.starts_on < lane.from) lane.from = course.starts_on;
    } else {
      lanes.set(course.modality_id, {
        modalityId: course.modality_id,
        name: course.modality_name,
        courses: [course],
        weeks: [],
        sessions: 0,
        from: course.starts_on,
      });
    }
  }
  return [...lanes.values()]
    .sort((a, b) => a.from.localeCompare(b.from) || a.name.localeCompare(b.name))
    .map(({ from: _, ...lane }) => lane);
}

/** The days that lanes reach over, the last one excluded; at least a week, so that one day is not the whole width. */
export function spanOf(lanes: readonly Lane[], today: LocalDate): { from: LocalDate; to: LocalDate } {
  const begins = lanes.flatMap(({ courses, weeks }) => [
    ...courses.map((one) => one.starts_on),
    ...weeks.map((one) => one.starts_on),
  ]);
  const ends = lanes.flatMap(({ courses, weeks }) => [
    ...courses.map((one) => one.ended_on ?? today),
    ...weeks.map((one) => addDays(one.starts_on, 6)),
  ]);
  const from = begins.sort()[0] ?? today;
  const last = ends.sort().at(-1) ?? today;
  const to = addDays(last, 1);
  return { from, to: to < addDays(from, 7) ? addDays(from, 7) : to };
}

const daysBetween = (from: LocalDate, to: LocalDate) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** Where days stand within a span, as shares of its width; the last day counts whole. */
export function placed(span: { from: LocalDate; to: LocalDate }, first: LocalDate, last: LocalDate) {
  const whole = daysBetween(span.from, span.to);
  return { left: daysBetween(span.from, first) / whole, width: (daysBetween(first, last) + 1) / whole };
}

/** The phases of a course without gaps: each goes on until the next begins, the last until the course ends. */
export function phaseSpans(course: CourseSummary, today: LocalDate) {
  const end = course.ended_on ?? today;
  return course.phases.map((phase, index) => {
    const next = course.phases[index + 1]?.from_on;
    const until = next === undefined ? end : addDays(next, -1);
    return { ...phase, until: until < phase.from_on ? phase.from_on : until };
  });
}
