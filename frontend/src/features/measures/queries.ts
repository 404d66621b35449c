import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type {
  Administration,
  AdministrationCreate,
  AnswerCorrection,
  RiskScreenCreate,
  SafetyPlanWrite,
  TrackResponseCreate,
} from "@/api/types";

const LONG = 10 * 60_000;

const person = (participantId: string) => ({ params: { path: { participant_id: participantId } } });

/** A version never changes, so that it is read once. */
export const instrumentQuery = (key: string, version?: number) =>
  queryOptions({
    queryKey: [...keys.instruments, key, version ?? "newest"],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/instruments/definition", {
          params: { query: { key, ...(version === undefined ? {} : { version }) } },
          signal,
        }),
      ),
    staleTime: LONG,
  });

export const progressQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.measures, "progress", participantId],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/participants/{participant_id}/progress", { ...person(participantId), signal })),
    select: (found) => found.progress,
  });

export const administrationQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.measures, "one", id],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/administrations/{administration_id}", { params: { path: { administration_id: id } }, signal }),
      ),
  });

export const planQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.measures, "plan", participantId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/participants/{participant_id}/safety-plans", {
          params: { path: { participant_id: participantId }, query: { limit: 1 } },
          signal,
        }),
      ),
    select: (page) => page.items[0] ?? null,
  });

export const screensQuery = (participantId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.measures, "screens", participantId],
    queryFn: ({ pageParam, signal }) =>
      call(() =>
        api.GET("/api/v1/participants/{participant_id}/risk-screens", {
          params: { path: { participant_id: participantId }, query: { limit: 20, ...pageParam } },
          signal,
        }),
      ),
    initialPageParam: {} as { cursor?: string },
    getNextPageParam: ({ next_cursor }) => (next_cursor ? { cursor: next_cursor } : null),
  });

export const planVersionsQuery = (participantId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.measures, "plans", participantId],
    queryFn: ({ pageParam, signal }) =>
      call(() =>
        api.GET("/api/v1/participants/{participant_id}/safety-plans", {
          params: { path: { participant_id: participantId }, query: { limit: 20, ...pageParam } },
          signal,
        }),
      ),
    initialPageParam: {} as { cursor?: string },
    getNextPageParam: ({ next_cursor }) => (next_cursor ? { cursor: next_cursor } : null),
  });

/** What a change of somebody's measures makes stale: their course, and what may have been opened by it. */
function useStale(): () => Promise<unknown> {
  const queryClient = useQueryClient();
  return () => Promise.all([keys.measures, keys.alerts].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

export function useStart(participantId: string) {
  const stale = useStale();
  return useMutation({
    mutationFn: (body: AdministrationCreate) =>
      call(() => api.POST("/api/v1/participants/{participant_id}/administrations", { ...person(participantId), body })),
    onSettled: stale,
  });
}

type Given = { item: string; value: number | null };

/** One answer at a time, in their order: none overtakes another. */
export function useAnswer(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    scope: { id: `administration ${id}` },
    mutationFn: ({ item, value }: Given) =>
      call(() =>
        api.PUT("/api/v1/administrations/{administration_id}/answers/{item}", {
          params: { path: { administration_id: id, item } },
          body: { value },
        }),
      ),
    onSuccess: (administration: Administration) =>
      queryClient.setQueryData(administrationQuery(id).queryKey, administration),
  });
}

export function useHandIn(id: string) {
  const queryClient = useQueryClient();
  const stale = useStale();
  return useMutation({
    mutationFn: (version: number) =>
      call(() =>
        api.POST("/api/v1/administrations/{administration_id}/complete", {
          params: { path: { administration_id: id }, header: { "if-match": `"${version}"` } },
        }),
      ),
    onSuccess: (administration: Administration) => {
      queryClient.setQueryData(administrationQuery(id).queryKey, administration);
      void stale();
    },
    onError: stale,
  });
}

/** Changes an answer of what is handed in; what it replaces stays readable. It alarms as an answer does. */
export function useCorrect(id: string) {
  const queryClient = useQueryClient();
  const stale = useStale();
  return useMutation({
    mutationFn: ({ body, version }: { body: AnswerCorrection; version: number }) =>
      call(() =>
        api.POST("/api/v1/administrations/{administration_id}/corrections", {
          params: { path: { administration_id: id }, header: { "if-match": `"${version}"` } },
          body,
        }),
      ),
    onSuccess: (administration: Administration) =>
      queryClient.setQueryData(administrationQuery(id).queryKey, administration),
    onSettled: stale,
  });
}

export function useWithdraw(id: string) {
  const stale = useStale();
  return useMutation({
    mutationFn: (reason: string) =>
      call(() =>
        api.POST("/api/v1/administrations/{administration_id}/withdraw", {
          params: { path: { administration_id: id } },
          body: { reason },
        }),
      ),
    onSettled: stale,
  });
}

export function useScreen(participantId: string) {
  const stale = useStale();
  return useMutation({
    mutationFn: (body: RiskScreenCreate) =>
      call(() => api.POST("/api/v1/participants/{participant_id}/risk-screens", { ...person(participantId), body })),
    onSuccess: stale,
  });
}

/** Takes a risk screen back; its id is its own, whatever the chart. */
export function useVoidScreen(id: string) {
  const stale = useStale();
  return useMutation({
    mutationFn: (reason: string) =>
      call(() =>
        api.POST("/api/v1/risk-screens/{risk_screen_id}/void", {
          params: { path: { risk_screen_id: id } },
          body: { reason },
        }),
      ),
    onSettled: stale,
  });
}

export function useRespond(participantId: string) {
  const stale = useStale();
  return useMutation({
    mutationFn: (body: TrackResponseCreate) =>
      call(() => api.POST("/api/v1/participants/{participant_id}/track-responses", { ...person(participantId), body })),
    onSettled: stale,
  });
}

export function useWritePlan(participantId: string) {
  const stale = useStale();
  return useMutation({
    mutationFn: (body: SafetyPlanWrite) =>
      call(() => api.POST("/api/v1/participants/{participant_id}/safety-plans", { ...person(participantId), body })),
    onSettled: stale,
  });
}
