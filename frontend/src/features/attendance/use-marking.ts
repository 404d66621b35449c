import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Roster, RosterRow } from "@/api/types";
import { announce } from "@/lib/announce";
import { unsavedCount } from "@/lib/unsaved";

import { useChangeAttendance, usePendingChanges } from "./queries";
import { type Change, type MarkDraft, undoOf, unmarked, withPending } from "./rules";

const without = (map: ReadonlyMap<string, MarkDraft>, ids: Iterable<string>) => {
  const rest = new Map(map);
  for (const id of ids) rest.delete(id);
  return rest;
};

/** Marking one session's roster: what shows at once, what can be undone, what met another's mark, what is not saved. */
export function useMarking(roster: Roster) {
  const { t } = useTranslation();
  const sessionId = roster.session.id;
  const pending = usePendingChanges(sessionId);
  const { mutateAsync } = useChangeAttendance(sessionId);
  const rows = withPending(roster, pending);
  const [undo, setUndo] = useState<Change | null>(null);
  const [conflicts, setConflicts] = useState<ReadonlyMap<string, MarkDraft>>(new Map());
  const [unsaved, setUnsaved] = useState<ReadonlyMap<string, MarkDraft>>(new Map());
  const [error, setError] = useState<unknown>(null);
  const [savedAt, setSavedAt] = useState<Date | null>(null);

  useEffect(() => {
    unsavedCount.set(unsaved.size);
    return () => unsavedCount.set(0);
  }, [unsaved]);

  const send = useCallback(
    (change: Change) => {
      const touched = [...change.marks.map((mark) => mark.booking_id), ...change.clears];
      setError(null);
      setConflicts((before) => without(before, touched));
      setUnsaved((before) => without(before, touched));
      // A promise for each change: callbacks given to `mutate` are called for the newest one only.
      mutateAsync(change).then(
        (results) => {
          const refused = new Set(results.filter((one) => one.result === "conflict").map((one) => one.booking_id));
          const mine = change.marks.filter((mark) => refused.has(mark.booking_id));
          if (mine.length > 0) {
            setConflicts((before) => new Map([...before, ...mine.map((mark) => [mark.booking_id, mark] as const)]));
          }
          setSavedAt(new Date());
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
    setUndo(undoOf([row]));
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

  const keepTheirs = (bookingId: string) => setConflicts((before) => without(before, [bookingId]));

  const takeMine = (bookingId: string) => {
    const mine = conflicts.get(bookingId);
    if (mine) send({ marks: [mine], clears: [] });
  };

  const retryUnsaved = () => send({ marks: [...unsaved.values()], clears: [] });

  return {
    rows,
    saving: pending.length > 0,
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
