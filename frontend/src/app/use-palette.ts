import { type ComponentType, useEffect, useRef, useState } from "react";

import { connection } from "@/api/connection";
import { keysAreTaken } from "@/lib/shortcuts";

import type { PaletteProps } from "./palette-dialog";

/**
 * Search from anywhere, by Ctrl+K or ⌘K. Its code is fetched when it is first asked for; that this fails says that the
 * connection does. In room mode it stays away, or goes: it finds people by name.
 */
export function usePalette(blocked: boolean) {
  const [Loaded, setLoaded] = useState<ComponentType<PaletteProps> | null>(null);
  const [opened, setOpened] = useState(false);
  const from = useRef<Element | null>(null);

  const open = () => {
    if (blocked) return;
    from.current = document.activeElement;
    setOpened(true);
    import("./palette-dialog").then(
      (module) => setLoaded(() => module.PaletteDialog),
      () => {
        setOpened(false);
        connection.set("down");
      },
    );
  };
  useEffect(() => {
    if (blocked) setOpened(false);
  }, [blocked]);
  const latest = useRef(open);
  latest.current = open;

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      if (event.altKey || event.shiftKey) return;
      event.preventDefault();
      if (!keysAreTaken()) latest.current();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  const close = () => {
    setOpened(false);
    if (from.current instanceof HTMLElement && from.current.isConnected) from.current.focus({ preventScroll: true });
  };
  return { open, close, opened, Dialog: opened && !blocked ? Loaded : null };
}
