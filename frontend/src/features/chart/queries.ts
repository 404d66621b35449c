import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { Episode } from "@/api/types";
import { addDays, type LocalDate } from "@/lib/time";

const LIMIT = 200;
const RARELY = 10 * 60_000;

export const participantQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "person"],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/participants/{participant_id}", {
          params: { path: { participant_id: participantId } },
          signal,
        }),
      ),
  });

export const episodesQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "episodes"],
    queryFn: async ({ signal }): Promise<Episode[]> => {
      const query = { participant_id: participantId, limit: LIMIT };
      return (await call(() => api.GET("/api/v1/episodes", { params: { query }, signal }))).items;
    },
  });

export const progressQuery = (participantId: string, episodeId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "progress", episodeId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/episodes/{episode_id}/progress", { params: { path: { episode_id: episodeId } }, signal }),
      ),
  });

/** The running week of an episode, in the payer's weeks. */
export const weekLedgerQuery = (participantId: string, episodeId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "week", episodeId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/episodes/{episode_id}/ledger", { params: { path: { episode_id: episodeId } }, signal }),
      ),
  });

/** What would mend the running week before it ends. */
export const makeUpsQuery = (participantId: string, episodeId: string, week?: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "make-ups", episodeId, week ?? ""],
    queryFn: ({ signal }) => {
      const params = { path: { episode_id: episodeId }, ...(week ? { query: { week } } : {}) };
      return call(() => api.GET("/api/v1/episodes/{episode_id}/make-ups", { params, signal }));
    },
  });

/** Books a session as a make-up of a missed place, where there is one. A refusal too says that the list is out of date. */
export function useBookMakeUp(participantId: string, episodeId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ sessionId, missed }: { sessionId: string; missed: string | null }) =>
      call(() =>
        api.POST("/api/v1/sessions/{session_id}/bookings", {
          params: { path: { session_id: sessionId } },
          body: { episode_id: episodeId, make_up_for_booking_id: missed },
        }),
      ),
    onSettled: () => {
      for (const queryKey of [keys.chart(participantId), keys.weeks, keys.days, keys.unplaced, ["roster"], ["session"]])
        void client.invalidateQueries({ queryKey });
    },
  });
}

/** Steps of the program's ladder that an episode reached, the newest first. */
export const consequencesQuery = (participantId: string, episodeId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "consequences", episodeId],
    queryFn: async ({ signal }) => {
      const params = { path: { episode_id: episodeId }, query: { limit: LIMIT } };
      const page = await call(() =>
        api.GET("/api/v1/episodes/{episode_id}/attendance-consequences", { params, signal }),
      );
      return page.items.reverse();
    },
  });

/** The last weeks of all episodes up to a day, by default today, the newest first. */
/** As many weeks of hours as are read at first. */
export const FEW_WEEKS = 12;

export const ledgerQuery = (participantId: string, weeks: number, until: LocalDate | null) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "ledger", weeks, until],
    queryFn: async ({ signal }) => {
      const params = { path: { participant_id: participantId }, query: { weeks, ...(until ? { until } : {}) } };
      return (await call(() => api.GET("/api/v1/participants/{participant_id}/ledger", { params, signal }))).weeks;
    },
  });

export const dosesQuery = (participantId: string, episodeId: string | undefined) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "doses", episodeId ?? null],
    queryFn: async ({ signal }) => {
      const params = {
        path: { participant_id: participantId },
        query: episodeId ? { episode_id: episodeId } : {},
      };
      return (await call(() => api.GET("/api/v1/participants/{participant_id}/doses", { params, signal }))).modalities;
    },
  });

export const leavesQuery = (participantId: string, episodeId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "leaves", episodeId],
    queryFn: async ({ signal }) => {
      const params = { path: { episode_id: episodeId }, query: { limit: LIMIT } };
      return (await call(() => api.GET("/api/v1/episodes/{episode_id}/leaves", { params, signal }))).items;
    },
  });

export const membershipsQuery = (participantId: string, episodeId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "memberships", episodeId],
    queryFn: async ({ signal }) => {
      const query = { episode_id: episodeId, limit: LIMIT };
      return (await call(() => api.GET("/api/v1/cohort-memberships", { params: { query }, signal }))).items;
    },
  });

const DAYS_AHEAD = 14;

export const aheadQuery = (participantId: string, today: LocalDate) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "ahead", today],
    queryFn: async ({ signal }) => {
      const params = {
        path: { participant_id: participantId },
        query: { from_date: today, to_date: addDays(today, DAYS_AHEAD), limit: LIMIT },
      };
      return (await call(() => api.GET("/api/v1/participants/{participant_id}/sessions", { params, signal }))).items;
    },
  });

/** What became of the last sessions, the youngest first. */
export const lastSessionsQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "last sessions"],
    queryFn: async ({ signal }) => {
      const params = { path: { participant_id: participantId } };
      return (await call(() => api.GET("/api/v1/participants/{participant_id}/last-sessions", { params, signal })))
        .sessions;
    },
  });

// What names the ids on a chart.

export const clinicianQuery = (staffId: string) =>
  queryOptions({
    queryKey: ["chart-clinician", staffId],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/staff/{staff_id}", { params: { path: { staff_id: staffId } }, signal })),
    staleTime: RARELY,
  });
