import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, call } from "./client";
import { keys } from "./keys";
import type { ParticipantSearch } from "./types";

const FOUND = 10;

/** Who begins like this. What is typed goes in the body, never in an address. */
export const foundPeopleQuery = (search: ParticipantSearch) =>
  queryOptions({
    queryKey: [...keys.participants, "found", search],
    queryFn: ({ signal }) =>
      call(() =>
        api.POST("/api/v1/participants/search", { params: { query: { limit: FOUND } }, body: search, signal }),
      ),
    placeholderData: keepPreviousData,
  });

/** A name that the list does not give. It stays when seats change: each reading of a record is an entry of the audit. */
export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ["person", id],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/participants/{participant_id}", { params: { path: { participant_id: id } }, signal }),
      ),
    staleTime: 5 * 60_000,
  });

const MOST_CONTACTS = 200;

/** Who is near somebody: family, a guardian, a case manager. */
export const contactsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.chart(id), "contacts"] as const,
    queryFn: async ({ signal }) => {
      const params = { path: { participant_id: id }, query: { limit: MOST_CONTACTS } };
      return (await call(() => api.GET("/api/v1/participants/{participant_id}/contacts", { params, signal }))).items;
    },
  });
