import { createStore } from "./store";

/** Whoever holds what signing out would lose: asks before, and clears after. */
export type Leaving = { ask: () => Promise<boolean>; left: () => Promise<void> };

export const leaving = createStore<Leaving | null>(null);
