import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type {
  Chain,
  ChainCreate,
  ChainWrite,
  DiaryEntryWrite,
  DiarySettingWrite,
  TreatmentTarget,
  TreatmentTargetClose,
  TreatmentTargetCreate,
  TreatmentTargetUpdate,
} from "@/api/types";
import { addDays, type LocalDate } from "@/lib/time";

/** Four weeks are in sight at once. */
export const DAYS = 28;

const MOST = 200;
const at = (version: number) => ({ "If-Match": `"${version}"` });
const of = (participantId: string) => ({ path: { participant_id: participantId } });
const diaryKey = (participantId: string) => [...keys.chart(participantId), "diary"] as const;
const chainsKey = (participantId: string) => [...keys.chart(participantId), "chains"] as const;
const targetsKey = (participantId: string) => [...keys.chart(participantId), "targets"] as const;

/** The four weeks up to a day. */
export const diaryQuery = (participantId: string, last: LocalDate) =>
  queryOptions({
    queryKey: [...diaryKey(participantId), last] as const,
    queryFn: ({ signal }) => {
      const params = { ...of(participantId), query: { first: addDays(last, 1 - DAYS), last } };
      return call(() => api.GET("/api/v1/participants/{participant_id}/diary", { params, signal }));
    },
  });

/** Everything that was ever entered for a day. */
export const historyQuery = (participantId: string, day: LocalDate) =>
  queryOptions({
    queryKey: [...diaryKey(participantId), "history", day] as const,
    queryFn: ({ signal }) => {
      const params = { path: { participant_id: participantId, day } };
      return call(() => api.GET("/api/v1/participants/{participant_id}/diary-days/{day}", { params, signal }));
    },
  });

export const chainsQuery = (participantId: string) =>
  queryOptions({
    queryKey: chainsKey(participantId),
    queryFn: async ({ signal }) => {
      const params = { ...of(participantId), query: { limit: MOST } };
      return (await call(() => api.GET("/api/v1/participants/{participant_id}/chain-analyses", { params, signal })))
        .items;
    },
  });

export const chainQuery = (participantId: string, id: string) =>
  queryOptions({
    queryKey: [...chainsKey(participantId), id] as const,
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/chain-analyses/{chain_analysis_id}", { params: { path: { chain_analysis_id: id } }, signal }),
      ),
  });

/** The day an alert of the diary is about, for the analysis that is written about it. */
export const alertDayQuery = (alertId: string) =>
  queryOptions({
    queryKey: [...keys.alerts, "day", alertId] as const,
    queryFn: async ({ signal }) =>
      (await call(() => api.GET("/api/v1/alerts/{alert_id}", { params: { path: { alert_id: alertId } }, signal })))
        .about_on,
  });

export const targetsQuery = (participantId: string) =>
  queryOptions({
    queryKey: targetsKey(participantId),
    queryFn: async ({ signal }) =>
      (
        await call(() =>
          api.GET("/api/v1/participants/{participant_id}/treatment-targets", { params: of(participantId), signal }),
        )
      ).items,
  });

/** What was changed is read again, refused or not: a refusal may mean that somebody else was there first. */
function useRereading(...lists: readonly (readonly unknown[])[]) {
  const queryClient = useQueryClient();
  return {
    onSettled: () => Promise.all(lists.map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  };
}

export const useSetCard = (participantId: string, version: number) =>
  useMutation({
    mutationFn: (body: DiarySettingWrite) =>
      call(() =>
        api.PUT("/api/v1/participants/{participant_id}/diary-setting", {
          params: of(participantId),
          body,
          headers: at(version),
        }),
      ),
    ...useRereading(diaryKey(participantId)),
  });

/**
 * One entry at a time, in their order: none overtakes another, so that what was said last holds. It may open an alert, so
 * that what is open is asked for again.
 */
export const useSaveEntry = (participantId: string, day: LocalDate) =>
  useMutation({
    scope: { id: `diary ${participantId} ${day}` },
    mutationFn: (body: DiaryEntryWrite) =>
      call(() =>
        api.PUT("/api/v1/participants/{participant_id}/diary-days/{day}/entry", {
          params: { path: { participant_id: participantId, day } },
          body,
        }),
      ),
    ...useRereading(diaryKey(participantId), keys.alerts),
  });

/** A chain analysis as it stands: begun where there was none, and done where that is asked for. */
export const useKeepChain = (participantId: string) =>
  useMutation({
    mutationFn: async ({ chain, alertId, body, finish }: Keeping) => {
      const kept = chain
        ? await call(() =>
            api.PUT("/api/v1/chain-analyses/{chain_analysis_id}", {
              params: { path: { chain_analysis_id: chain.id } },
              body,
              headers: at(chain.version),
            }),
          )
        : await call(() =>
            api.POST("/api/v1/participants/{participant_id}/chain-analyses", {
              params: of(participantId),
              body: { ...body, alert_id: alertId ?? null } satisfies ChainCreate,
            }),
          );
      if (!finish) return kept;
      return call(() =>
        api.POST("/api/v1/chain-analyses/{chain_analysis_id}/finish", {
          params: { path: { chain_analysis_id: kept.id } },
          headers: at(kept.version),
        }),
      );
    },
    ...useRereading(chainsKey(participantId)),
  });

type Keeping = { chain: Chain | undefined; alertId: string | undefined; body: ChainWrite; finish: boolean };

export const useReopenChain = (participantId: string) =>
  useMutation({
    mutationFn: (chain: Chain) =>
      call(() =>
        api.POST("/api/v1/chain-analyses/{chain_analysis_id}/reopen", {
          params: { path: { chain_analysis_id: chain.id } },
          headers: at(chain.version),
        }),
      ),
    ...useRereading(chainsKey(participantId)),
  });

export const useOpenTarget = (participantId: string) =>
  useMutation({
    mutationFn: (body: TreatmentTargetCreate) =>
      call(() =>
        api.POST("/api/v1/participants/{participant_id}/treatment-targets", { params: of(participantId), body }),
      ),
    ...useRereading(targetsKey(participantId)),
  });

const theTarget = (target: TreatmentTarget) => ({
  params: { path: { treatment_target_id: target.id } },
  headers: at(target.version),
});

export const useChangeTarget = (participantId: string) =>
  useMutation({
    mutationFn: ({ target, body }: { target: TreatmentTarget; body: TreatmentTargetUpdate }) =>
      call(() => api.PATCH("/api/v1/treatment-targets/{treatment_target_id}", { ...theTarget(target), body })),
    ...useRereading(targetsKey(participantId)),
  });

export const useCloseTarget = (participantId: string, target: TreatmentTarget) =>
  useMutation({
    mutationFn: (body: TreatmentTargetClose) =>
      call(() => api.POST("/api/v1/treatment-targets/{treatment_target_id}/close", { ...theTarget(target), body })),
    ...useRereading(targetsKey(participantId)),
  });

export const useReopenTarget = (participantId: string) =>
  useMutation({
    mutationFn: (target: TreatmentTarget) =>
      call(() => api.POST("/api/v1/treatment-targets/{treatment_target_id}/reopen", theTarget(target))),
    ...useRereading(targetsKey(participantId)),
  });
