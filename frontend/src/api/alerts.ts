import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, call } from "./client";
import { keys } from "./keys";

const LIMIT = 200;

/** What is open for the reader: about people they see, theirs, and what came up to them. */
export const openAlertsQuery = queryOptions({
  queryKey: [...keys.alerts, "open"],
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/alerts", { params: { query: { limit: LIMIT } }, signal })),
  select: (page) => page.items,
});

export const alertsOfQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.alerts, "of", participantId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/alerts", {
          params: { query: { limit: LIMIT, participant_id: participantId } },
          signal,
        }),
      ),
    select: (page) => page.items,
  });

const NOBODY: ReadonlySet<string> = new Set();

/** About whom an alert is open, by their id; nobody to who may not know. */
export function useAlarmed(may: boolean): ReadonlySet<string> {
  const alerts = useQuery({ ...openAlertsQuery, enabled: may, select: idsOf });
  return alerts.data ?? NOBODY;
}

const idsOf = (page: { items: { participant_id: string }[] }): ReadonlySet<string> =>
  new Set(page.items.map((one) => one.participant_id));
