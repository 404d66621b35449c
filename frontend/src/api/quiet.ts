/** Between two answers that depend on one another a page asks for nothing, for a moment. */
const QUIET_MILLISECONDS = 100;
/** What somebody may want soon waits no longer, however slow the line. */
const MOST_MILLISECONDS = 3_000;

let underWay = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
const waiting = new Set<() => void>();

/** Notes that an answer is being waited for; returns what notes that it came. */
export function noteCall(): () => void {
  underWay += 1;
  clearTimeout(timer);
  return () => {
    underWay -= 1;
    settle();
  };
}

function settle(): void {
  clearTimeout(timer);
  if (underWay === 0 && waiting.size > 0) timer = setTimeout(goOn, QUIET_MILLISECONDS);
}

function goOn(): void {
  const all = [...waiting];
  waiting.clear();
  for (const next of all) next();
}

// Who points at something may be opening it. Letters typed into a field ask for answers, which come first.
window.addEventListener("pointerdown", goOn, { capture: true, passive: true });

/** Does something once the page has what it asked for, so that it takes no part of the line from that. */
export function onceQuiet(next: () => void): () => void {
  waiting.add(next);
  const latest = setTimeout(() => waiting.delete(next) && next(), MOST_MILLISECONDS);
  settle();
  return () => {
    waiting.delete(next);
    clearTimeout(latest);
  };
}
