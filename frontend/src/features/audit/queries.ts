import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import type { Account } from "@/api/types";

import { type Filter, periodOf } from "./rules";

const PAGE = 50;
const ACCOUNTS = 200;
const MOST_PAGES = 10;

/** Everybody whose entries one may look at, by name; disabled accounts too. */
export const accountsQuery = queryOptions({
  queryKey: ["audit", "accounts"],
  queryFn: async ({ signal }) => {
    const accounts: Account[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const query: { limit: number; cursor?: string } = { limit: ACCOUNTS, ...(cursor ? { cursor } : {}) };
      const page: { items: Account[]; next_cursor: string | null } = await call(() =>
        api.GET("/api/v1/accounts", { params: { query }, signal }),
      );
      accounts.push(...page.items);
      cursor = page.next_cursor;
      if (!cursor) break;
    }
    return accounts.sort((a, b) => a.display_name.localeCompare(b.display_name));
  },
  staleTime: 60_000,
});

/** What one account did, page by page. */
export const entriesQuery = (accountId: string, filter: Filter, timeZone: string) =>
  infiniteQueryOptions({
    queryKey: ["audit", "entries", accountId, filter, timeZone],
    queryFn: ({ pageParam, signal }) =>
      call(() =>
        api.GET("/api/v1/accounts/{account_id}/audit-entries", {
          params: {
            path: { account_id: accountId },
            query: {
              limit: PAGE,
              ...periodOf(filter, timeZone),
              ...(filter.action ? { action: filter.action } : {}),
              ...(filter.outcome ? { outcome: filter.outcome } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
