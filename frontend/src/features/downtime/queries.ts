import { queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";

export const nightsQuery = queryOptions({
  queryKey: ["downtime-nights"],
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/downtime-rosters", { signal })),
});
