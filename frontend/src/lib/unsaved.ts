import { createStore } from "./store";

/** How many changes the server has not taken. Whoever holds such changes keeps the count. */
export const unsavedCount = createStore(0);
