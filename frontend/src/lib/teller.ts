type Telling = {
  /** Sends word that something is missing. What is sent while the page is left has to outlive it. */
  tell: (leaving: boolean) => Promise<void>;
  /** Milliseconds until the next try; null where no further one can help. */
  waitAfter: (error: unknown, attempt: number) => number | null;
  onTold: () => void;
};

export type Teller = {
  /** `what` could not be stored. It is a name for this page alone, and goes nowhere. */
  lost: (what: string) => void;
  /** It is stored now: where nobody was told yet, there is nothing to tell. */
  stored: (what: string) => void;
};

/**
 * Tells staff that something somebody said is not stored: at once, again until it comes through, and once more when the
 * page is left. It knows nothing of what was said, and keeps nothing beyond the page.
 */
export function createTeller({ tell, waitAfter, onTold }: Telling): Teller {
  const missing = new Set<string>();
  const told = new Set<string>();
  let attempt = 0;
  let sending = false;
  let listening = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const leave = () => void tell(true).catch(() => undefined);
  const hide = () => {
    if (document.visibilityState === "hidden") leave();
  };
  const again = () => void send();

  const listen = (wanted: boolean) => {
    if (wanted === listening) return;
    listening = wanted;
    const change = wanted ? "addEventListener" : "removeEventListener";
    window[change]("pagehide", leave);
    window[change]("online", again);
    document[change]("visibilitychange", hide);
  };

  const settle = () => {
    listen(missing.size > 0);
    if (missing.size > 0) return;
    clearTimeout(timer);
    attempt = 0;
  };

  async function send(): Promise<void> {
    if (sending || missing.size === 0) return;
    clearTimeout(timer);
    sending = true;
    const these = [...missing];
    let wait: number | null = 0;
    try {
      await tell(false);
      for (const one of these) {
        missing.delete(one);
        told.add(one);
      }
      onTold();
    } catch (error) {
      wait = waitAfter(error, attempt++);
      if (wait === null) missing.clear();
    }
    sending = false;
    settle();
    if (missing.size > 0) timer = setTimeout(again, wait ?? 0);
  }

  return {
    lost: (what) => {
      if (missing.has(what) || told.has(what)) return;
      missing.add(what);
      settle();
      void send();
    },
    stored: (what) => {
      missing.delete(what);
      told.delete(what);
      settle();
    },
  };
}
