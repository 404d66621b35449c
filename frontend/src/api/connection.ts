import { createStore } from "@/lib/store";

/** Whether the last call reached a working server. */
export const connection = createStore<"up" | "down">("up");
