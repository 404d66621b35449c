import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type {
  FormerNameCreate,
  Identifier,
  IdentifierCreate,
  Participant,
  ParticipantSearch,
  ParticipantUpdate,
  PayerCreate,
} from "@/api/types";

import { type Candidate, candidateOf, knownCandidate, listedCandidate } from "@/lib/candidates";

const LIMIT = 200;
const paramsOf = (participantId: string) => ({ path: { participant_id: participantId }, query: { limit: LIMIT } });

export const identifiersQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "identifiers"],
    queryFn: async ({ signal }) => {
      const params = paramsOf(participantId);
      return (await call(() => api.GET("/api/v1/participants/{participant_id}/identifiers", { params, signal }))).items;
    },
  });

export const mergedRecordsQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "merged-records"],
    queryFn: async ({ signal }) => {
      const params = paramsOf(participantId);
      return (await call(() => api.GET("/api/v1/participants/{participant_id}/merged-records", { params, signal })))
        .items;
    },
  });

export const formerNamesQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "former-names"],
    queryFn: async ({ signal }) => {
      const params = paramsOf(participantId);
      const page = await call(() => api.GET("/api/v1/participants/{participant_id}/former-names", { params, signal }));
      return page.items;
    },
  });

export const payersQuery = (participantId: string, episodeId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "payers", episodeId],
    queryFn: async ({ signal }) => {
      const params = { path: { episode_id: episodeId }, query: { limit: LIMIT } };
      return (await call(() => api.GET("/api/v1/episodes/{episode_id}/payers", { params, signal }))).items;
    },
  });

/** Codes of the payers that the rules of the week name. */
export const knownPayersQuery = () =>
  queryOptions({
    queryKey: ["week rules", "payers"],
    queryFn: ({ signal }) => call(() => api.GET("/api/v1/week-rules", { params: { query: { limit: LIMIT } }, signal })),
    select: ({ items }) => [...new Set(items.flatMap(({ payer }) => (payer ? [payer] : [])))].sort(),
    staleTime: 10 * 60_000,
  });

const AUDIT_PAGE = 50;

export const auditQuery = (participantId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.chart(participantId), "audit"],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: AUDIT_PAGE, ...(pageParam ? { cursor: pageParam } : {}) };
      const params = { path: { participant_id: participantId }, query };
      return call(() => api.GET("/api/v1/participants/{participant_id}/audit-entries", { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** Other records that may be this person's, the most alike first. What is compared goes in the body. */
export const suggestionsQuery = (person: Participant) =>
  queryOptions({
    queryKey: [...keys.chart(person.id), "duplicates"],
    queryFn: async ({ signal }): Promise<Candidate[]> => {
      const body = {
        given_names: person.given_names,
        family_name: person.family_name,
        chosen_name: person.chosen_name,
        birth_date: person.birth_date,
      };
      const found = await call(() => api.POST("/api/v1/participants/duplicates", { body, signal }));
      return found.items.filter(({ record }) => record.id !== person.id).map(knownCandidate);
    },
    staleTime: 0,
  });

const FOUND_AT_MOST = 20;

export const candidatesQuery = (person: Participant, search: ParticipantSearch | null) =>
  queryOptions({
    queryKey: [...keys.chart(person.id), "candidates", search],
    queryFn: async ({ signal }): Promise<Candidate[]> => {
      if (!search) return [];
      const params = { query: { limit: FOUND_AT_MOST } };
      const page = await call(() => api.POST("/api/v1/participants/search", { params, body: search, signal }));
      return page.items.filter(({ id }) => id !== person.id).map(listedCandidate);
    },
    enabled: search !== null,
  });

/** The other record as it is now: a merge rests on its version. */
export const comparedQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "compared"],
    queryFn: async ({ signal }): Promise<Candidate> => {
      const params = { path: { participant_id: participantId } };
      return candidateOf(await call(() => api.GET("/api/v1/participants/{participant_id}", { params, signal })));
    },
    staleTime: 0,
  });

export const mergePreviewQuery = (mergedId: string, survivorId: string) =>
  queryOptions({
    queryKey: [...keys.chart(mergedId), "merge-preview", survivorId],
    queryFn: ({ signal }) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/merge/preview", {
          params: { path: { participant_id: mergedId } },
          body: { into_participant_id: survivorId },
          signal,
        }),
      ),
    staleTime: 0,
    gcTime: 0,
  });

type Versioned = { id: string; version: number };
const ifMatch = ({ version }: Versioned) => ({ "If-Match": `"${version}"` });

