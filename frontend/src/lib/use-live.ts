import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { followChanges, streaming } from "@/api/changes";
import { keys } from "@/api/keys";

const USUAL_MILLISECONDS = 30_000;
const QUICK_MILLISECONDS = 10_000;
/** Beside the stream, should a proxy keep it to itself. */
const NET_MILLISECONDS = 60_000;
/** Least time between two questions: about one session, and about all of them, which every open page asks. */
const ONE_MILLISECONDS = 500;
const ALL_MILLISECONDS = 3_000;
const SENDING_MILLISECONDS = 200;

const PLANNING = keys.builds[0];

/** A key of one session is its name and the session's id. */
const sessionOf = ([, id]: QueryKey) => (typeof id === "string" ? id : undefined);

/**
 * Keeps what is shown as others leave it: answers under these keys are asked for anew when the stream says that they
 * changed. Where there is no stream the clock does it, while the page can be seen, more often while it is `quick`; and
 * when the page is looked at again.
 */
export function useLive(queries: readonly QueryKey[], { quick = false } = {}): void {
  const queryClient = useQueryClient();
  const watched = JSON.stringify(queries);

  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined;
    const refresh = () => {
      for (const queryKey of JSON.parse(watched) as QueryKey[]) {
        void queryClient.refetchQueries({ queryKey, type: "active" }, { cancelRefetch: false });
      }
    };
    const follow = () => {
      clearInterval(timer);
      const pause = streaming.get() ? NET_MILLISECONDS : quick ? QUICK_MILLISECONDS : USUAL_MILLISECONDS;
      timer = document.hidden ? undefined : setInterval(refresh, pause);
    };
    const lookedAt = () => {
      follow();
      if (!document.hidden) refresh();
    };
    follow();
    const unsubscribe = streaming.subscribe(follow);
    document.addEventListener("visibilitychange", lookedAt);
    window.addEventListener("focus", lookedAt);
    return () => {
      clearInterval(timer);
      unsubscribe();
      document.removeEventListener("visibilitychange", lookedAt);
      window.removeEventListener("focus", lookedAt);
    };
  }, [queryClient, watched, quick]);

  useEffect(() => {
    const timers = new Map<QueryKey, ReturnType<typeof setTimeout>>();
    const asked = new Map<QueryKey, number>();
    const ask = (queryKey: QueryKey) => {
      // An answer from between two of one's own changes would for a moment show the second as never made.
      if (queryClient.isMutating() > 0) {
        timers.set(
          queryKey,
          setTimeout(() => ask(queryKey), SENDING_MILLISECONDS),
        );
        return;
      }
      timers.delete(queryKey);
      asked.set(queryKey, Date.now());
      void queryClient.refetchQueries({ queryKey, type: "active" });
    };
    const watching = JSON.parse(watched) as QueryKey[];
    const unfollow = followChanges(({ everything, changes }) => {
      for (const queryKey of watching) {
        const id = sessionOf(queryKey);
        const concerned =
          everything ||
          changes.some((one) =>
            // How far a week in the making is touches nothing else.
            one.kind === "planning" ? queryKey[0] === PLANNING : !id || !one.session_id || one.session_id === id,
          );
        if (!concerned || timers.has(queryKey)) continue;
        const pause = id ? ONE_MILLISECONDS : ALL_MILLISECONDS;
        const wait = Math.max(0, (asked.get(queryKey) ?? 0) + pause - Date.now());
        timers.set(
          queryKey,
          setTimeout(() => ask(queryKey), wait),
        );
      }
    });
    return () => {
      unfollow();
      for (const timer of timers.values()) clearTimeout(timer);
    };
  }, [queryClient, watched]);
}
