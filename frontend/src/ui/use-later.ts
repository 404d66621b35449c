import { useEffect, useState } from "react";

import { connection } from "@/api/connection";
import { onceQuiet } from "@/api/quiet";
import { useStore } from "@/lib/store";

/** What was fetched, by what fetches it: it is at hand for whatever needs it next, with or without a connection. */
const fetched = new Map<() => Promise<unknown>, unknown>();

/**
 * A part of a page that is fetched once the page has its answers: it is not needed to begin with, and must be at hand
 * should the connection go. `load` stays the same function. What is `wanted` already is not waited with.
 */
export function useLater<Part>(load: () => Promise<Part>, wanted = false): Part | null {
  const [part, setPart] = useState<Part | null>(() => (fetched.get(load) as Part | undefined) ?? null);
  const state = useStore(connection);
  useEffect(() => {
    if (part || state === "down") return;
    const fetchPart = () => {
      load().then(
        (loaded) => {
          fetched.set(load, loaded);
          setPart(() => loaded);
        },
        () => {}, // No connection: its return tries again.
      );
    };
    return wanted ? fetchPart() : onceQuiet(fetchPart);
  }, [load, part, state, wanted]);
  return part;
}
