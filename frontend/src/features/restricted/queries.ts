import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { BreakGlassReason, GlassBroken, RestrictedSearch } from "@/api/types";

const openKey = (participantId: string) => ["restricted-open", participantId] as const;

/** Until when a record is open to this person, as far as this page knows: it is kept in memory alone. */
export const openUntilQuery = (participantId: string) =>
  queryOptions({
    queryKey: openKey(participantId),
    queryFn: (): GlassBroken | null => null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

export function useBreakGlass(participantId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { reason: BreakGlassReason; explanation: string }) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/break-glass", {
          params: { path: { participant_id: participantId } },
          body,
        }),
      ),
    onSuccess: async (broken) => {
      queryClient.setQueryData<GlassBroken | null>(openKey(participantId), broken);
      void queryClient.invalidateQueries({ queryKey: keys.participants });
      await queryClient.resetQueries({ queryKey: keys.chart(participantId) });
    },
  });
}

/** Forgets what was seen of a record once its time is over, and asks the server anew. */
export function useCloseGlass(participantId: string): () => void {
  const queryClient = useQueryClient();
  return useCallback(() => {
    queryClient.setQueryData<GlassBroken | null>(openKey(participantId), null);
    void queryClient.resetQueries({ queryKey: keys.chart(participantId) });
  }, [queryClient, participantId]);
}

/** Closes what one opened, before its time is over. */
export function useEndGlass() {
  return useMutation({
    mutationFn: (useId: string) =>
      call(() =>
        api.POST("/api/v1/break-glass/mine/{break_glass_id}/end", { params: { path: { break_glass_id: useId } } }),
      ),
  });
}

/** Looks for exactly one person. Every look-up counts against what a day allows, so it is never sent twice. */
export function useRestrictedSearch() {
  return useMutation({
    mutationFn: async (body: RestrictedSearch) =>
      (await call(() => api.POST("/api/v1/participants/restricted-search", { body }))).items,
  });
}
