import { queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";

const LIMIT = 200;
const LONG = 10 * 60_000;

export const nightsQuery = queryOptions({
  queryKey: ["downtime-nights"],
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/downtime-rosters", { signal })),
});

export const locationsQuery = queryOptions({
  queryKey: ["locations"],
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/locations", { params: { query: { limit: LIMIT } }, signal })),
  select: (page) => page.items.filter((one) => one.active),
  staleTime: LONG,
});
