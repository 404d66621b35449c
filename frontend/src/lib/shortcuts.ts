import { useEffect, useRef } from "react";

import { readPreference, writePreference } from "./preferences";
import { createStore, useStore } from "./store";

/** Keys that act without Ctrl or Alt can be turned off (WCAG 2.1.4): speech input may type them by accident. */
const enabled = createStore(readPreference("shortcuts") !== "off");

export const useShortcutsEnabled = () => useStore(enabled);

export function enableShortcuts(on: boolean): void {
  enabled.set(on);
  writePreference("shortcuts", on ? "on" : "off");
}

/** What the keys do, for whoever asks: each a name under `account.keys`. */
export const helpOfKeys = [
  { keys: "R", name: "room" },
  { keys: "⇧P", name: "rest" },
  { keys: "1–4", name: "mark" },
  { keys: "↑ ↓", name: "move" },
  { keys: "Ctrl K / ⌘K", name: "search" },
] as const;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

/** Whether something has the keys to itself. What lies beside the page leaves them to it. */
export const keysAreTaken = () => document.querySelector('[role="dialog"]:not([aria-modal="false"])') !== null;

/** Calls `act` for a key pressed anywhere on the page, except while someone types or a dialog is above it. */
export function useShortcut(key: string, act: () => void, { shift = false } = {}): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!enabled.get() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.shiftKey !== shift || event.key.toLowerCase() !== key) return;
      if (isTyping(event.target) || keysAreTaken()) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [key, shift]);
}
