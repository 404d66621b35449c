import { createStore } from "@/lib/store";
import { apiAddress } from "./client";
import { logPosition, toldUpTo } from "./log-position";
import type { Changes } from "./types";

const AGAIN_MILLISECONDS = 60_000;
/** From page to page the stream stays. */
const LINGER_MILLISECONDS = 5_000;

/** Whether changes are told as they happen. While they are not, whoever shows them asks by the clock. */
export const streaming = createStore(false);

type Listener = (changes: Changes) => void;
const listeners = new Set<Listener>();
let stream: EventSource | undefined;
let again: ReturnType<typeof setTimeout> | undefined;

/** Hears what others change, over one stream for the whole tab: open while somebody listens and the tab can be seen. */
export function followChanges(listener: Listener): () => void {
  listeners.add(listener);
  adjust();
  return () => {
    listeners.delete(listener);
    setTimeout(adjust, LINGER_MILLISECONDS);
  };
}

document.addEventListener("visibilitychange", adjust);

function adjust(): void {
  const wanted = listeners.size > 0 && !document.hidden && typeof EventSource !== "undefined";
  if (wanted === (stream !== undefined)) return;
  if (wanted) {
    stream = open();
  } else {
    clearTimeout(again);
    stream?.close();
    stream = undefined;
    streaming.set(false);
  }
}

function open(): EventSource {
  const since = logPosition();
  const place = since === undefined ? "" : `?${new URLSearchParams({ since })}`;
  const opened = new EventSource(`${apiAddress}/api/v1/events${place}`, { withCredentials: true });
  let before = false;
  opened.onopen = () => {
    streaming.set(true);
    // What is shown may be from before the stream began. From a place in the log, or coming back by itself, it is told
    // what it missed.
    if (!before && since === undefined) tell({ everything: true, changes: [] });
    before = true;
  };
  opened.onmessage = ({ data, lastEventId }) => {
    toldUpTo(lastEventId);
    tell(JSON.parse(data));
  };
  opened.onerror = () => {
    if (stream !== opened) return;
    streaming.set(false);
    if (opened.readyState !== EventSource.CLOSED) return;
    // Refused: the clock goes on meanwhile, and whoever has to sign in again is told by an answer to it.
    again = setTimeout(() => {
      stream = undefined;
      adjust();
    }, AGAIN_MILLISECONDS);
  };
  return opened;
}

function tell(changes: Changes): void {
  for (const listener of listeners) listener(changes);
}
