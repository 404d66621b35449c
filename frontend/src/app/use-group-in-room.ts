import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { dayQuery } from "@/api/day";
import type { SessionCard, SignedIn } from "@/api/types";
import { useRoom } from "@/lib/room";
import { phaseOf } from "@/lib/session-time";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { kindColour } from "@/ui/kind";

const AGAIN_MILLISECONDS = 60_000;

/** The first of one's own groups that run in a room now and that nobody has left room mode for. */
export function groupInRoom(sessions: readonly SessionCard[], now: Date, left: readonly string[]): string | null {
  const group = sessions.find(
    (one) =>
      one.mine &&
      !one.telehealth &&
      one.status === "scheduled" &&
      kindColour(one.service_kind) === "group" &&
      phaseOf(one, now) === "running" &&
      !left.includes(one.id),
  );
  return group?.id ?? null;
}

/**
 * Whether a group of who is signed in sits before this screen, on whichever page they are. `known` is false until the
 * day has been answered once; should it not be answered, the pages work all the same, for charts are needed then too.
 * With `asks` it is looked at again each minute: Today keeps the day fresh by itself.
 */
export function useGroupInRoom(me: SignedIn, { asks = false } = {}): { group: string | null; known: boolean } {
  const now = useNow();
  const { left } = useRoom();
  const may = me.permissions.includes("schedule:read");
  const day = useQuery({
    ...dayQuery(wallClock(now, me.organization.time_zone).date),
    enabled: may,
    // At midnight nothing is hidden, and no form taken away, while the next day is asked for.
    placeholderData: keepPreviousData,
    refetchInterval: asks && AGAIN_MILLISECONDS,
  });
  return {
    group: groupInRoom(day.data?.sessions ?? [], now, left),
    known: !may || day.isFetched || day.data !== undefined,
  };
}
