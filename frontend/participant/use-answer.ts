import { useCallback, useEffect, useRef, useState } from "react";

import type { Teller } from "@/lib/teller";

import { answer, type Progress, Refused } from "./api";
import { waitBefore } from "./rules";

export type Waiting = { item: string; value: number | null };
export type Saving =
  | { state: "still" }
  | { state: "saving"; waiting: Waiting }
  | { state: "not-saved"; waiting: Waiting; signedOut: boolean }
  | { state: "refused"; waiting: Waiting };

/** Another answer to the same question is another thing: that the first is missing stays true. */
const nameOf = ({ item, value }: Waiting) => `${item} ${value}`;

/**
 * Saves one answer after the other. What could not be saved stays and is tried again, sooner when the network is back,
 * until it is saved or another one takes its place: no answer is lost without a word. Staff is told meanwhile that one is
 * missing.
 */
export function useAnswer(id: string, teller: Teller, onSaved: (progress: Progress, given: Waiting) => void) {
  const [saving, setSaving] = useState<Saving>({ state: "still" });
  const timer = useRef<number>(undefined);
  const newest = useRef(0);
  const saved = useRef(onSaved);
  saved.current = onSaved;
  const staff = useRef(teller);
  staff.current = teller;

  const give = useCallback(
    async (waiting: Waiting, attempt = 0): Promise<void> => {
      const mine = ++newest.current;
      window.clearTimeout(timer.current);
      // A further try leaves what is said of the one before: a word that flickers is read out again and again.
      if (attempt === 0) setSaving({ state: "saving", waiting });
      try {
        const progress = await answer(id, waiting.item, waiting.value);
        if (mine !== newest.current) return;
        staff.current.stored(nameOf(waiting));
        setSaving({ state: "still" });
        saved.current(progress, waiting);
      } catch (error) {
        staff.current.lost(nameOf(waiting));
        if (mine !== newest.current) return;
        const refused = error instanceof Refused ? error : undefined;
        if (refused && !refused.passing) {
          setSaving({ state: "refused", waiting });
          return;
        }
        const signedOut = refused?.status === 401;
        setSaving({ state: "not-saved", waiting, signedOut });
        if (!signedOut) {
          timer.current = window.setTimeout(
            () => void give(waiting, attempt + 1),
            waitBefore(attempt, refused?.retryAfter),
          );
        }
      }
    },
    [id],
  );

  const waiting = saving.state === "not-saved" ? saving.waiting : undefined;
  const again = useCallback(() => {
    if (waiting) void give(waiting, 1);
  }, [give, waiting]);

  useEffect(() => {
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [again]);

  const open = saving.state !== "still";
  useEffect(() => {
    if (!open) return;
    const keep = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", keep);
    return () => window.removeEventListener("beforeunload", keep);
  }, [open]);

  useEffect(() => () => window.clearTimeout(timer.current), []);

  return { saving, give: (one: Waiting) => void give(one), again };
}
