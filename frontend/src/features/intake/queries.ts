import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { DuplicateQuestion, NotSame, ParticipantCreate } from "@/api/types";
import { useKeyOf } from "@/lib/key-of";

import {
  emailBody,
  formerNameBody,
  type NewPerson,
  numberOf,
  type OpenRecord,
  type Part,
  partsLeft,
  personBody,
  phoneBody,
} from "./rules";

/** Who may be the person that is typed. It goes in the body of a request, and is forgotten with the page. */
export const knownQuery = (question: DuplicateQuestion | null) =>
  queryOptions({
    queryKey: ["known-people", question],
    queryFn: async ({ signal }) =>
      question ? (await call(() => api.POST("/api/v1/participants/duplicates", { body: question, signal }))).items : [],
    enabled: question !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 60_000,
  });

const PAIRS = 20;

/** Pairs of records that may be one person's, the most alike first. A merge makes them stale, as all lists of people. */
export const pairsQuery = infiniteQueryOptions({
  queryKey: [...keys.participants, "pairs"],
  queryFn: ({ pageParam, signal }) => {
    const query = { limit: PAIRS, ...(pageParam ? { cursor: pageParam } : {}) };
    return call(() => api.GET("/api/v1/participants/duplicates", { params: { query }, signal }));
  },
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  staleTime: 0,
  // A row that was just told apart stays to be taken back, though somebody looked at another window.
  refetchOnWindowFocus: false,
});

type Opening = {
  form: NewPerson;
  /** Told at once, so that nothing is opened or added twice where what follows fails. */
  onRecord: (record: OpenRecord) => void;
  onAdded: (part: Part) => void;
};

export type Opened = { record: OpenRecord; failed: { part: Part; error: unknown } | null };

/** Opens a record and adds what belongs to it, one after another, as far as the server takes it. */
export function useOpenRecord() {
  const queryClient = useQueryClient();
  const keyOf = useKeyOf();

  const open = async (body: ParticipantCreate): Promise<OpenRecord> => {
    const { id, mrn } = await call(() => api.POST("/api/v1/participants", { body, headers: keyOf(body) }));
    return { id, mrn };
  };
  const add = (participantId: string, part: Part, form: NewPerson): Promise<unknown> => {
    const params = { path: { participant_id: participantId } };
    if (part === "number") {
      const body = numberOf(form);
      const headers = keyOf(body);
      return call(() => api.POST("/api/v1/participants/{participant_id}/identifiers", { params, body, headers }));
    }
    if (part === "formerName") {
      const body = formerNameBody(form);
      const headers = keyOf(body);
      return call(() => api.POST("/api/v1/participants/{participant_id}/former-names", { params, body, headers }));
    }
    const body = part === "phone" ? phoneBody(form) : emailBody(form);
    const headers = keyOf(body);
    return call(() => api.POST("/api/v1/participants/{participant_id}/contact-ways", { params, body, headers }));
  };

  return useMutation({
    mutationFn: async ({ form, onRecord, onAdded }: Opening): Promise<Opened> => {
      const record = form.record ?? (await open(personBody(form)));
      if (!form.record) onRecord(record);
      for (const part of partsLeft(form)) {
        try {
          await add(record.id, part, form);
        } catch (error) {
          return { record, failed: { part, error } };
        }
        onAdded(part);
      }
      return { record, failed: null };
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: keys.participants }),
  });
}

/** Two records that are two people's: the pair is not suggested again, unless that is taken back. */
export function useTellApart() {
  const queryClient = useQueryClient();
  // The row stays where it is until the page is left, so that it can be taken back.
  const stale = () => queryClient.invalidateQueries({ queryKey: pairsQuery.queryKey, refetchType: "none" });
  const tell = useMutation({
    mutationFn: (body: NotSame) => call(() => api.POST("/api/v1/participants/duplicates/not-same", { body })),
    onSettled: stale,
  });
  const takeBack = useMutation({
    mutationFn: (distinctionId: string) =>
      call(() =>
        api.POST("/api/v1/participants/duplicates/not-same/{distinction_id}/withdraw", {
          params: { path: { distinction_id: distinctionId } },
        }),
      ),
    onSettled: stale,
  });
  return { tell, takeBack };
}
