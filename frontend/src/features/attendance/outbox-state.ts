import { createStore } from "@/lib/store";

import type { Kept } from "./outbox-rules";
import type { Change } from "./rules";

/** What this account has kept on this device, oldest first. */
export const kept = createStore<readonly Kept[]>([]);

export type Versions = ReadonlyMap<string, number | null>;

export type Outbox = {
  /** Looks at the device: another tab of the same account may have added or sent. */
  load: () => Promise<unknown>;
  /** Keeps a change behind what waits already. `key` is of an attempt whose answer never came. */
  keep: (session: string, change: Change, versions: Versions, key?: string) => Promise<void>;
  /** Sends what waits, in order, as far as the connection carries. */
  flush: () => Promise<void>;
  keepTheirs: (sequence: number) => Promise<void>;
  useMine: (sequence: number) => Promise<void>;
  dismiss: (sequence: number) => Promise<void>;
};

/** The outbox of who is signed in. Its code is fetched once a page stands; until then there is none. */
export const outbox = createStore<Outbox | null>(null);