/** What is changed of a person shows on charts and in the list; a merge and its undoing change two charts. */
function useChartsStale() {
  const queryClient = useQueryClient();
  return (...ids: string[]) =>
    Promise.all([
      ...ids.map((id) => queryClient.invalidateQueries({ queryKey: keys.chart(id) })),
      queryClient.invalidateQueries({ queryKey: keys.participants }),
    ]);
}

export function useChangePerson() {
  const stale = useChartsStale();
  return useMutation({
    mutationFn: ({ person, body }: { person: Versioned; body: ParticipantUpdate }) =>
      call(() =>
        api.PATCH("/api/v1/participants/{participant_id}", {
          params: { path: { participant_id: person.id } },
          headers: ifMatch(person),
          body,
        }),
      ),
    // Also after a refusal: what somebody else saved shows behind the form.
    onSettled: (_, __, { person }) => stale(person.id),
  });
}

/** Also after a refusal the list is read again, so that what somebody else saved shows behind the form. */
function useListStale(participantId: string, list: "identifiers" | "former-names") {
  const queryClient = useQueryClient();
  return { onSettled: () => queryClient.invalidateQueries({ queryKey: [...keys.chart(participantId), list] }) };
}

export function useAddIdentifier(participantId: string) {
  return useMutation({
    mutationFn: (body: IdentifierCreate) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/identifiers", {
          params: { path: { participant_id: participantId } },
          body,
        }),
      ),
    ...useListStale(participantId, "identifiers"),
  });
}

/** A number as it stands, but for its last day. */
export function useEndIdentifier(participantId: string) {
  return useMutation({
    mutationFn: ({ identifier, endsOn }: { identifier: Identifier; endsOn: string }) =>
      call(() =>
        api.PUT("/api/v1/participants/{participant_id}/identifiers/{identifier_id}", {
          params: { path: { participant_id: participantId, identifier_id: identifier.id } },
          headers: ifMatch(identifier),
          body: { kind: identifier.kind, starts_on: identifier.starts_on, ends_on: endsOn },
        }),
      ),
    ...useListStale(participantId, "identifiers"),
  });
}

export function useAddFormerName(participantId: string) {
  return useMutation({
    mutationFn: (body: FormerNameCreate) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/former-names", {
          params: { path: { participant_id: participantId } },
          body,
        }),
      ),
    ...useListStale(participantId, "former-names"),
  });
}

/** Whose rules hold shows in the hours of the week too. */
function usePayersStale(participantId: string) {
  const queryClient = useQueryClient();
  return { onSettled: () => queryClient.invalidateQueries({ queryKey: keys.chart(participantId) }) };
}

export function useAddPayer(participantId: string, episodeId: string) {
  return useMutation({
    mutationFn: (body: PayerCreate) =>
      call(() =>
        api.POST("/api/v1/episodes/{episode_id}/payers", { params: { path: { episode_id: episodeId } }, body }),
      ),
    ...usePayersStale(participantId),
  });
}

export function useVoidPayer(participantId: string, episodeId: string) {
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      call(() =>
        api.POST("/api/v1/episodes/{episode_id}/payers/{payer_id}/void", {
          params: { path: { episode_id: episodeId, payer_id: id } },
          body: { reason },
        }),
      ),
    ...usePayersStale(participantId),
  });
}

/** Two records that are two people's: the pair is not suggested again. */
export function useTellApart(personId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (otherId: string) =>
      call(() =>
        api.POST("/api/v1/participants/duplicates/not-same", {
          body: { first_participant_id: personId, second_participant_id: otherId },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...keys.chart(personId), "duplicates"] }),
  });
}

export function useMerge() {
  const stale = useChartsStale();
  return useMutation({
    mutationFn: ({ merged, survivorId }: { merged: Versioned; survivorId: string }) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/merge", {
          params: { path: { participant_id: merged.id } },
          headers: ifMatch(merged),
          body: { into_participant_id: survivorId },
        }),
      ),
    onSettled: (_, __, { merged, survivorId }) => void stale(merged.id, survivorId),
  });
}

export function useUndoMerge() {
  const stale = useChartsStale();
  return useMutation({
    mutationFn: ({ merged }: { merged: Versioned; survivorId: string | null }) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/undo-merge", {
          params: { path: { participant_id: merged.id } },
          headers: ifMatch(merged),
        }),
      ),
    onSettled: (_, __, { merged, survivorId }) => void stale(merged.id, ...(survivorId ? [survivorId] : [])),
  });
}
