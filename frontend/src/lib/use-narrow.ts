import { useRef, useSyncExternalStore } from "react";

/** The library marks the body with it while a dialog or a drawer stands above the page. */
const LOCKED = "data-scroll-locked";

/**
 * Whether the window is at most this wide, in CSS pixels.
 *
 * While a dialog is open nothing is rearranged: it may belong to a part that has another place in the other
 * arrangement, and whoever turns a tablet or zooms would lose it with what they typed.
 */
export function useNarrow(width: number): boolean {
  const query = `(max-width: ${width}px)`;
  const last = useRef<boolean | null>(null);
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      const dialogs = new MutationObserver(listener);
      dialogs.observe(document.body, { attributeFilter: [LOCKED] });
      return () => {
        list.removeEventListener("change", listener);
        dialogs.disconnect();
      };
    },
    () => {
      if (last.current === null || !document.body.hasAttribute(LOCKED)) last.current = window.matchMedia(query).matches;
      return last.current;
    },
  );
}
