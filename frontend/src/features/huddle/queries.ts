import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";

const POLL_MILLISECONDS = 60_000;
const LONG = 10 * 60_000;

type Filter = { date: string; location?: string | undefined; program?: string | undefined };

/** Everything of the huddle in one request. */
export const huddleQuery = ({ date, location, program }: Filter) =>
  queryOptions({
    queryKey: [...keys.huddle, date, location ?? null, program ?? null],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/huddle", {
          params: {
            query: {
              date,
              ...(location ? { location_id: location } : {}),
              ...(program ? { program_id: program } : {}),
            },
          },
          signal,
        }),
      ),
    refetchInterval: POLL_MILLISECONDS,
    placeholderData: keepPreviousData,
  });

export const locationsQuery = queryOptions({
  queryKey: [...keys.huddle, "locations"],
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/locations", { params: { query: { limit: 200 } }, signal })),
  select: (page) => page.items,
  staleTime: LONG,
});

export const programsQuery = queryOptions({
  queryKey: ["programs", "list"],
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/programs", { params: { query: { limit: 200 } }, signal })),
  select: (page) => page.items,
  staleTime: LONG,
});
