import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import { wholeOf } from "@/api/pages";
import type {
  Cohort,
  CohortCreate,
  CohortPage,
  CohortStatus,
  CohortUpdate,
  MembershipCreate,
  MembershipEnding,
  MembershipMove,
  MembershipPage,
  WaitlistPlacement,
  WaitReason,
  WithdrawReason,
} from "@/api/types";

const LIMIT = 200;
const WAITLIST = ["waitlist"] as const;
const MEMBERS = ["members"] as const;

type Filter = { program?: string | undefined; status?: CohortStatus | undefined };

export const cohortsQuery = ({ program, status }: Filter) =>
  infiniteQueryOptions({
    queryKey: [...keys.cohorts, "list", program ?? null, status ?? null],
    queryFn: ({ pageParam, signal }): Promise<CohortPage> =>
      call(() =>
        api.GET("/api/v1/cohorts", {
          params: {
            query: {
              limit: LIMIT,
              ...(pageParam ? { cursor: pageParam } : {}),
              ...(program ? { program_id: program } : {}),
              ...(status ? { status } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

/** One cohort, its seats counted on a day. */
export const cohortQuery = (id: string, on: string) =>
  queryOptions({
    queryKey: [...keys.cohorts, "one", id, on],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/cohorts/{cohort_id}", { params: { path: { cohort_id: id }, query: { on } }, signal }),
      ),
    placeholderData: keepPreviousData,
  });

/** Members on a day, or of all days while there is none. */
export const membersQuery = (cohortId: string, on: string | null) =>
  infiniteQueryOptions({
    queryKey: [...MEMBERS, cohortId, on],
    queryFn: ({ pageParam, signal }): Promise<MembershipPage> =>
      call(() =>
        api.GET("/api/v1/cohorts/{cohort_id}/members", {
          params: {
            path: { cohort_id: cohortId },
            query: { limit: LIMIT, ...(on ? { on } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const waitlistQuery = (cohortId: string) =>
  queryOptions({
    queryKey: [...WAITLIST, cohortId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/cohorts/{cohort_id}/waitlist", {
          params: { path: { cohort_id: cohortId }, query: { limit: LIMIT } },
          signal,
        }),
      ),
    select: (page) => page.items,
  });

/** Names of everybody in a program today, by one request: memberships carry ids alone. */
export const peopleOfProgramQuery = (programId: string) =>
  queryOptions({
    queryKey: [...keys.participants, "of program", programId],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/participants", { params: { query: { program_id: programId, limit: 500 } }, signal })),
    select: (page) => page.items,
    staleTime: 5 * 60_000,
  });

export const episodesQuery = (participantId: string, programId: string) =>
  queryOptions({
    queryKey: ["episodes", participantId, programId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/episodes", {
          params: { query: { participant_id: participantId, program_id: programId, limit: 50 } },
          signal,
        }),
      ),
    select: (page) => page.items,
  });

export const cohortWeekQuery = (startsOn: string, cohortId: string) =>
  queryOptions({
    queryKey: [...keys.weeks, startsOn, null, cohortId],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/week", { params: { query: { starts_on: startsOn, cohort_id: cohortId } }, signal })),
  });

/** What members of a cohort owe. What is given makes it stale, as everything of measures. */
export const measuresDueQuery = (programId: string, cohortId: string) =>
  queryOptions({
    queryKey: [...keys.measures, "due", programId, cohortId],
    queryFn: ({ signal }) =>
      wholeOf(async (cursor) => {
        const query = { cohort_id: cohortId, ...(cursor ? { cursor } : {}) };
        const params = { path: { program_id: programId }, query };
        const found = await call(() => api.GET("/api/v1/programs/{program_id}/measures-due", { params, signal }));
        return { items: found.due, next_cursor: found.further };
      }),
    select: ({ items, truncated }) => ({
      due: [...items].sort((a, b) => a.since.localeCompare(b.since)),
      truncated,
    }),
  });

/** Seats, people and bookings are others than before. */
function seatsChanged(client: QueryClient): void {
  for (const queryKey of [keys.cohorts, MEMBERS, WAITLIST, keys.participants, keys.weeks, keys.days, ["roster"]]) {
    void client.invalidateQueries({ queryKey });
  }
}

/** A refusal says that what is in sight is out of date: the lists are fetched anew in both cases. */
function useSeatChange<Given, Answer>(mutationFn: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => seatsChanged(client) });
}

export const useCreateCohort = () =>
  useSeatChange((body: CohortCreate) => call(() => api.POST("/api/v1/cohorts", { body })));

export const useChangeCohort = () =>
  useSeatChange(({ cohort, body }: { cohort: Cohort; body: CohortUpdate }) =>
    call(() =>
      api.PATCH("/api/v1/cohorts/{cohort_id}", {
        params: { path: { cohort_id: cohort.id } },
        headers: { "If-Match": `"${cohort.version}"` },
        body,
      }),
    ),
  );

export const useStartCohort = (cohortId: string) =>
  useSeatChange(() =>
    call(() => api.POST("/api/v1/cohorts/{cohort_id}/start", { params: { path: { cohort_id: cohortId } } })),
  );

export const useEndCohort = (cohortId: string) =>
  useSeatChange((endsOn: string) =>
    call(() =>
      api.POST("/api/v1/cohorts/{cohort_id}/end", {
        params: { path: { cohort_id: cohortId } },
        body: { ends_on: endsOn },
      }),
    ),
  );

export const useAdmit = (cohortId: string) =>
  useSeatChange((body: MembershipCreate) =>
    call(() => api.POST("/api/v1/cohorts/{cohort_id}/members", { params: { path: { cohort_id: cohortId } }, body })),
  );

export const useMove = (membershipId: string) =>
  useSeatChange((body: MembershipMove) =>
    call(() =>
      api.POST("/api/v1/cohort-memberships/{membership_id}/move", {
        params: { path: { membership_id: membershipId } },
        body,
      }),
    ),
  );

export const useEndMembership = (membershipId: string) =>
  useSeatChange((body: MembershipEnding) =>
    call(() =>
      api.POST("/api/v1/cohort-memberships/{membership_id}/end", {
        params: { path: { membership_id: membershipId } },
        body,
      }),
    ),
  );

export const usePlace = (entryId: string) =>
  useSeatChange((body: WaitlistPlacement) =>
    call(() =>
      api.POST("/api/v1/waitlist-entries/{waitlist_entry_id}/place", {
        params: { path: { waitlist_entry_id: entryId } },
        body,
      }),
    ),
  );

export const useOffer = () =>
  useSeatChange((entryId: string) =>
    call(() =>
      api.POST("/api/v1/waitlist-entries/{waitlist_entry_id}/offer", {
        params: { path: { waitlist_entry_id: entryId } },
      }),
    ),
  );

export const useWithdraw = (entryId: string) =>
  useSeatChange((reason: WithdrawReason) =>
    call(() =>
      api.POST("/api/v1/waitlist-entries/{waitlist_entry_id}/withdraw", {
        params: { path: { waitlist_entry_id: entryId } },
        body: { reason },
      }),
    ),
  );

export const useWait = (cohortId: string) =>
  useSeatChange((body: { participant_id: string; reason: WaitReason; requested_on: string }) =>
    call(() => api.POST("/api/v1/cohorts/{cohort_id}/waitlist", { params: { path: { cohort_id: cohortId } }, body })),
  );
