import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { AlertClose, AlertHandOver, AlertRaise } from "@/api/types";
import { useKeyOf } from "@/lib/key-of";

const alertOf = (id: string) => ({ params: { path: { alert_id: id } } });

/** One alert: that somebody opened it is noted, once; what keeps it fresh beside them is only a reading. */
export const alertQuery = (id: string, mayWork: boolean) =>
  queryOptions({
    queryKey: [...keys.alerts, "one", id],
    queryFn: ({ client, queryKey, signal }) =>
      mayWork && client.getQueryData(queryKey) === undefined
        ? call(() => api.POST("/api/v1/alerts/{alert_id}/see", alertOf(id)))
        : call(() => api.GET("/api/v1/alerts/{alert_id}", { ...alertOf(id), signal })),
    gcTime: 0,
  });

function useChange<Given>(change: (given: Given) => Promise<unknown>) {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: keys.alerts });
  // After a refusal it is read again too, so that who was first shows beside the reason.
  return useMutation({ mutationFn: change, onSuccess: refresh, onError: refresh });
}

export const useTakeAlert = (id: string) =>
  useChange(() => call(() => api.POST("/api/v1/alerts/{alert_id}/acknowledge", alertOf(id))));

export const useHandOver = (id: string) =>
  useChange((body: AlertHandOver) =>
    call(() => api.POST("/api/v1/alerts/{alert_id}/hand-over", { ...alertOf(id), body })),
  );

export const useCloseAlert = (id: string) =>
  useChange((body: AlertClose) => call(() => api.POST("/api/v1/alerts/{alert_id}/close", { ...alertOf(id), body })));

export function useRaiseAlert(participantId: string) {
  const keyOf = useKeyOf();
  return useChange((body: AlertRaise) =>
    call(() =>
      api.POST("/api/v1/participants/{participant_id}/alerts", {
        params: { path: { participant_id: participantId } },
        body,
        headers: keyOf(body),
      }),
    ),
  );
}
