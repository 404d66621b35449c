import { queryOptions, useMutation, useMutationState, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { connection } from "@/api/connection";
import { keys } from "@/api/keys";
import { hasStatus, UnreachableError } from "@/api/problem";
import type { Departure, MarkResults, PullOut, Roster } from "@/api/types";
import { useStore } from "@/lib/store";
import { unsentCount } from "@/lib/unsaved";

import { changesOf, keepable } from "./outbox-rules";
import { kept, outbox, type Versions } from "./outbox-state";
import { type Change, withAnswers, withPending } from "./rules";

/** A roster that was seen stays at hand for the rest of the day's work, should the connection go. */
const DAYS_WORK_MILLISECONDS = 10 * 3_600_000;

export const rosterQuery = (sessionId: string) =>
  queryOptions({
    queryKey: keys.roster(sessionId),
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/sessions/{session_id}/roster", { params: { path: { session_id: sessionId } }, signal }),
      ),
    gcTime: DAYS_WORK_MILLISECONDS,
  });

const marksKey = (sessionId: string) => ["mark", sessionId];

/** Everything recorded about one mark; the roster has only what it shows. */
export const markQuery = (sessionId: string, bookingId: string) =>
  queryOptions({
    queryKey: [...marksKey(sessionId), bookingId],
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

/** Sends one change; the routes keep their keys apart, so marks and clears may share one. */
export async function sendChange(sessionId: string, { marks, clears }: Change, versions: Versions, key: string) {
  const params = { path: { session_id: sessionId } };
  const headers = { "Idempotency-Key": key };
  const results: MarkResults["results"] = [];
  if (marks.length > 0) {
    const body = { marks: marks.map((mark) => ({ ...mark, version: versions.get(mark.booking_id) ?? null })) };
    results.push(
      ...(await call(() => api.POST("/api/v1/sessions/{session_id}/attendance", { params, body, headers }))).results,
    );
  }
  const known = clears.flatMap((booking_id) => {
    const version = versions.get(booking_id);
    return version == null ? [] : [{ booking_id, version }];
  });
  if (known.length > 0) {
    const body = { booking_ids: known };
    results.push(
      ...(await call(() => api.POST("/api/v1/sessions/{session_id}/attendance/clear", { params, body, headers })))
        .results,
    );
  }
  return results;
}

type Sent = {
  results: MarkResults["results"];
  /** Whose marks are kept on this device without their reason or video details. */
  shortened: string[];
};

const noAnswer = (error: unknown) =>
  error instanceof UnreachableError || [502, 503, 504].some((status) => hasStatus(error, status));

/**
 * Sends changes of one session one after another, each resting on the versions that the one before it brought. Until a
 * change has arrived it is only laid over the roster (`usePendingChanges`), so a refused one leaves nothing to repair.
 * Without a connection a change goes to the outbox, behind what waits there.
 */
export function useChangeAttendance(sessionId: string) {
  const queryClient = useQueryClient();
  const keep = async (change: Change, versions: Versions, roster: Roster | undefined, key?: string): Promise<Sent> => {
    const box = outbox.get();
    const shown = roster ? withPending(roster, waitingChanges(sessionId)) : [];
    const outcomeOf = new Map(shown.map((row) => [row.booking_id, row.attendance?.outcome]));
    const shortened = change.marks.filter((mark) => !keepable(mark).whole);
    // A reason alone is nothing that may be kept here: it stays with the open page.
    const marks = change.marks.filter(
      (mark) => !shortened.includes(mark) || outcomeOf.get(mark.booking_id) !== mark.outcome,
    );
    if (!box || (marks.length === 0 && change.clears.length === 0)) throw new UnreachableError();
    // The same request again under the same key; a request for several people is not sent again as it was.
    const again = key !== undefined && shortened.length === 0 && marks.length === 1 && change.clears.length === 0;
    await box.keep(sessionId, { marks, clears: change.clears }, versions, again ? key : undefined);
    return { results: [], shortened: shortened.map((mark) => mark.booking_id) };
  };

  return useMutation({
    mutationKey: changeKey(sessionId),
    scope: { id: `attendance-${sessionId}` },
    mutationFn: async (change: Change): Promise<Sent> => {
      await queryClient.cancelQueries({ queryKey: keys.roster(sessionId) });
      const stored = () => queryClient.getQueryData(rosterQuery(sessionId).queryKey);
      const versions = () => new Map(stored()?.rows.map((row) => [row.booking_id, row.attendance?.version ?? null]));
      if (connection.get() === "up" && unsentCount.get() > 0) await outbox.get()?.flush();
      if (outbox.get() && (connection.get() === "down" || unsentCount.get() > 0)) {
        return keep(change, versions(), stored());
      }
      const key = crypto.randomUUID();
      const known = versions();
      try {
        return { results: await sendChange(sessionId, change, known, key), shortened: [] };
      } catch (error) {
        if (noAnswer(error)) return keep(change, known, stored(), key);
        throw error;
      }
    },
    onSuccess: ({ results }) => {
      queryClient.setQueryData(rosterQuery(sessionId).queryKey, (roster) => roster && withAnswers(roster, results));
    },
    onSettled: () => {
      // The last of several changes fetches what they changed elsewhere: hours, flags, counts of the day.
      if (queryClient.isMutating({ mutationKey: changeKey(sessionId) }) > 1) return;
      void queryClient.invalidateQueries({ queryKey: keys.roster(sessionId) });
      void queryClient.invalidateQueries({ queryKey: marksKey(sessionId) });
      void queryClient.invalidateQueries({ queryKey: keys.days });
      void queryClient.invalidateQueries({ queryKey: keys.weeks });
    },
  });
}

const waitingChanges = (sessionId: string) => changesOf(kept.get(), sessionId);

/** Changes of this session that have not arrived, oldest first: those that wait on this device, then those under way. */
export function usePendingChanges(sessionId: string): { waiting: Change[]; underWay: Change[] } {
  const underWay = useMutationState({
    filters: { mutationKey: changeKey(sessionId), status: "pending" },
    select: (mutation) => mutation.state.variables as Change,
  });
  return { waiting: changesOf(useStore(kept), sessionId), underWay };
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

/** Somebody was out of the room for a while; sent again with `back_at`, an open absence from it is completed. */
export function useRecordPullOut(sessionId: string, bookingId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: PullOut) =>
      call(() =>
        api.POST("/api/v1/sessions/{session_id}/attendance/{booking_id}/pull-outs", {
          params: { path: { session_id: sessionId, booking_id: bookingId } },
          body,
        }),
      ),
    onSuccess: (detail) => queryClient.setQueryData(markQuery(sessionId, bookingId).queryKey, detail),
    onSettled: (_, error) => {
      void queryClient.invalidateQueries({ queryKey: keys.roster(sessionId) });
      if (error) void queryClient.invalidateQueries({ queryKey: markQuery(sessionId, bookingId).queryKey });
    },
  });
}
