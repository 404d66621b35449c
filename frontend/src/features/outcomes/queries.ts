import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import { wholeOf } from "@/api/pages";

import type { Asked } from "./rules";

/** What people admitted in a span came to; figures of a group, and no name. */
export const outcomesQuery = ({ group, modality, instrument, from, to }: Asked) =>
  queryOptions({
    queryKey: ["outcomes", group, modality ?? null, instrument, from, to],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/outcomes", {
          params: {
            query: {
              instrument,
              first: from,
              last: to,
              ...(group?.kind === "program" ? { program_id: group.id } : {}),
              ...(group?.kind === "cohort" ? { cohort_id: group.id } : {}),
              ...(modality ? { modality_id: modality } : {}),
            },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const dosesQuery = (programId: string, from: string, to: string) =>
  queryOptions({
    queryKey: ["doses", programId, from, to],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/programs/{program_id}/doses", {
          params: { path: { program_id: programId }, query: { first: from, last: to } },
          signal,
        }),
      ),
    select: (doses) => doses.modalities,
    placeholderData: keepPreviousData,
  });

/** Answered by what is done in the chart, which makes everything of measures stale. */
export const offTrackQuery = queryOptions({
  queryKey: [...keys.measures, "off track"],
  queryFn: ({ signal }) =>
    wholeOf((cursor) =>
      call(() => api.GET("/api/v1/off-track", { params: { query: cursor ? { cursor } : {} }, signal })),
    ),
  select: ({ items, truncated }) => ({
    // Within a page who got worse stands first: so they do over all pages.
    people: [...items].sort((a, b) => Number(b.off_track === "worse") - Number(a.off_track === "worse")),
    truncated,
  }),
  staleTime: 60_000,
});
