import { queryOptions } from "@tanstack/react-query";

import { api, call } from "./client";
import { keys } from "./keys";

/** Courses of therapy of a person, the running ones first. */
export const coursesQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "courses"] as const,
    queryFn: async ({ signal }) => {
      const params = { path: { participant_id: participantId } };
      return (await call(() => api.GET("/api/v1/participants/{participant_id}/courses", { params, signal }))).items;
    },
  });
