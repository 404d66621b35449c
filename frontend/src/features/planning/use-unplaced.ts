import { useQueries } from "@tanstack/react-query";

import type { Location, MakeUpOwed, Unplaced } from "@/api/types";
import { type LocalDate, mondayOf } from "@/lib/time";

import { unplacedQuery } from "./queries";

export type ToPlace = Unplaced & { location_id: string };

/** Whoever plans the week sees what it lacks, and may place it. */
const PLACING = ["schedule_build:read", "session:write", "booking:write"];

type Asked = {
  permissions: readonly string[];
  /** Where, if the schedule is narrowed to one place. */
  location: string | undefined;
  locations: readonly Location[] | undefined;
  monday: LocalDate;
  today: LocalDate;
};

/** What a week that is not over owes people and does not hold yet. It is left out where it cannot be read. */
export function useUnplaced({ permissions, location, locations = [], monday, today }: Asked) {
  const places = location ? [location] : locations.filter((one) => one.active).map((one) => one.id);
  const asked = monday >= mondayOf(today) && PLACING.every((one) => permissions.includes(one)) ? places : [];
  return useQueries({
    queries: asked.map((place) => unplacedQuery(place, monday)),
    combine: (weeks) => ({
      isPending: weeks.some((one) => one.isPending),
      total: weeks.reduce((sum, { data }) => sum + (data?.total ?? 0), 0),
      makeUpsTotal: weeks.reduce((sum, { data }) => sum + (data?.make_ups_total ?? 0), 0),
      makeUps: weeks.flatMap(({ data }): MakeUpOwed[] => data?.make_ups ?? []),
      items: weeks.flatMap(({ data }, place) =>
        (data?.items ?? []).map((one): ToPlace => ({ ...one, location_id: asked[place] ?? "" })),
      ),
    }),
  });
}
