import { type SyntheticEvent, useEffect, useRef } from "react";

import { focusMain } from "./focus-main";

const DIALOG_CLOSES_MILLISECONDS = 150;

/**
 * For a button that goes with what it did, be it by a dialog: focus goes on to `next`, or to the page, where it would
 * fall to nowhere. Call what it returns when the button is pressed.
 */
export function useFocusPassed(next?: () => HTMLElement | null | undefined): (event: SyntheticEvent) => void {
  const pressed = useRef<Element | null>(null);
  useEffect(() => {
    if (!pressed.current || pressed.current.isConnected) return;
    pressed.current = null;
    setTimeout(() => {
      if (document.activeElement !== document.body) return;
      const to = next?.();
      if (to) to.focus({ preventScroll: true });
      else focusMain();
    }, DIALOG_CLOSES_MILLISECONDS);
  });
  return ({ currentTarget }) => {
    pressed.current = currentTarget;
  };
}
