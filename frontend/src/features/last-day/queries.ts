import { queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";

/** What became of the reader's last clinic day before a date. */
export const lastDayQuery = (date: string) =>
  queryOptions({
    queryKey: [...keys.lastDays, date],
    queryFn: ({ signal }) => call(() => api.GET("/api/v1/today/last-day", { params: { query: { date } }, signal })),
    staleTime: 60_000,
  });
