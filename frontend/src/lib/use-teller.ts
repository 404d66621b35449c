import { useState } from "react";

import { createTeller, type Teller } from "./teller";

type Send = Parameters<typeof createTeller>[0];

/** A teller of this page, and whether staff was told. It goes on after the page: what is missing stays missing. */
export function useTeller(send: () => Pick<Send, "tell" | "waitAfter">): Teller & { told: boolean } {
  const [told, setTold] = useState(false);
  const [teller] = useState(() => createTeller({ ...send(), onTold: () => setTold(true) }));
  return { ...teller, told };
}
