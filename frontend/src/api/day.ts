import { queryOptions } from "@tanstack/react-query";

import { api, call } from "./client";
import { keys } from "./keys";

/** The sessions of a service day, and what is due. */
export const dayQuery = (date: string) =>
  queryOptions({
    queryKey: keys.day(date),
    queryFn: ({ signal }) => call(() => api.GET("/api/v1/today", { params: { query: { date } }, signal })),
  });
