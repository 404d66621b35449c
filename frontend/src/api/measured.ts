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

/** One version, in the words that are in use or in those of one text; what an organization enters makes it stale. */
export const instrumentQuery = (key: string, version?: number, textId?: string | null) =>
  queryOptions({
    queryKey: [...keys.instruments, key, version ?? "newest", textId ?? "in use"],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/instruments/definition", {
          params: {
            query: {
              key,
              ...(version === undefined ? {} : { version }),
              ...(textId ? { instrument_text_id: textId } : {}),
            },
          },
          signal,
        }),
      ),
    staleTime: 10 * 60_000,
  });
