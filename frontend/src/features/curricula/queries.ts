import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { Curriculum, CurriculumCreate, CurriculumUpdate, RunEnd, TopicPin } from "@/api/types";

export const runsQuery = (cohortId: string) =>
  queryOptions({
    queryKey: [...keys.curricula, "runs", cohortId] as const,
    queryFn: async ({ signal }) => {
      const params = { path: { cohort_id: cohortId } };
      return (await call(() => api.GET("/api/v1/cohorts/{cohort_id}/curriculum-runs", { params, signal }))).items;
    },
  });

export const membersQuery = (runId: string) =>
  queryOptions({
    queryKey: [...keys.curricula, "members", runId] as const,
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/curriculum-runs/{curriculum_run_id}/members", {
          params: { path: { curriculum_run_id: runId } },
          signal,
        }),
      ),
  });

export const templatesQuery = queryOptions({
  queryKey: [...keys.curricula, "templates"] as const,
  queryFn: async ({ signal }) => (await call(() => api.GET("/api/v1/curriculum-templates", { signal }))).items,
  staleTime: 60 * 60_000,
});

export const curriculaQuery = (programId: string) =>
  queryOptions({
    queryKey: [...keys.curricula, "of", programId] as const,
    queryFn: async ({ signal }) => {
      const params = { query: { program_id: programId, limit: 200 } };
      return (await call(() => api.GET("/api/v1/curricula", { params, signal }))).items;
    },
  });

export const seriesQuery = (cohortId: string) =>
  queryOptions({
    queryKey: [...keys.curricula, "series", cohortId] as const,
    queryFn: async ({ signal }) => {
      const params = { query: { cohort_id: cohortId, limit: 200 } };
      return (await call(() => api.GET("/api/v1/series", { params, signal }))).items;
    },
  });

type Follow = {
  programId: string;
  /** A curriculum of the program, or a shipped one that is made the program's own first. */
  curriculum: { id: string } | { template: string; name: string; modalityId: string };
  seriesId: string;
  startsOn: string;
};

/** A shipped curriculum becomes the program's own before it is followed. */
export function useFollow(cohortId: string) {
  return useMutation({
    mutationFn: async ({ programId, curriculum, seriesId, startsOn }: Follow) => {
      const own =
        "id" in curriculum
          ? curriculum
          : await call(() =>
              api.POST("/api/v1/curricula", {
                body: {
                  program_id: programId,
                  name: curriculum.name,
                  modality_id: curriculum.modalityId,
                  template_key: curriculum.template,
                },
              }),
            );
      return call(() =>
        api.POST("/api/v1/cohorts/{cohort_id}/curriculum-runs", {
          params: { path: { cohort_id: cohortId } },
          body: { curriculum_id: own.id, series_id: seriesId, starts_on: startsOn },
        }),
      );
    },
    ...useRereading(),
  });
}

/** What was changed is read again, refused or not: a refusal may mean that somebody else was there first. */
function useRereading() {
  const queryClient = useQueryClient();
  return { onSettled: () => queryClient.invalidateQueries({ queryKey: keys.curricula }) };
}

export function useAddCurriculum() {
  return useMutation<Curriculum, Error, CurriculumCreate>({
    mutationFn: (body) => call(() => api.POST("/api/v1/curricula", { body })),
    ...useRereading(),
  });
}

export function useChangeCurriculum(id: string) {
  return useMutation({
    mutationFn: ({ body, version }: { body: CurriculumUpdate; version: number }) =>
      call(() =>
        api.PATCH("/api/v1/curricula/{curriculum_id}", {
          params: { path: { curriculum_id: id } },
          body,
          headers: { "If-Match": `"${version}"` },
        }),
      ),
    ...useRereading(),
  });
}

export function useEndRun() {
  return useMutation({
    mutationFn: ({ id, version, ...body }: RunEnd & { id: string; version: number }) =>
      call(() =>
        api.POST("/api/v1/curriculum-runs/{curriculum_run_id}/end", {
          params: { path: { curriculum_run_id: id }, header: { "if-match": `"${version}"` } },
          body,
        }),
      ),
    ...useRereading(),
  });
}

export function usePinTopic(sessionId: string) {
  return useMutation({
    mutationFn: (body: TopicPin) =>
      call(() => api.PUT("/api/v1/sessions/{session_id}/topic", { params: { path: { session_id: sessionId } }, body })),
    ...useRereading(),
  });
}
