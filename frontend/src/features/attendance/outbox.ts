import type { QueryClient } from "@tanstack/react-query";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import { keys } from "@/api/keys";
import { ProblemError } from "@/api/problem";
import type { Attendance, MarkResults } from "@/api/types";
import { unsentCount } from "@/lib/unsaved";

import {
  isWaiting,
  type Kept,
  keepable,
  type NewKept,
  replacedBy,
  saysTheSame,
  settledBy,
  unsent,
  verdictOf,
} from "./outbox-rules";
import { kept, type Outbox, outbox, type Versions } from "./outbox-state";
import { rosterQuery, sendChange } from "./queries";
import { type Change, withAnswers } from "./rules";

type Answer = MarkResults["results"][number];

const NAME = "handrail-outbox";

interface Schema extends DBSchema {
  marks: { key: number; value: Kept | NewKept; indexes: { account: string } };
}

const openDatabase = () =>
  openDB<Schema>(NAME, 1, {
    upgrade(db) {
      db.createObjectStore("marks", { keyPath: "sequence", autoIncrement: true }).createIndex("account", "account");
    },
  });

/**
 * Marks that were made without a connection, kept on the device until the server has them. They belong to one account:
 * another on the same browser neither sees nor sends them.
 */
class DeviceOutbox implements Outbox {
  private sending: Promise<void> | null = null;

  constructor(
    private readonly db: IDBPDatabase<Schema>,
    private readonly account: string,
    private readonly queryClient: QueryClient,
    private readonly onSent: (count: number) => void,
  ) {}

  /** What stands on the device now: another tab of the same account may have added or sent. */
  readonly load = async (): Promise<readonly Kept[]> => {
    const found = (await this.db.getAllFromIndex("marks", "account", this.account)) as Kept[];
    found.sort((one, other) => one.sequence - other.sequence);
    if (outbox.get() === this) {
      kept.set(found);
      unsentCount.set(unsent(found));
    }
    return found;
  };

  readonly keep = async (session: string, change: Change, versions: Versions, key?: string): Promise<void> => {
    for (const draft of change.marks) {
      const { mark } = keepable(draft);
      await this.add(session, draft.booking_id, mark, versions.get(draft.booking_id) ?? null, key);
    }
    for (const booking of change.clears) await this.add(session, booking, null, versions.get(booking) ?? null);
    await this.load();
  };

  /** Reads and writes in one transaction: what is being sent this moment must not be replaced. */
  private async add(session: string, booking: string, mark: Kept["mark"], version: number | null, key?: string) {
    const { store: marks, done } = this.db.transaction("marks", "readwrite");
    const before = (await marks.index("account").getAll(this.account)) as Kept[];
    const replaced = replacedBy(before, booking);
    for (const one of [...settledBy(before, booking), ...(replaced ? [replaced] : [])]) {
      await marks.delete(one.sequence);
    }
    const base = replaced ? replaced.version : version;
    const follows = before.some((one) => one.booking === booking && isWaiting(one) && one.tried);
    // Nobody was marked and nobody is to be: there is nothing to say.
    if (mark !== null || base !== null || follows) {
      await marks.add({
        account: this.account,
        session,
        booking,
        key: key ?? crypto.randomUUID(),
        version: base,
        mark,
        tried: key !== undefined,
        state: "waiting",
        theirs: null,
        refusal: null,
      });
    }
    await done;
  }

  readonly flush = (): Promise<void> => {
    this.sending ??= this.alone(() => this.sendAll()).finally(() => {
      this.sending = null;
    });
    return this.sending;
  };

  /** Two tabs of one account do not send at once. The keys would keep that harmless; this keeps the order. */
  private alone(send: () => Promise<void>): Promise<void> {
    return navigator.locks ? navigator.locks.request(`${NAME}-${this.account}`, send) : send();
  }

  private async sendAll(): Promise<void> {
    const sessions = new Set<string>();
    let arrived = 0;
    for (;;) {
      const next = (await this.load()).find(isWaiting);
      // Signed out meanwhile, or somebody else signed in: what is left waits for its own account.
      if (!next || outbox.get() !== this) break;
      if (!(await this.took(next))) continue;
      try {
        const { result, attendance } = await this.send(next);
        sessions.add(next.session);
        this.queryClient.setQueryData(
          rosterQuery(next.session).queryKey,
          (roster) => roster && withAnswers(roster, [{ booking_id: next.booking, attendance }]),
        );
        if (result === "applied" || saysTheSame(next.mark, attendance)) {
          await this.arrived(next, attendance);
          arrived += 1;
        } else {
          await this.conflict(next, attendance);
        }
      } catch (error) {
        const verdict = verdictOf(error);
        if (verdict === "later") break;
        sessions.add(next.session);
        if (verdict === "conflict") await this.conflict(next, await this.theirsOf(next));
        else if (error instanceof ProblemError) {
          const { status, code } = error.problem;
          await this.db.put("marks", { ...next, tried: true, state: "refused", refusal: { status, code } });
        }
      }
    }
    await this.load();
    if (sessions.size === 0) return;
    for (const session of sessions) void this.queryClient.invalidateQueries({ queryKey: keys.roster(session) });
    void this.queryClient.invalidateQueries({ queryKey: keys.days });
    void this.queryClient.invalidateQueries({ queryKey: keys.weeks });
    if (arrived > 0) this.onSent(arrived);
  }

