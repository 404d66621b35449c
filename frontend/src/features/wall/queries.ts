import { queryOptions } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";

/** No more than a wall shows: what is not asked for cannot be found on that machine either. */
export const wallQuery = (sessionId: string) =>
  queryOptions({
    queryKey: keys.wall(sessionId),
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/sessions/{session_id}/wall", { params: { path: { session_id: sessionId } }, signal }),
      ),
  });
