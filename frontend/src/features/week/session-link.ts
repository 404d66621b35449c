import type { MouseEvent } from "react";

/**
 * How a session of the schedule is opened. One for all of them: a router's link each would work out sixty addresses
 * anew at every step of the schedule.
 */
export type SessionLink = {
  /** The session that is open. */
  opened: string | undefined;
  hrefOf: (id: string) => string;
  open: (event: MouseEvent<HTMLAnchorElement>, id: string) => void;
};

/** Whether a click asks for the page itself, and not for another tab or window. */
export const isPlain = ({ button, metaKey, ctrlKey, shiftKey, altKey, defaultPrevented }: MouseEvent) =>
  button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey && !defaultPrevented;
