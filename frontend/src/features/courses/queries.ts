import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type {
  Course,
  CourseEnd,
  CourseEntryCreate,
  CourseStart,
  CourseTargetSettle,
  CourseTargetWrite,
  HomeworkAssign,
  HomeworkReport,
} from "@/api/types";
import type { LocalDate } from "@/lib/time";

const at = (version: number) => ({ "If-Match": `"${version}"` });

export const courseQuery = (participantId: string, courseId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "courses", courseId] as const,
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/courses/{course_id}", { params: { path: { course_id: courseId } }, signal })),
  });

/** What somebody was booked for on a day and what took place: a note may be of one of these. */
export const sessionsOfDayQuery = (participantId: string, day: LocalDate) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "sessions of", day] as const,
    queryFn: async ({ signal }) => {
      const params = {
        path: { participant_id: participantId },
        query: { from_date: day, to_date: day, limit: 50 },
      };
      return (await call(() => api.GET("/api/v1/participants/{participant_id}/sessions", { params, signal }))).items;
    },
    select: (items) => items.filter((one) => one.session_status !== "cancelled" && one.booking_status === "booked"),
  });

export const homeworkQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "homework"] as const,
    queryFn: async ({ signal }) => {
      const params = { path: { participant_id: participantId } };
      return (await call(() => api.GET("/api/v1/participants/{participant_id}/homework", { params, signal }))).items;
    },
  });

/** What was changed is read again, refused or not: a refusal may mean that somebody else was there first. */
function useRereading(participantId: string, list: "courses" | "homework") {
  const queryClient = useQueryClient();
  return { onSettled: () => queryClient.invalidateQueries({ queryKey: [...keys.chart(participantId), list] }) };
}

export function useStartCourse(participantId: string, episodeId: string) {
  return useMutation({
    mutationFn: (body: CourseStart) =>
      call(() =>
        api.POST("/api/v1/episodes/{episode_id}/courses", { params: { path: { episode_id: episodeId } }, body }),
      ),
    ...useRereading(participantId, "courses"),
  });
}

export function useEndCourse(course: Course) {
  return useMutation({
    mutationFn: (body: CourseEnd) =>
      call(() =>
        api.POST("/api/v1/courses/{course_id}/end", {
          params: { path: { course_id: course.id } },
          body,
          headers: at(course.version),
        }),
      ),
    ...useRereading(course.participant_id, "courses"),
  });
}

/** Takes up another published version of the therapy. */
export function useFollowVersion(course: Course) {
  return useMutation({
    mutationFn: (version: number) =>
      call(() =>
        api.PATCH("/api/v1/courses/{course_id}", {
          params: { path: { course_id: course.id } },
          body: { protocol_version: version },
          headers: at(course.version),
        }),
      ),
    ...useRereading(course.participant_id, "courses"),
  });
}

export function useReopenCourse(course: Course) {
  return useMutation({
    mutationFn: () =>
      call(() =>
        api.POST("/api/v1/courses/{course_id}/reopen", {
          params: { path: { course_id: course.id } },
          headers: at(course.version),
        }),
      ),
    ...useRereading(course.participant_id, "courses"),
  });
}

export function useAddTarget(course: Course) {
  return useMutation({
    mutationFn: (body: CourseTargetWrite) =>
      call(() => api.POST("/api/v1/courses/{course_id}/targets", { params: { path: { course_id: course.id } }, body })),
    ...useRereading(course.participant_id, "courses"),
  });
}

export function useSettleTarget(participantId: string, target: { id: string; version: number }) {
  const params = { path: { course_target_id: target.id } };
  return useMutation({
    mutationFn: (body: CourseTargetSettle) =>
      call(() =>
        api.POST("/api/v1/course-targets/{course_target_id}/settle", { params, body, headers: at(target.version) }),
      ),
    ...useRereading(participantId, "courses"),
  });
}

export function useReopenTarget(participantId: string) {
  return useMutation({
    mutationFn: (target: { id: string; version: number }) =>
      call(() =>
        api.POST("/api/v1/course-targets/{course_target_id}/reopen", {
          params: { path: { course_target_id: target.id } },
          headers: at(target.version),
        }),
      ),
    ...useRereading(participantId, "courses"),
  });
}

export function useAddEntry(course: Course) {
  return useMutation({
    mutationFn: (body: CourseEntryCreate) =>
      call(() => api.POST("/api/v1/courses/{course_id}/entries", { params: { path: { course_id: course.id } }, body })),
    ...useRereading(course.participant_id, "courses"),
  });
}

export function useVoidEntry(participantId: string, entryId: string) {
  return useMutation({
    mutationFn: (reason: string) =>
      call(() =>
        api.POST("/api/v1/course-entries/{course_entry_id}/void", {
          params: { path: { course_entry_id: entryId } },
          body: { reason },
        }),
      ),
    ...useRereading(participantId, "courses"),
  });
}

export function useAssignHomework(participantId: string) {
  return useMutation({
    mutationFn: (body: HomeworkAssign) => call(() => api.POST("/api/v1/homework", { body })),
    ...useRereading(participantId, "homework"),
  });
}

/** Homework of a group is taken up by the first word about it. */
export function useReportHomework(participantId: string) {
  return useMutation({
    mutationFn: async ({ body, take, known }: ReportOf) => {
      const one = known ?? (await call(() => api.POST("/api/v1/homework", { body: take })));
      return call(() =>
        api.POST("/api/v1/homework/{homework_id}/report", {
          params: { path: { homework_id: one.id ?? "" } },
          body,
          headers: at(one.version ?? 1),
        }),
      );
    },
    ...useRereading(participantId, "homework"),
  });
}

type ReportOf = { body: HomeworkReport; take: HomeworkAssign; known: { id: string; version: number } | null };

export function useReviewHomework(participantId: string) {
  return useMutation({
    mutationFn: ({ id, version, on }: { id: string; version: number; on: string }) =>
      call(() =>
        api.POST("/api/v1/homework/{homework_id}/review", {
          params: { path: { homework_id: id } },
          body: { reviewed_on: on },
          headers: at(version),
        }),
      ),
    ...useRereading(participantId, "homework"),
  });
}
