import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { ScheduleBuildCreate } from "@/api/types";

const ASK_MILLISECONDS = 1_000;

/** A week in the making; asked for again and again while it is worked on. */
export const buildQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.builds, id],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/schedule-builds/{build_id}", { params: { path: { build_id: id } }, signal })),
    refetchInterval: ({ state }) =>
      state.data?.status === "queued" || state.data?.status === "running" ? ASK_MILLISECONDS : false,
  });

const BUILDS_A_PAGE = 10;

/** Weeks of a location that were asked for, the latest first. */
export const buildsQuery = (location: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.builds, "of", location],
    queryFn: ({ pageParam, signal }) => {
      const query = { location_id: location, limit: BUILDS_A_PAGE, ...(pageParam ? { cursor: pageParam } : {}) };
      return call(() => api.GET("/api/v1/schedule-builds", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: location !== "",
  });

/** What the week of a location owes people and does not hold yet. */
export const unplacedQuery = (location: string, monday: string) =>
  queryOptions({
    queryKey: [...keys.unplaced, location, monday] as const,
    queryFn: ({ signal }) => {
      const query = { location_id: location, monday };
      return call(() => api.GET("/api/v1/schedule-builds/unplaced", { params: { query }, signal }));
    },
    staleTime: 60_000,
  });

export const useAskForWeek = () =>
  useMutation({
    mutationFn: (body: ScheduleBuildCreate) => call(() => api.POST("/api/v1/schedule-builds", { body })),
  });

/** It ends, or its proposal goes; the schedule is as it was. */
export function useGiveUp(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call(() => api.POST("/api/v1/schedule-builds/{build_id}/cancel", { params: { path: { build_id: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.builds }),
  });
}

/** Sessions of many days change at once. */
function useAskedAgain() {
  const client = useQueryClient();
  return () => {
    for (const queryKey of [
      keys.builds,
      ["session"],
      ["sessions"],
      ["closures"],
      keys.weeks,
      keys.unplaced,
      keys.days,
      ["roster"],
    ])
      void client.invalidateQueries({ queryKey });
    void client.invalidateQueries({ queryKey: ["chart"] });
    void client.invalidateQueries({ queryKey: keys.tasks });
  };
}

export function useApplyWeek(id: string) {
  const askAgain = useAskedAgain();
  return useMutation({
    mutationFn: (version: number) =>
      call(() =>
        api.POST("/api/v1/schedule-builds/{build_id}/apply", {
          params: { path: { build_id: id }, header: { "if-match": `"${version}"` } },
        }),
      ),
    onSettled: askAgain,
  });
}

/** Everything it changed goes back, or nothing. */
export function useUndoWeek(id: string) {
  const askAgain = useAskedAgain();
  return useMutation({
    mutationFn: (version: number) =>
      call(() =>
        api.POST("/api/v1/schedule-builds/{build_id}/undo", {
          params: { path: { build_id: id }, header: { "if-match": `"${version}"` } },
        }),
      ),
    onSettled: askAgain,
  });
}
