import { queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";

const POLL_MILLISECONDS = 60_000;

/** The sessions of a service day, and what is due. */
export const dayQuery = (date: string) =>
  queryOptions({
    queryKey: keys.day(date),
    queryFn: ({ signal }) => call(() => api.GET("/api/v1/today", { params: { query: { date } }, signal })),
    refetchInterval: POLL_MILLISECONDS,
  });
