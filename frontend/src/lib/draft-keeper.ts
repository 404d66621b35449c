import { type DraftContent, type DraftPlace, discardDraft, readDraft, saveDraft } from "@/api/drafts";
import { ProblemError } from "@/api/problem";

export type DraftState =
  | { is: "untouched" }
  | { is: "keeping" }
  | { is: "kept"; at: Date }
  /** It will be tried again, unless the server refused it. */
  | { is: "failed" };

export type Restored = { content: DraftContent; at: Date };

const PAUSE_MILLISECONDS = 800;
const AGAIN_MILLISECONDS = 5_000;
const NOTHING = "{}";

/**
 * Keeps one form at the server while it is typed: what is wanted there, what is there, and at most one call at a time.
 * Before what was kept earlier has been read nothing is sent, so that it is never overwritten unseen.
 */
export class DraftKeeper {
  #wanted = NOTHING;
  #stored = NOTHING;
  #ready = false;
  #over = false;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly place: DraftPlace,
    private readonly show: (state: DraftState) => void,
  ) {}

  /** Reads what was kept earlier, until the server answers. Null where there is nothing. */
  async read(): Promise<Restored | null> {
    while (!this.#over) {
      try {
        const draft = await readDraft(this.place);
        this.#ready = true;
        this.#stored = draft ? JSON.stringify(draft.content) : NOTHING;
        if (this.#wanted !== NOTHING) this.#soon(0);
        return draft && { content: draft.content, at: new Date(draft.saved_at) };
      } catch (error) {
        if (error instanceof ProblemError && error.problem.status < 500) return null;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLISECONDS));
      }
    }
    return null;
  }

  /** What the form holds now beyond what it began with; it is sent once typing pauses. */
  note(content: DraftContent): void {
    const wanted = JSON.stringify(content);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#soon(PAUSE_MILLISECONDS);
  }

  /** Sends at once what has not been sent: the form closes, or the page is left. */
  flush(leaving = false): void {
    if (this.#over || !this.#ready || this.#wanted === this.#stored) return;
    clearTimeout(this.#timer);
    if (leaving) void this.#send(true);
    else this.#next();
  }

  /** The form was sent, or is begun anew: nothing of it is kept any longer. */
  async discard(): Promise<void> {
    clearTimeout(this.#timer);
    this.#over = true;
    await this.#running;
    if (this.#stored !== NOTHING) await discardDraft(this.place).catch(() => {});
  }

  #soon(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#next(), milliseconds);
  }

  /** One call at a time; what is typed meanwhile follows it. */
  #next(): void {
    if (this.#over || !this.#ready || this.#running || this.#wanted === this.#stored) return;
    this.#running = this.#send(false).finally(() => {
      this.#running = null;
    });
  }

  async #send(leaving: boolean): Promise<void> {
    const sent = this.#wanted;
    this.show({ is: "keeping" });
    try {
      if (sent === NOTHING) {
        await discardDraft(this.place);
        this.show({ is: "untouched" });
      } else {
        const { saved_at } = await saveDraft(this.place, JSON.parse(sent) as DraftContent, leaving);
        this.show({ is: "kept", at: new Date(saved_at) });
      }
      this.#stored = sent;
      if (this.#wanted !== sent && !this.#over) this.#soon(0);
    } catch (error) {
      this.show({ is: "failed" });
      const refused = error instanceof ProblemError && error.problem.status < 500;
      if (!refused && !this.#over) this.#soon(AGAIN_MILLISECONDS);
    }
  }
}
