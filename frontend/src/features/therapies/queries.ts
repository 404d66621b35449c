import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { Modality, ModalityCreate, ModalityUpdate } from "@/api/types";

export const therapyQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.modalities, id] as const,
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/modalities/{modality_id}", { params: { path: { modality_id: id } }, signal })),
  });

/** What was changed is read again, refused or not: a refusal may mean that somebody else was there first. */
function useRereading() {
  const queryClient = useQueryClient();
  return { onSettled: () => queryClient.invalidateQueries({ queryKey: keys.modalities }) };
}

export function useAdaptTherapy(therapy: { id: string }) {
  return useMutation({
    mutationFn: ({ body, version }: { body: ModalityUpdate; version: number }) =>
      call(() =>
        api.PATCH("/api/v1/modalities/{modality_id}", {
          params: { path: { modality_id: therapy.id } },
          body,
          headers: { "If-Match": `"${version}"` },
        }),
      ),
    ...useRereading(),
  });
}

export function useAddTherapy() {
  return useMutation<Modality, Error, ModalityCreate>({
    mutationFn: (body) => call(() => api.POST("/api/v1/modalities", { body })),
    ...useRereading(),
  });
}
