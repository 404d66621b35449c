import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { ParticipantPage, ParticipantSearch, ParticipantStatus } from "@/api/types";

const PAGE = 100;
/** Records that a search leaves out unless it is told to look among them. */
const notInUse = new Set<ParticipantStatus>(["merged", "entered_in_error"]);

type Filter = { status: ParticipantStatus | undefined; search: ParticipantSearch | null };

/** Participants by name. What somebody searched for goes in the body of a request, never in an address. */
export const participantsQuery = ({ status, search }: Filter) =>
  infiniteQueryOptions({
    queryKey: [...keys.participants, status ?? null, search],
    queryFn: ({ pageParam, signal }): Promise<ParticipantPage> => {
      const page = { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) };
      const query = { ...page, ...(status ? { status } : {}) };
      const body = { ...search, include_not_in_use: status !== undefined && notInUse.has(status) };
      return search
        ? call(() => api.POST("/api/v1/participants/search", { params: { query: page }, body, signal }))
        : call(() => api.GET("/api/v1/participants", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
