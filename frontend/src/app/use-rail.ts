import { useRouterState } from "@tanstack/react-router";
import { useState } from "react";

import { readPreference, writePreference } from "@/lib/preferences";
import { useNarrow } from "@/lib/use-narrow";

/**
 * Whether the navigation is a rail of icons: where the reader chose so, and by itself while a session stands beside the
 * schedule in a window that has not the room for both.
 */
export function useRail(): { rail: boolean; toggle: (() => void) | undefined } {
  const [chosen, setChosen] = useState(() => readPreference("navigation") === "rail");
  const beside = useRouterState({
    select: ({ location }) => location.pathname === "/schedule" && "session" in location.search,
  });
  // Narrower still, the session lies over the page and takes no room from it.
  const forced = [useNarrow(1599), !useNarrow(1279), beside].every(Boolean);
  const toggle = () => {
    writePreference("navigation", chosen ? "whole" : "rail");
    setChosen(!chosen);
  };
  return { rail: chosen || forced, toggle: forced ? undefined : toggle };
}
