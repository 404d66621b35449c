import { queryOptions } from "@tanstack/react-query";

import { api, call } from "./client";
import { keys } from "./keys";

const LIMIT = 200;

/** The catalogue of therapies. It changes about once a year. */
export const modalitiesQuery = queryOptions({
  queryKey: keys.modalities,
  queryFn: async ({ signal }) => {
    const page = await call(() => api.GET("/api/v1/modalities", { params: { query: { limit: LIMIT } }, signal }));
    return page.items;
  },
  staleTime: 60 * 60_000,
});

/** Every published version of a therapy, the newest first. */
export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.modalities, id, "versions"] as const,
    queryFn: async ({ signal }) => {
      const params = { path: { modality_id: id } };
      return (await call(() => api.GET("/api/v1/modalities/{modality_id}/versions", { params, signal }))).items;
    },
  });

/** Every instrument in its newest version, and whether it can be given here. */
export const instrumentsQuery = queryOptions({
  queryKey: keys.instruments,
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/instruments", { signal })),
  select: (page) => page.items,
  staleTime: 10 * 60_000,
});

/** What curricula plan for a session. */
export const sessionPlansQuery = (sessionId: string) =>
  queryOptions({
    queryKey: [...keys.curricula, "session", sessionId] as const,
    queryFn: async ({ signal }) => {
      const params = { path: { session_id: sessionId } };
      return (await call(() => api.GET("/api/v1/sessions/{session_id}/plans", { params, signal }))).items;
    },
  });
