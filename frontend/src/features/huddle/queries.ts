import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";

const POLL_MILLISECONDS = 60_000;

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
