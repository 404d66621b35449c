import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, call } from "./client";
import { keys } from "./keys";
import type { Alert } from "./types";

const LIMIT = 200;

/** What is open for the reader: about people they see, theirs, and what came up to them. */
export const openAlertsQuery = queryOptions({
  queryKey: [...keys.alerts, "open"],
  // To the last one: who is left out here would have no mark on a roster.
  queryFn: async ({ signal }) => {
    const items: Alert[] = [];
    let cursor: string | null = null;
    do {
      const query: { limit: number; cursor?: string } = cursor ? { limit: LIMIT, cursor } : { limit: LIMIT };
      const page = await call(() => api.GET("/api/v1/alerts", { params: { query }, signal }));
      items.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    return items;
  },
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

/** About whom an alert is open as far as is known, and whether the last try to read that failed. */
export type Alarmed = { ids: ReadonlySet<string>; unread: boolean };

/** Nobody to who may not know. Where it could not be read, who is not among them may have an alert all the same. */
export function useAlarmed(may: boolean): Alarmed {
  const alerts = useQuery({ ...openAlertsQuery, enabled: may, select: idsOf });
  return { ids: alerts.data ?? NOBODY, unread: may && alerts.isError };
}

const idsOf = (alerts: readonly { participant_id: string }[]): ReadonlySet<string> =>
  new Set(alerts.map((one) => one.participant_id));
