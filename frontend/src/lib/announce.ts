import { createStore } from "./store";

/** The last message for screen readers. The count makes the same words twice be read twice. */
export const announcement = createStore<{ text: string; count: number }>({ text: "", count: 0 });

export function announce(text: string): void {
  announcement.set({ text, count: announcement.get().count + 1 });
}
