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
