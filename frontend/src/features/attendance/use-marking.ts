import { startTransition, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Outcome, Roster, RosterRow } from "@/api/types";
import { announce } from "@/lib/announce";
import { useStore } from "@/lib/store";
import { unsavedCount } from "@/lib/unsaved";

import { kept, outbox } from "./outbox-state";
import { useChangeAttendance, usePendingChanges } from "./queries";
import { type Change, type MarkDraft, undoOf, unmarked, withPending } from "./rules";

/** The same map where there is nothing to take out of it. */
const without = (map: ReadonlyMap<string, MarkDraft>, ids: readonly string[]) => {
  if (!ids.some((id) => map.has(id))) return map;
  const rest = new Map(map);
  for (const id of ids) rest.delete(id);
  return rest;
};

/** Marking one session's roster: what shows at once, what can be undone, what met another's mark, what is not saved. */
export function useMarking(roster: Roster) {
  const { t } = useTranslation();
  const sessionId = roster.session.id;
  const { waiting, underWay } = usePendingChanges(sessionId);
  const { mutateAsync } = useChangeAttendance(sessionId);
  const rows = withPending(roster, [...waiting, ...underWay]);
  const box = useStore(outbox);
  const keptHere = useStore(kept).filter((one) => one.session === sessionId);
  const [undo, setUndo] = useState<Change | null>(null);
  const [met, setConflicts] = useState<ReadonlyMap<string, MarkDraft>>(new Map());
  const [unsaved, setUnsaved] = useState<ReadonlyMap<string, MarkDraft>>(new Map());
  const [error, setError] = useState<unknown>(null);
  const [shortened, setShortened] = useState(false);
  const [savedAt, setSavedAt] = useState<Date | null>(null);

  useEffect(() => {
    unsavedCount.set(unsaved.size);
    return () => unsavedCount.set(0);
  }, [unsaved]);

  const send = useCallback(
    (change: Change) => {
      const touched = [...change.marks.map((mark) => mark.booking_id), ...change.clears];
      // The mark itself shows by being under way; what was said about the one before it may go a moment later.
      startTransition(() => {
        setError(null);
        setShortened(false);
        setConflicts((before) => without(before, touched));
        setUnsaved((before) => without(before, touched));
      });
      // A promise for each change: callbacks given to `mutate` are called for the newest one only.
      mutateAsync(change).then(
        ({ results, shortened }) => {
          setShortened(shortened.length > 0);
          const refused = new Set(results.filter((one) => one.result === "conflict").map((one) => one.booking_id));
          const mine = change.marks.filter((mark) => refused.has(mark.booking_id));
          if (mine.length > 0) {
            setConflicts((before) => new Map([...before, ...mine.map((mark) => [mark.booking_id, mark] as const)]));
          }
          if (results.length > 0) setSavedAt(new Date());
        },
        (failure: unknown) => {
          setError(failure);
          setUnsaved((before) => new Map([...before, ...change.marks.map((mark) => [mark.booking_id, mark] as const)]));
        },
      );
    },
    [mutateAsync],
  );

  const mark = (row: RosterRow, draft: MarkDraft) => {
    startTransition(() => setUndo(undoOf([row])));
    send({ marks: [draft], clears: [] });
  };

  const markRest = () => {
    const rest = unmarked(rows);
    if (rest.length === 0) {
      announce(t("roster.nothingLeft"));
      return;
    }
    setUndo(undoOf(rest));
    send({ marks: rest.map((row) => ({ booking_id: row.booking_id, outcome: "present" })), clears: [] });
    announce(t("roster.markedRest", { count: rest.length }));
  };

  const undoLast = () => {
    if (!undo) return;
    send(undo);
    setUndo(null);
    announce(t("roster.undone"));
  };

  // What met another's mark: just now, or when it was sent from the outbox.
  const conflicts = new Map<string, Pick<MarkDraft, "booking_id"> & { outcome: Outcome | null }>(met);
  for (const one of keptHere) {
    if (one.state === "conflict") {
      conflicts.set(one.booking, { booking_id: one.booking, outcome: one.mark?.outcome ?? null });
    }
  }
  const ofOutbox = (bookingId: string) =>
    keptHere.find((one) => one.booking === bookingId && one.state === "conflict")?.sequence;

  const keepTheirs = (bookingId: string) => {
    const sequence = ofOutbox(bookingId);
    if (sequence !== undefined) void box?.keepTheirs(sequence);
    setConflicts((before) => without(before, [bookingId]));
  };

  const takeMine = (bookingId: string) => {
    const sequence = ofOutbox(bookingId);
    const mine = met.get(bookingId);
    if (sequence !== undefined) void box?.useMine(sequence);
    else if (mine) send({ marks: [mine], clears: [] });
  };

  const retryUnsaved = () => send({ marks: [...unsaved.values()], clears: [] });

  return {
    rows,
    saving: underWay.length > 0,
    /** How many of this session wait on this device for the connection. */
    waiting: waiting.length,
    /** A reason or video details had to be left out. */
    shortened,
    savedAt,
    canUndo: undo !== null,
    conflicts,
    unsaved,
    mark,
    markRest,
    undoLast,
    keepTheirs,
    takeMine,
    error,
    retryUnsaved,
  };
}

export type Marking = ReturnType<typeof useMarking>;
