import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { Account, BreakGlassReview, BreakGlassUse, ChartAuditEntry } from "@/api/types";

import { type Filter, periodOf, type Shown } from "./rules";

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

const USES = ["audit", "uses"] as const;
const useKey = (id: string) => ["audit", "use", id] as const;

/** Restricted records that were opened with a reason, the youngest first. */
export const usesQuery = (show: Shown) =>
  infiniteQueryOptions({
    queryKey: [...USES, show],
    queryFn: ({ pageParam, signal }) => {
      const query = { show, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) };
      return call(() => api.GET("/api/v1/break-glass", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const oneUseQuery = (id: string) =>
  queryOptions({
    queryKey: useKey(id),
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/break-glass/{break_glass_id}", { params: { path: { break_glass_id: id } }, signal })),
  });

const LOOKS = 100;

/** What its holder saw and did of the record while it was open to them, the newest first, and whether that is all. */
export const looksQuery = (use: BreakGlassUse) =>
  queryOptions({
    queryKey: [...useKey(use.id), "looks", use.ended_at ?? use.expires_at],
    queryFn: async ({ signal }): Promise<{ entries: ChartAuditEntry[]; all: boolean }> => {
      const entries: ChartAuditEntry[] = [];
      let cursor: string | null = null;
      for (let pages = 0; pages < MOST_PAGES; pages += 1) {
        const period = { from: use.opened_at, to: use.ended_at ?? use.expires_at };
        const query: typeof period & { limit: number; cursor?: string } = {
          ...period,
          limit: LOOKS,
          ...(cursor ? { cursor } : {}),
        };
        const params = { path: { participant_id: use.participant_id }, query };
        const page: { items: ChartAuditEntry[]; next_cursor: string | null } = await call(() =>
          api.GET("/api/v1/participants/{participant_id}/audit-entries", { params, signal }),
        );
        entries.push(...page.items.filter(({ account_id }) => account_id === use.account_id));
        cursor = page.next_cursor;
        if (!cursor) break;
      }
      return { entries, all: cursor === null };
    },
  });

/** A use that was reviewed or closed, or that somebody else did, shows anew wherever it or its task is shown. */
function useUseChange<Given>(mutationFn: (given: Given) => Promise<BreakGlassUse>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: (use) => queryClient.setQueryData(useKey(use.id), use),
    onSettled: () => {
      for (const queryKey of [USES, keys.tasks, keys.days, keys.huddle]) {
        void queryClient.invalidateQueries({ queryKey });
      }
    },
  });
}

export const useReviewUse = (id: string) =>
  useUseChange((body: BreakGlassReview) =>
    call(() =>
      api.POST("/api/v1/break-glass/{break_glass_id}/review", { params: { path: { break_glass_id: id } }, body }),
    ),
  );

export const useEndUse = (id: string) =>
  useUseChange(() =>
    call(() => api.POST("/api/v1/break-glass/{break_glass_id}/end", { params: { path: { break_glass_id: id } } })),
  );
