import { useCallback, useEffect, useRef, useState } from "react";

import type { Teller } from "@/lib/teller";

import { handIn, type Progress, Refused, readMeasure } from "./api";
import { waitBefore } from "./rules";

export type Sending = { state: "still" | "sending" } | { state: "not-sent"; signedOut: boolean };

const HAND_IN = "hand-in";

/** Hands a measure in, and tries again until it is; staff is told meanwhile that it is missing. */
export function useHandIn(id: string, teller: Teller, onSent: (progress: Progress) => void) {
  const [sending, setSending] = useState<Sending>({ state: "still" });
  const timer = useRef<number>(undefined);
  const act = useRef({ teller, onSent });
  act.current = { teller, onSent };

  const send = useCallback(
    async (version: number, attempt = 0): Promise<void> => {
      window.clearTimeout(timer.current);
      if (attempt === 0) setSending({ state: "sending" });
      try {
        const sent = await handIn(id, version).catch((error: unknown) => settled(id, error));
        act.current.teller.stored(HAND_IN);
        act.current.onSent(sent);
      } catch (error) {
        act.current.teller.lost(HAND_IN);
        const refused = error instanceof Refused ? error : undefined;
        const signedOut = refused?.status === 401;
        setSending({ state: "not-sent", signedOut });
        if (signedOut || (refused && !refused.passing)) return;
        const wait = waitBefore(attempt, refused?.retryAfter);
        timer.current = window.setTimeout(() => void send(version, attempt + 1), wait);
      }
    },
    [id],
  );

  useEffect(() => () => window.clearTimeout(timer.current), []);

  return { sending, send };
}

/** What was refused because of where the measure stands: it may be handed in already, or be of another version now. */
async function settled(id: string, error: unknown): Promise<Progress> {
  if (!(error instanceof Refused) || (error.status !== 409 && error.status !== 412)) throw error;
  const measure = await readMeasure(id);
  if (measure.status === "in_progress") {
    if (error.status === 412) return await handIn(id, measure.version);
    throw error;
  }
  if (measure.status === "withdrawn") throw error;
  return measure;
}
