import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import { ProblemError } from "@/api/problem";
import type {
  Administration,
  AdministrationCreate,
  AnswerCorrection,
  RiskScreen,
  RiskScreenCreate,
  SafetyPlanWrite,
  TrackResponseCreate,
} from "@/api/types";
import { type KeyOf, useKeyOf } from "@/lib/key-of";
import type { Teller } from "@/lib/teller";
import { dropUnfinished, keepUnfinished } from "@/lib/unfinished";

const person = (participantId: string) => ({ params: { path: { participant_id: participantId } } });

export const progressQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.measures, "progress", participantId],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/participants/{participant_id}/progress", { ...person(participantId), signal })),
    select: (found) => found.progress,
  });

export const administrationQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.measures, "one", id],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/administrations/{administration_id}", { params: { path: { administration_id: id } }, signal }),
      ),
  });

export const planQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.measures, "plan", participantId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/participants/{participant_id}/safety-plans", {
          params: { path: { participant_id: participantId }, query: { limit: 1 } },
          signal,
        }),
      ),
    select: (page) => page.items[0] ?? null,
  });

export const screensQuery = (participantId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.measures, "screens", participantId],
    queryFn: ({ pageParam, signal }) =>
      call(() =>
        api.GET("/api/v1/participants/{participant_id}/risk-screens", {
          params: { path: { participant_id: participantId }, query: { limit: 20, ...pageParam } },
          signal,
        }),
      ),
    initialPageParam: {} as { cursor?: string },
    getNextPageParam: ({ next_cursor }) => (next_cursor ? { cursor: next_cursor } : null),
  });

export const planVersionsQuery = (participantId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.measures, "plans", participantId],
    queryFn: ({ pageParam, signal }) =>
      call(() =>
        api.GET("/api/v1/participants/{participant_id}/safety-plans", {
          params: { path: { participant_id: participantId }, query: { limit: 20, ...pageParam } },
          signal,
        }),
      ),
    initialPageParam: {} as { cursor?: string },
    getNextPageParam: ({ next_cursor }) => (next_cursor ? { cursor: next_cursor } : null),
  });

/** What a change of somebody's measures makes stale: their course, and what may have been opened by it. */
function useStale(): () => Promise<unknown> {
  const queryClient = useQueryClient();
  return () => Promise.all([keys.measures, keys.alerts].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

export function useStart(participantId: string) {
  const stale = useStale();
  const keyOf = useKeyOf();
  return useMutation({
    mutationFn: (body: AdministrationCreate) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/administrations", {
          ...person(participantId),
          body,
          headers: keyOf(body),
        }),
      ),
    onSettled: stale,
  });
}

type Given = { item: string; value: number | null };

/** Another answer to the same question is another thing: that the first is missing stays true. */
const nameOf = ({ item, value }: Given) => `${item} ${value}`;

/** An answer that is not stored: it stays while this page does, also where something else is shown meanwhile. */
export type LostAnswer = { value: number | null; error: Error };
const lostAnswersOf = (id: string) => `answer ${id}`;
export const lostAnswerName = (id: string, item: string) => `${lostAnswersOf(id)} ${item}`;

/** One answer at a time, in their order: none overtakes another. */
export function useAnswer(id: string, staff: Teller) {
  const queryClient = useQueryClient();
  return useMutation({
    scope: { id: `administration ${id}` },
    mutationFn: ({ item, value }: Given) =>
      call(() =>
        api.PUT("/api/v1/administrations/{administration_id}/answers/{item}", {
          params: { path: { administration_id: id, item } },
          body: { value },
        }),
      ),
    onSuccess: (administration: Administration, given) => {
      staff.stored(nameOf(given));
      dropUnfinished(lostAnswerName(id, given.item));
      queryClient.setQueryData(administrationQuery(id).queryKey, administration);
    },
    onError: (error, given) => {
      staff.lost(nameOf(given));
      keepUnfinished(lostAnswerName(id, given.item), { value: given.value, error } satisfies LostAnswer);
    },
  });
}