  /** Says that it is on its way, unless it was replaced this moment. */
  private async took(one: Kept): Promise<boolean> {
    const { store: marks, done } = this.db.transaction("marks", "readwrite");
    const there = (await marks.get(one.sequence)) !== undefined;
    if (there) await marks.put({ ...one, tried: true });
    await done;
    return there;
  }

  private async send({ session, booking, version, mark, key }: Kept): Promise<Answer> {
    const change = mark ? { marks: [mark], clears: [] } : { marks: [], clears: [booking] };
    const [answer] = await sendChange(session, change, new Map([[booking, version]]), key);
    // What was to be taken back has not been marked after all.
    return answer ?? { booking_id: booking, result: "applied", attendance: null };
  }

  /** It is done. Later marks of the same person rest on the version it brought. */
  private async arrived(one: Kept, attendance: Attendance | null): Promise<void> {
    const marks = this.db.transaction("marks", "readwrite").store;
    await marks.delete(one.sequence);
    for (const later of (await marks.index("account").getAll(this.account)) as Kept[]) {
      if (later.booking === one.booking && isWaiting(later)) {
        await marks.put({ ...later, version: attendance?.version ?? null });
      }
    }
  }

  /** A person chooses between theirs and mine; mine is what was marked here last. */
  private async conflict(one: Kept, theirs: Attendance | null): Promise<void> {
    const marks = this.db.transaction("marks", "readwrite").store;
    const all = (await marks.index("account").getAll(this.account)) as Kept[];
    const same = all.filter((other) => other.booking === one.booking && isWaiting(other));
    same.sort((a, b) => a.sequence - b.sequence);
    const mine = same.at(-1) ?? one;
    for (const other of same) if (other !== mine) await marks.delete(other.sequence);
    const stored = theirs && { outcome: theirs.outcome, version: theirs.version };
    await marks.put({ ...mine, tried: true, state: "conflict", theirs: stored });
  }

  private async theirsOf(one: Kept): Promise<Attendance | null> {
    const roster = await this.queryClient.fetchQuery({ ...rosterQuery(one.session), staleTime: 0 });
    return roster.rows.find((row) => row.booking_id === one.booking)?.attendance ?? null;
  }

  private async remove(sequence: number): Promise<void> {
    await this.db.delete("marks", sequence);
    await this.load();
  }

  readonly keepTheirs = (sequence: number) => this.remove(sequence);
  readonly dismiss = (sequence: number) => this.remove(sequence);

  /** Mine once more, knowing theirs: another request, so another key. */
  readonly useMine = async (sequence: number): Promise<void> => {
    const one = (await this.load()).find((other) => other.sequence === sequence);
    if (!one) return;
    await this.db.put("marks", {
      ...one,
      key: crypto.randomUUID(),
      version: one.theirs?.version ?? null,
      tried: false,
      state: "waiting",
      theirs: null,
    });
    await this.flush();
  };

  /** Nothing of this account stays on the device. */
  readonly wipe = async (): Promise<void> => {
    const marks = this.db.transaction("marks", "readwrite").store;
    for (const sequence of await marks.index("account").getAllKeys(this.account)) await marks.delete(sequence);
    await this.load();
  };

  readonly close = (): void => {
    if (outbox.get() === this) {
      outbox.set(null);
      kept.set([]);
      unsentCount.set(0);
    }
    // What is on its way ends first; it takes nothing more.
    void (this.sending ?? Promise.resolve()).finally(() => this.db.close());
  };
}

/** Opens the outbox of an account. Fails where the browser keeps nothing: then marks stay with the open page. */
export async function openOutbox(account: string, queryClient: QueryClient, onSent: (count: number) => void) {
  const opened = new DeviceOutbox(await openDatabase(), account, queryClient, onSent);
  outbox.set(opened);
  await opened.load();
  return opened;
}
