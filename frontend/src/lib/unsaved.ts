import { createStore } from "./store";

/** How many changes the server has not taken. Whoever holds such changes keeps the count. */
export const unsavedCount = createStore(0);

/** How many marks wait on this device for a connection. */
export const unsentCount = createStore(0);
