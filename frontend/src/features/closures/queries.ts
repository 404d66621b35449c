import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { ClosureApply, ClosureCreate, ClosureRemoval, ClosureTimesSearch } from "@/api/types";
import { instantOf, type LocalDate, mondayOf } from "@/lib/time";

const CLOSURES = ["closures"] as const;
/** More than are ahead anywhere. */
const LIMIT = 50;

/** Closures that are not over on a day, the nearest first. */
export const closuresQuery = (today: LocalDate, timeZone: string) =>
  queryOptions({
    queryKey: [...CLOSURES, today, timeZone],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/closures", {
          params: { query: { from_instant: instantOf(today, "00:00", timeZone).toISOString(), limit: LIMIT } },
          signal,
        }),
      ),
    select: (page) => page.items,
  });

export const useForeseeClosure = () =>
  useMutation({ mutationFn: (body: ClosureCreate) => call(() => api.POST("/api/v1/closures/preview", { body })) });

/** Asked for by a press, each time anew: what was free a minute ago may be taken. */
export const useTimesBeside = () =>
  useMutation({
    mutationFn: (body: ClosureTimesSearch) => call(() => api.POST("/api/v1/closures/free-times", { body })),
  });

/** The whole week of a day: it calls sessions by the titles the reader may see. */
export const weekOfQuery = (date: LocalDate) => {
  const startsOn = mondayOf(date);
  return queryOptions({
    queryKey: [...keys.weeks, startsOn, null, null],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/week", { params: { query: { starts_on: startsOn } }, signal })),
  });
};

/** What closes or opens again changes sessions of many days. */
function useClosureChange<Given, Answer>(mutationFn: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => {
      for (const queryKey of [
        CLOSURES,
        ["session"],
        ["sessions"],
        keys.weeks,
        keys.days,
        ["roster"],
        ["chart"],
        keys.tasks,
      ])
        void client.invalidateQueries({ queryKey });
    },
  });
}

export const useApplyClosure = () =>
  useClosureChange((body: ClosureApply) => call(() => api.POST("/api/v1/closures/apply", { body })));

/** What was moved out of a closure's way, and what can go back; asked anew each time somebody thinks of removing it. */
export const movedQuery = (id: string) =>
  queryOptions({
    queryKey: [...CLOSURES, id, "moved"],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/closures/{closure_id}/moved", { params: { path: { closure_id: id } }, signal })),
    select: (page) => page.sessions,
    staleTime: 0,
  });

export const useRemoveClosure = () =>
  useClosureChange(({ id, version, body }: { id: string; version: number; body: ClosureRemoval }) =>
    call(() =>
      api.POST("/api/v1/closures/{closure_id}/remove", {
        params: { path: { closure_id: id }, header: { "if-match": `"${version}"` } },
        body,
      }),
    ),
  );
