import { createStore } from "./store";

/**
 * What stands in forms that may not be kept as a draft, by the form and whom it is about. Room mode and a step back take
 * a form away in the midst of it: this page remembers it until somebody closes it, and writes it nowhere.
 */
export const unfinished = createStore<ReadonlyMap<string, unknown>>(new Map());

export function keepUnfinished(name: string, content: unknown): void {
  unfinished.set(new Map([...unfinished.get(), [name, content]]));
}

/** Drops what has this name, and every name that begins with it. */
export function dropUnfinished(name: string): void {
  unfinished.set(new Map([...unfinished.get()].filter(([other]) => other !== name && !other.startsWith(`${name} `))));
}

/** Nothing of it is left for who signs in next. */
export const forgetUnfinished = () => unfinished.set(new Map());

// Whatever is shown meanwhile: loaded again, the page knows nothing of it.
window.addEventListener("beforeunload", (event) => {
  if (unfinished.get().size > 0) event.preventDefault();
});
