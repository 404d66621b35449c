import { queryOptions } from "@tanstack/react-query";

import { api, call } from "./client";
import { keys } from "./keys";

/** What was given to somebody, and what it came to. */
export const measuresQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.measures, "of", participantId] as const,
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/participants/{participant_id}/measures", {
          params: { path: { participant_id: participantId } },
          signal,
        }),
      ),
  });
