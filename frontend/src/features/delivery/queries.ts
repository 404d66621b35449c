import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { Delivery, DeliveryWrite, Roster } from "@/api/types";

/** The whole entry of a session: the roster carries only what a strip shows, and what is written replaces all. */
export const deliveryQuery = (sessionId: string) =>
  queryOptions({
    queryKey: keys.delivery(sessionId),
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/sessions/{session_id}/delivery", { params: { path: { session_id: sessionId } }, signal }),
      ),
    staleTime: 0,
    gcTime: 0,
  });

/** Writes the one entry of a session. `version` is what it rests on; none when there is no entry yet. */
export function useRecordDelivery(sessionId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ body, version }: { body: DeliveryWrite; version: number | undefined }) =>
      call(() =>
        api.PUT("/api/v1/sessions/{session_id}/delivery", {
          params: { path: { session_id: sessionId } },
          body,
          ...(version === undefined ? {} : { headers: { "If-Match": `"${version}"` } }),
        }),
      ),
    onSuccess: (delivery) => {
      queryClient.setQueryData<Roster>(keys.roster(sessionId), (roster) => roster && { ...roster, delivery });
      queryClient.setQueryData<Delivery>(keys.delivery(sessionId), delivery);
      void queryClient.invalidateQueries({ queryKey: keys.days });
    },
    // A refusal because somebody else saved first: fetch what they saved, so that it shows behind the form.
    onError: () => {
      void queryClient.invalidateQueries({ queryKey: keys.roster(sessionId) });
      void queryClient.invalidateQueries({ queryKey: keys.delivery(sessionId) });
    },
  });
}
