import { useEffect, useState } from "react";

import { connection } from "@/api/connection";
import { onceQuiet } from "@/api/quiet";
import { useStore } from "@/lib/store";

/**
 * A part of a page that is fetched once the page has its answers: it is not needed to begin with, and must be at hand
 * should the connection go. `load` stays the same function.
 */
export function useLater<Part>(load: () => Promise<Part>): Part | null {
  const [part, setPart] = useState<Part | null>(null);
  const state = useStore(connection);
  useEffect(() => {
    if (part || state === "down") return;
    return onceQuiet(() => {
      load().then(
        (loaded) => setPart(() => loaded),
        () => {}, // No connection: its return tries again.
      );
    });
  }, [load, part, state]);
  return part;
}
