import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { HandOffCreate } from "@/api/types";

const handOff = (id: string) => ({ params: { path: { handoff_id: id } } });

/** Active notes about one person, for the chart. */
export const personHandOffsQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.handoffs, "of", participantId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/participants/{participant_id}/handoffs", {
          params: { path: { participant_id: participantId } },
          signal,
        }),
      ),
    select: (list) => list.items,
  });

/** One note with its text: fetched when somebody opens it, and forgotten when it is folded again. */
export const openHandOffQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.handoffs, "text", id],
    queryFn: ({ signal }) => call(() => api.GET("/api/v1/handoffs/{handoff_id}", { ...handOff(id), signal })),
    gcTime: 0,
  });

/**
 * What a change of a note makes stale: its lists, the huddle, and the count on Today. After a refusal the opened note is
 * read again, so that who was first shows beside the reason; the row stays until then.
 */
function useChange<Given>(change: (given: Given) => Promise<unknown>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all(
        [keys.handoffs, keys.huddle, keys.days].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
    onError: () => queryClient.invalidateQueries({ queryKey: [...keys.handoffs, "text"] }),
  });
}

export const useWriteHandOff = () =>
  useChange((body: HandOffCreate) => call(() => api.POST("/api/v1/handoffs", { body })));

export const useAcknowledge = () =>
  useChange((id: string) => call(() => api.POST("/api/v1/handoffs/{handoff_id}/acknowledge", handOff(id))));

export const useWithdraw = () =>
  useChange((id: string) => call(() => api.POST("/api/v1/handoffs/{handoff_id}/withdraw", handOff(id))));
