import { queryOptions, useMutation, useMutationState, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { Departure, MarkResults, Roster } from "@/api/types";

import { type Change, withAnswers } from "./rules";

const POLL_MILLISECONDS = 30_000;

export const rosterQuery = (sessionId: string) =>
  queryOptions({
    queryKey: keys.roster(sessionId),
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/sessions/{session_id}/roster", { params: { path: { session_id: sessionId } }, signal }),
      ),
    refetchInterval: POLL_MILLISECONDS,
  });

/** Everything recorded about one mark; the roster has only what it shows. */
export const markQuery = (sessionId: string, bookingId: string) =>
  queryOptions({
    queryKey: ["mark", sessionId, bookingId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/sessions/{session_id}/attendance/{booking_id}", {
          params: { path: { session_id: sessionId, booking_id: bookingId } },
          signal,
        }),
      ),
    staleTime: 0,
    gcTime: 0,
  });

const changeKey = (sessionId: string) => ["attendance", sessionId];

/**
 * Sends changes of one session one after another, each resting on the versions that the one before it brought. Until a
 * change has arrived it is only laid over the roster (`usePendingChanges`), so a refused one leaves nothing to repair.
 */
export function useChangeAttendance(sessionId: string) {
  const queryClient = useQueryClient();
  const params = { path: { session_id: sessionId } };

  return useMutation({
    mutationKey: changeKey(sessionId),
    scope: { id: `attendance-${sessionId}` },
    mutationFn: async ({ marks, clears }: Change): Promise<MarkResults["results"]> => {
      await queryClient.cancelQueries({ queryKey: keys.roster(sessionId) });
      const roster = queryClient.getQueryData(rosterQuery(sessionId).queryKey);
      const versions = new Map(roster?.rows.map((row) => [row.booking_id, row.attendance?.version ?? null]));
      const results: MarkResults["results"] = [];
      if (marks.length > 0) {
        const body = { marks: marks.map((mark) => ({ ...mark, version: versions.get(mark.booking_id) ?? null })) };
        const headers = { "Idempotency-Key": crypto.randomUUID() };
        results.push(
          ...(await call(() => api.POST("/api/v1/sessions/{session_id}/attendance", { params, body, headers })))
            .results,
        );
      }
      const known = clears.flatMap((booking_id) => {
        const version = versions.get(booking_id);
        return version == null ? [] : [{ booking_id, version }];
      });
      if (known.length > 0) {
        const headers = { "Idempotency-Key": crypto.randomUUID() };
        results.push(
          ...(
            await call(() =>
              api.POST("/api/v1/sessions/{session_id}/attendance/clear", {
                params,
                body: { booking_ids: known },
                headers,
              }),
            )
          ).results,
        );
      }
      return results;
    },
    onSuccess: (results) => {
      queryClient.setQueryData(rosterQuery(sessionId).queryKey, (roster) => roster && withAnswers(roster, results));
    },
    onSettled: () => {
      // The last of several changes fetches what they changed elsewhere: hours, flags, counts of the day.
      if (queryClient.isMutating({ mutationKey: changeKey(sessionId) }) > 1) return;
      void queryClient.invalidateQueries({ queryKey: keys.roster(sessionId) });
      void queryClient.invalidateQueries({ queryKey: keys.days });
      void queryClient.invalidateQueries({ queryKey: keys.weeks });
    },
  });
}

/** Changes of this session that have not arrived, oldest first. */
export function usePendingChanges(sessionId: string): Change[] {
  return useMutationState({
    filters: { mutationKey: changeKey(sessionId), status: "pending" },
    select: (mutation) => mutation.state.variables as Change,
  });
}

export function useCloseGroup(sessionId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (departures: Departure[]) =>
      call(() =>
        api.POST("/api/v1/sessions/{session_id}/close", {
          params: { path: { session_id: sessionId } },
          body: { departures },
        }),
      ),
    onSuccess: () => {
      queryClient.setQueryData(
        rosterQuery(sessionId).queryKey,
        (roster): Roster | undefined => roster && { ...roster, session: { ...roster.session, status: "closed" } },
      );
      void queryClient.invalidateQueries({ queryKey: keys.roster(sessionId) });
      void queryClient.invalidateQueries({ queryKey: keys.days });
      void queryClient.invalidateQueries({ queryKey: keys.weeks });
    },
  });
}
