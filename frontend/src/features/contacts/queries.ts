import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type {
  AvailabilityWrite,
  ContactAttemptCreate,
  ContactWayCreate,
  ContactWayUpdate,
  ContactWrite,
  SuitableHoursWrite,
} from "@/api/types";

const LIMIT = 200;
type List = "ways" | "contacts" | "availability" | "suitable";
const listKey = (participantId: string, list: List) => [...keys.chart(participantId), list] as const;
const paramsOf = (participantId: string) => ({ path: { participant_id: participantId }, query: { limit: LIMIT } });

export const waysQuery = (participantId: string) =>
  queryOptions({
    queryKey: listKey(participantId, "ways"),
    queryFn: async ({ signal }) => {
      const params = paramsOf(participantId);
      const page = await call(() => api.GET("/api/v1/participants/{participant_id}/contact-ways", { params, signal }));
      return page.items;
    },
  });

export const availabilityQuery = (participantId: string) =>
  queryOptions({
    queryKey: listKey(participantId, "availability"),
    queryFn: async ({ signal }) => {
      const params = paramsOf(participantId);
      const page = await call(() => api.GET("/api/v1/participants/{participant_id}/availability", { params, signal }));
      return page.items;
    },
  });

export const suitableQuery = (participantId: string) =>
  queryOptions({
    queryKey: listKey(participantId, "suitable"),
    queryFn: async ({ signal }) => {
      const params = paramsOf(participantId);
      const page = await call(() =>
        api.GET("/api/v1/participants/{participant_id}/suitable-hours", { params, signal }),
      );
      return page.items;
    },
  });

const LAST_ATTEMPTS = 10;

/** The latest first, some at a time. */
export const attemptsQuery = (participantId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.chart(participantId), "attempts"],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: LAST_ATTEMPTS, ...(pageParam ? { cursor: pageParam } : {}) };
      const params = { path: { participant_id: participantId }, query };
      return call(() => api.GET("/api/v1/participants/{participant_id}/contact-attempts", { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** The tries are read again, and so is who was missed and not tried: on Today. */
function useRereadingAttempts(participantId: string) {
  const queryClient = useQueryClient();
  return {
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: [...keys.chart(participantId), "attempts"] }),
        queryClient.invalidateQueries({ queryKey: keys.lastDays }),
      ]),
  };
}

export function useRecordAttempt(participantId: string) {
  return useMutation({
    mutationFn: (body: ContactAttemptCreate) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/contact-attempts", {
          params: { path: { participant_id: participantId } },
          body,
        }),
      ),
    ...useRereadingAttempts(participantId),
  });
}

export function useVoidAttempt(participantId: string) {
  return useMutation({
    mutationFn: ({ stored, reason }: { stored: Stored; reason: string }) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/contact-attempts/{contact_attempt_id}/void", {
          params: { path: { participant_id: participantId, contact_attempt_id: stored.id } },
          headers: ifMatch(stored),
          body: { reason },
        }),
      ),
    ...useRereadingAttempts(participantId),
  });
}

/** What stands on file and on which version of it a change rests. */
type Stored = { id: string; version: number };
const ifMatch = ({ version }: Stored) => ({ "If-Match": `"${version}"` });

/** Also after a refusal the list is read again, so that what somebody else saved shows behind the form. */
function useRereading(participantId: string, list: List) {
  const queryClient = useQueryClient();
  return { onSettled: () => queryClient.invalidateQueries({ queryKey: listKey(participantId, list) }) };
}

export function useAddWay(participantId: string) {
  return useMutation({
    mutationFn: (body: ContactWayCreate) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/contact-ways", {
          params: { path: { participant_id: participantId } },
          body,
        }),
      ),
    ...useRereading(participantId, "ways"),
  });
}

export function useChangeWay(participantId: string) {
  return useMutation({
    mutationFn: ({ stored, body }: { stored: Stored; body: ContactWayUpdate }) =>
      call(() =>
        api.PUT("/api/v1/participants/{participant_id}/contact-ways/{contact_way_id}", {
          params: { path: { participant_id: participantId, contact_way_id: stored.id } },
          headers: ifMatch(stored),
          body,
        }),
      ),
    ...useRereading(participantId, "ways"),
  });
}

/** Adds somebody, or replaces what is known of them. */
export function useSaveContact(participantId: string) {
  return useMutation({
    mutationFn: ({ stored, body }: { stored: Stored | undefined; body: ContactWrite }) =>
      call(() =>
        stored
          ? api.PUT("/api/v1/participants/{participant_id}/contacts/{contact_id}", {
              params: { path: { participant_id: participantId, contact_id: stored.id } },
              headers: ifMatch(stored),
              body,
            })
          : api.POST("/api/v1/participants/{participant_id}/contacts", {
              params: { path: { participant_id: participantId } },
              body,
            }),
      ),
    ...useRereading(participantId, "contacts"),
  });
}

export function useSaveAvailability(participantId: string) {
  return useMutation({
    mutationFn: ({ stored, body }: { stored: Stored | undefined; body: AvailabilityWrite }) =>
      call(() =>
        stored
          ? api.PUT("/api/v1/participants/{participant_id}/availability/{availability_id}", {
              params: { path: { participant_id: participantId, availability_id: stored.id } },
              headers: ifMatch(stored),
              body,
            })
          : api.POST("/api/v1/participants/{participant_id}/availability", {
              params: { path: { participant_id: participantId } },
              body,
            }),
      ),
    ...useRereading(participantId, "availability"),
  });
}

export function useSaveSuitable(participantId: string) {
  return useMutation({
    mutationFn: ({ stored, body }: { stored: Stored | undefined; body: SuitableHoursWrite }) =>
      call(() =>
        stored
          ? api.PUT("/api/v1/participants/{participant_id}/suitable-hours/{suitable_hours_id}", {
              params: { path: { participant_id: participantId, suitable_hours_id: stored.id } },
              headers: ifMatch(stored),
              body,
            })
          : api.POST("/api/v1/participants/{participant_id}/suitable-hours", {
              params: { path: { participant_id: participantId } },
              body,
            }),
      ),
    ...useRereading(participantId, "suitable"),
  });
}

const accessKey = (participantId: string) => [...keys.chart(participantId), "app-access"] as const;

export const accessQuery = (participantId: string) =>
  queryOptions({
    queryKey: accessKey(participantId),
    queryFn: ({ signal }) => {
      const params = { path: { participant_id: participantId } };
      return call(() => api.GET("/api/v1/participants/{participant_id}/app-access", { params, signal }));
    },
  });

/** The answer holds a one-time link and is kept nowhere. */
export function useGiveAccess(participantId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/app-access", {
          params: { path: { participant_id: participantId } },
        }),
      ),
    gcTime: 0,
    onSuccess: ({ access }) => queryClient.setQueryData(accessKey(participantId), access),
  });
}

export function useEndAccess(participantId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/app-access/end", {
          params: { path: { participant_id: participantId } },
        }),
      ),
    onSuccess: (access) => queryClient.setQueryData(accessKey(participantId), access),
  });
}
