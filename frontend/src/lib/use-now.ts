import { useSyncExternalStore } from "react";

const STEP_MS = 15_000;

/** The present instant, renewed every 15 seconds and when the page is looked at again; one clock for all. */
let now = new Date();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  now = new Date();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = new Date();
    timer = setInterval(tick, STEP_MS);
    document.addEventListener("visibilitychange", tick);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    }
  };
}

/** While nobody listened the clock stood still: who comes back after an hour must not first see the day of then. */
function read(): Date {
  if (listeners.size === 0 && Math.abs(Date.now() - now.getTime()) > STEP_MS) now = new Date();
  return now;
}

export function useNow(): Date {
  return useSyncExternalStore(subscribe, read);
}
