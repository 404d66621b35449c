import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

const USUAL_MILLISECONDS = 30_000;
const QUICK_MILLISECONDS = 10_000;

/**
 * Keeps what is shown as others leave it: answers under these keys are asked for anew while the page can be seen, more
 * often while it is `quick`, and when it is looked at again. How changes come to be known is nobody else's matter: a
 * stream of events can take the place of the clock here.
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
      timer = document.hidden ? undefined : setInterval(refresh, quick ? QUICK_MILLISECONDS : USUAL_MILLISECONDS);
    };
    const lookedAt = () => {
      follow();
      if (!document.hidden) refresh();
    };
    follow();
    document.addEventListener("visibilitychange", lookedAt);
    window.addEventListener("focus", lookedAt);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", lookedAt);
      window.removeEventListener("focus", lookedAt);
    };
  }, [queryClient, watched, quick]);
}
