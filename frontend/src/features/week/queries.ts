import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";

import { named } from "./rules";

export type WeekFilter = { location?: string | undefined; cohort?: string | undefined };

const asked = (startsOn: string, { location, cohort }: WeekFilter) => ({
  query: {
    starts_on: startsOn,
    ...(location ? { location_id: location } : {}),
    ...(cohort ? { cohort_id: cohort } : {}),
  },
});

/**
 * A week, and whose its sessions are. The names are asked for apart, for what names somebody is noted down and the week
 * is not; should they not come, the week is shown without them.
 */
export const weekQuery = (startsOn: string, filter: WeekFilter, tellsWhose: boolean) =>
  queryOptions({
    // Not the key by which others hold a week, who ask for no names.
    queryKey: [...keys.weeks, "whose", startsOn, filter.location ?? null, filter.cohort ?? null],
    queryFn: async ({ signal }) => {
      const parameters = { params: asked(startsOn, filter), signal };
      const [week, names] = await Promise.all([
        call(() => api.GET("/api/v1/week", parameters)),
        tellsWhose ? call(() => api.GET("/api/v1/week/names", parameters)).catch(() => null) : null,
      ]);
      return { ...week, sessions: named(week.sessions, names?.sessions ?? []) };
    },
    placeholderData: keepPreviousData,
  });
