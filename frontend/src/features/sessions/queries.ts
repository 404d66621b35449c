import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type {
  SeatWait,
  SeriesEditCreate,
  ServiceKind,
  SessionCancelReason,
  SessionCreate,
  SessionMove,
  SlotSearch,
} from "@/api/types";
import { mondayOf } from "@/lib/time";

const LIMIT = 200;
const SESSION = ["session"] as const;
const SESSIONS = ["sessions"] as const;
const WAITS = ["seat waits"] as const;
const SERIES = ["series"] as const;

export const sessionQuery = (id: string) =>
  queryOptions({
    queryKey: [...SESSION, id],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/sessions/{session_id}", { params: { path: { session_id: id } }, signal })),
  });

/** The whole week of a day: it calls sessions by the titles the reader may see. */
export const weekOfQuery = (date: string) => {
  const startsOn = mondayOf(date);
  return queryOptions({
    queryKey: [...keys.weeks, startsOn, null, null],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/week", { params: { query: { starts_on: startsOn } }, signal })),
  });
};

export const rosterQuery = (sessionId: string) =>
  queryOptions({
    queryKey: keys.roster(sessionId),
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/sessions/{session_id}/roster", { params: { path: { session_id: sessionId } }, signal }),
      ),
  });

export const seriesQuery = (id: string) =>
  queryOptions({
    queryKey: [...SERIES, id],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/series/{series_id}", { params: { path: { series_id: id } }, signal })),
  });

/** Sessions of a series between two days, those that were cancelled too. */
export const occurrencesQuery = (seriesId: string, from: string, to: string) =>
  queryOptions({
    queryKey: [...SESSIONS, "of series", seriesId, from, to],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/sessions", {
          params: { query: { series_id: seriesId, from_date: from, to_date: to, limit: LIMIT } },
          signal,
        }),
      ),
    select: (page) => page.items,
  });

const settled = 10 * 60_000;

/** Who may lead this kind of service by their credentials. */
export const leadersQuery = (kind: ServiceKind) =>
  queryOptions({
    queryKey: ["staff", "may lead", kind],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/staff", { params: { query: { status: "active", may_lead: kind, limit: LIMIT } }, signal }),
      ),
    select: (page) => page.items,
    staleTime: settled,
  });

export const episodesQuery = (participantId: string) =>
  queryOptions({
    queryKey: ["episodes", participantId, null],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/episodes", { params: { query: { participant_id: participantId, limit: 50 } }, signal }),
      ),
    select: (page) => page.items,
  });

/** Who waits for a seat, first come first. */
export const waitsQuery = (sessionId: string) =>
  queryOptions({
    queryKey: [...WAITS, sessionId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/sessions/{session_id}/waits", {
          params: { path: { session_id: sessionId }, query: { limit: LIMIT } },
          signal,
        }),
      ),
    select: (page) => page.items,
  });

/** What somebody on a list is called. */
export const personQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.chart(participantId), "person"],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/participants/{participant_id}", {
          params: { path: { participant_id: participantId } },
          signal,
        }),
      ),
    staleTime: settled,
  });

/** Asked for by a press, each time anew: what was free a minute ago may be taken. */
export const useFindSlots = () =>
  useMutation({
    mutationFn: (body: SlotSearch) => call(() => api.POST("/api/v1/sessions/find-slots", { body })),
  });

const match = (version: number) => ({ "if-match": `"${version}"` });

/** A refusal says that what is in sight is out of date: the schedule is fetched anew in both cases. */
function useScheduleChange<Given, Answer>(mutationFn: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => {
      for (const queryKey of [
        SESSION,
        SESSIONS,
        SERIES,
        WAITS,
        keys.weeks,
        keys.unplaced,
        keys.days,
        ["roster"],
        ["chart"],
      ])
        void client.invalidateQueries({ queryKey });
    },
  });
}

export const useCreateSession = () =>
  useScheduleChange((body: SessionCreate) => call(() => api.POST("/api/v1/sessions", { body })));

export const useMoveSession = (id: string) =>
  useScheduleChange(({ version, ...body }: SessionMove & { version: number }) =>
    call(() =>
      api.POST("/api/v1/sessions/{session_id}/move", {
        params: { path: { session_id: id }, header: match(version) },
        body,
      }),
    ),
  );

/** Whichever session is led elsewhere in the schedule. */
export const useMoveAny = () =>
  useScheduleChange(({ id, version, ...body }: SessionMove & { id: string; version: number }) =>
    call(() =>
      api.POST("/api/v1/sessions/{session_id}/move", {
        params: { path: { session_id: id }, header: match(version) },
        body,
      }),
    ),
  );

export const useCancelSession = (id: string) =>
  useScheduleChange(({ version, reason }: { version: number; reason: SessionCancelReason }) =>
    call(() =>
      api.POST("/api/v1/sessions/{session_id}/cancel", {
        params: { path: { session_id: id }, header: match(version) },
        body: { reason },
      }),
    ),
  );

export const useAskForSeat = (sessionId: string) =>
  useScheduleChange((episodeId: string) =>
    call(() =>
      api.POST("/api/v1/sessions/{session_id}/waits", {
        params: { path: { session_id: sessionId } },
        body: { episode_id: episodeId },
      }),
    ),
  );

export const useWithdrawWait = () =>
  useScheduleChange(({ id, version }: SeatWait) =>
    call(() =>
      api.POST("/api/v1/seat-waits/{seat_wait_id}/withdraw", {
        params: { path: { seat_wait_id: id }, header: match(version) },
      }),
    ),
  );

/** The booking takes them off the list. */
export const useBookWaiting = () =>
  useScheduleChange(({ session_id, episode_id }: SeatWait) =>
    call(() =>
      api.POST("/api/v1/sessions/{session_id}/bookings", { params: { path: { session_id } }, body: { episode_id } }),
    ),
  );

/** Edits of a series, the newest first. More than this one hardly ever has; the server's list begins with the first. */
export const seriesEditsQuery = (id: string) =>
  queryOptions({
    queryKey: [...SERIES, id, "edits"],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/series/{series_id}/edits", {
          params: { path: { series_id: id }, query: { limit: LIMIT } },
          signal,
        }),
      ),
    select: (page) => [...page.items].reverse(),
  });

export const useForeseeSeries = (id: string) =>
  useMutation({
    mutationFn: (body: SeriesEditCreate) =>
      call(() => api.POST("/api/v1/series/{series_id}/edits/preview", { params: { path: { series_id: id } }, body })),
  });

export const useEditSeries = (id: string) =>
  useScheduleChange(({ version, ...body }: SeriesEditCreate & { version: number }) =>
    call(() =>
      api.POST("/api/v1/series/{series_id}/edits", {
        params: { path: { series_id: id }, header: match(version) },
        body,
      }),
    ),
  );

export const useUndoSeriesEdit = () =>
  useScheduleChange(({ seriesId, editId }: { seriesId: string; editId: string }) =>
    call(() =>
      api.POST("/api/v1/series/{series_id}/edits/{edit_id}/undo", {
        params: { path: { series_id: seriesId, edit_id: editId } },
      }),
    ),
  );
