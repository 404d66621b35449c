import { queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { ParticipantSearch } from "@/api/types";
import { type LocalDate, mondayOf } from "@/lib/time";

const SHOWN = 8;

/** The first few people found. What was typed goes in the body of a request, never in an address. */
export const peopleQuery = (asked: ParticipantSearch) =>
  queryOptions({
    queryKey: ["palette", asked],
    queryFn: ({ signal }) =>
      call(() => api.POST("/api/v1/participants/search", { params: { query: { limit: SHOWN } }, body: asked, signal })),
    // Found people are forgotten soon after the search is closed.
    gcTime: 30_000,
  });

/** The sessions of the week that a day lies in. */
export const weekSessionsQuery = (day: LocalDate) => {
  const startsOn = mondayOf(day);
  return queryOptions({
    queryKey: [...keys.weeks, startsOn, null, null],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/week", { params: { query: { starts_on: startsOn } }, signal })),
  });
};
