import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";

export type WeekFilter = { location?: string | undefined; cohort?: string | undefined };

export const weekQuery = (startsOn: string, { location, cohort }: WeekFilter) =>
  queryOptions({
    queryKey: [...keys.weeks, startsOn, location ?? null, cohort ?? null],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/week", {
          params: {
            query: {
              starts_on: startsOn,
              ...(location ? { location_id: location } : {}),
              ...(cohort ? { cohort_id: cohort } : {}),
            },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

const LIMIT = 200;

export const locationsQuery = queryOptions({
  queryKey: ["locations"],
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/locations", { params: { query: { limit: LIMIT } }, signal })),
  select: (page) => page.items,
  staleTime: 10 * 60_000,
});

export const cohortsQuery = queryOptions({
  queryKey: ["cohorts"],
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/cohorts", { params: { query: { limit: LIMIT } }, signal })),
  select: (page) => page.items,
  staleTime: 10 * 60_000,
});

export const roomsQuery = queryOptions({
  queryKey: ["rooms"],
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/rooms", { params: { query: { limit: LIMIT } }, signal })),
  select: (page) => page.items,
  staleTime: 10 * 60_000,
});
