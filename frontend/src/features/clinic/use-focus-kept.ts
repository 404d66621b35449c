import { useEffect, useRef } from "react";

/**
 * Keeps focus in a section when what was pressed goes with its row: it moves to the heading of that id once the rows
 * have changed. Call what it returns when a change has been made.
 */
export function useFocusKept(headingId: string, rows: unknown): () => void {
  const changed = useRef(false);
  useEffect(() => {
    if (!changed.current || document.activeElement !== document.body) return;
    changed.current = false;
    document.getElementById(headingId)?.focus({ preventScroll: true });
  }, [rows, headingId]);
  return () => {
    changed.current = true;
  };
}
