import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { EpisodeAdmission, EpisodeCreate, ScreeningStart } from "@/api/types";

const LIMIT = 200;

export const programStaffQuery = (programId: string) =>
  queryOptions({
    queryKey: ["programs", "staff", programId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/programs/{program_id}/staff", {
          params: { path: { program_id: programId }, query: { limit: LIMIT } },
          signal,
        }),
      ),
    select: (page) => page.items,
  });

/** A refusal too says that what is in sight is out of date. */
function useEpisodeChange<Given, Answer>(participantId: string, mutationFn: (given: Given) => Promise<Answer>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => {
      for (const queryKey of [keys.chart(participantId), keys.participants, keys.tasks, ["episodes", participantId]]) {
        void queryClient.invalidateQueries({ queryKey });
      }
    },
  });
}

export const useRefer = (participantId: string) =>
  useEpisodeChange(participantId, (body: EpisodeCreate) => call(() => api.POST("/api/v1/episodes", { body })));

export const useScreen = (participantId: string, episodeId: string) =>
  useEpisodeChange(participantId, (body: ScreeningStart) =>
    call(() => api.POST("/api/v1/episodes/{episode_id}/screen", { params: { path: { episode_id: episodeId } }, body })),
  );

export const useAdmit = (participantId: string, episodeId: string) =>
  useEpisodeChange(participantId, (body: EpisodeAdmission) =>
    call(() => api.POST("/api/v1/episodes/{episode_id}/admit", { params: { path: { episode_id: episodeId } }, body })),
  );