/** Tells that something said in a measure is missing. While the page is left nobody can be asked to sign in. */
export async function tellNotStored(id: string, leaving: boolean): Promise<void> {
  const path = { administration_id: id };
  await call(
    () => api.POST("/api/v1/administrations/{administration_id}/not-stored", { params: { path }, keepalive: leaving }),
    { renew: false },
  );
}

const HAND_IN = "hand-in";
/** Where it stands otherwise than this page thought nothing is missing. */
const KNOWN_BETTER = new Set(["not-in-progress", "nothing-answered", "stale-version"]);
const isMissing = (error: unknown) => !(error instanceof ProblemError && KNOWN_BETTER.has(error.problem.code));

export function useHandIn(id: string, staff: Teller) {
  const queryClient = useQueryClient();
  const stale = useStale();
  return useMutation({
    mutationFn: (version: number) =>
      call(() =>
        api.POST("/api/v1/administrations/{administration_id}/complete", {
          params: { path: { administration_id: id }, header: { "if-match": `"${version}"` } },
        }),
      ),
    onSuccess: (administration: Administration) => {
      staff.stored(HAND_IN);
      dropUnfinished(lostAnswersOf(id));
      queryClient.setQueryData(administrationQuery(id).queryKey, administration);
      void stale();
    },
    onError: (error) => {
      if (isMissing(error)) staff.lost(HAND_IN);
      return stale();
    },
  });
}

/** Changes an answer of what is handed in; what it replaces stays readable. It alarms as an answer does. */
export function useCorrect(id: string) {
  const queryClient = useQueryClient();
  const stale = useStale();
  return useMutation({
    mutationFn: ({ body, version }: { body: AnswerCorrection; version: number }) =>
      call(() =>
        api.POST("/api/v1/administrations/{administration_id}/corrections", {
          params: { path: { administration_id: id }, header: { "if-match": `"${version}"` } },
          body,
        }),
      ),
    onSuccess: (administration: Administration) =>
      queryClient.setQueryData(administrationQuery(id).queryKey, administration),
    onSettled: stale,
  });
}

export function useWithdraw(id: string) {
  const stale = useStale();
  return useMutation({
    mutationFn: (reason: string) =>
      call(() =>
        api.POST("/api/v1/administrations/{administration_id}/withdraw", {
          params: { path: { administration_id: id } },
          body: { reason },
        }),
      ),
    onSettled: stale,
  });
}

type Entering = { body: RiskScreenCreate; keyOf: KeyOf };
type Sent = "on its way" | "failed" | RiskScreen;

/** `onSent` is told also where the form that sent it was taken away. */
export function useScreen(participantId: string, onSent: (sent: Sent) => void) {
  const stale = useStale();
  return useMutation({
    mutationFn: ({ body, keyOf }: Entering) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/risk-screens", {
          ...person(participantId),
          body,
          headers: keyOf(body),
        }),
      ),
    onMutate: () => onSent("on its way"),
    onSuccess: (screen: RiskScreen) => {
      onSent(screen);
      return stale();
    },
    onError: () => onSent("failed"),
  });
}

/** Takes a risk screen back; its id is its own, whatever the chart. */
export function useVoidScreen(id: string) {
  const stale = useStale();
  return useMutation({
    mutationFn: (reason: string) =>
      call(() =>
        api.POST("/api/v1/risk-screens/{risk_screen_id}/void", {
          params: { path: { risk_screen_id: id } },
          body: { reason },
        }),
      ),
    onSettled: stale,
  });
}

export function useRespond(participantId: string) {
  const stale = useStale();
  const keyOf = useKeyOf();
  return useMutation({
    mutationFn: (body: TrackResponseCreate) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/track-responses", {
          ...person(participantId),
          body,
          headers: keyOf(body),
        }),
      ),
    onSettled: stale,
  });
}

export function useWritePlan(participantId: string) {
  const stale = useStale();
  return useMutation({
    mutationFn: (body: SafetyPlanWrite) =>
      call(() => api.POST("/api/v1/participants/{participant_id}/safety-plans", { ...person(participantId), body })),
    onSettled: stale,
  });
}
