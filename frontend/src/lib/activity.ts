const IDLE_MILLISECONDS = 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel"] as const;

let used = Date.now();
let shown = false;

/** Notes from now on when somebody uses this page. */
export function watchActivity(): void {
  const note = () => {
    used = Date.now();
  };
  for (const sign of SIGNS) window.addEventListener(sign, note, { capture: true, passive: true });
}

/** A screen that is there to be seen, as on a wall, is in use while it shows; returns how to end that. */
export function keepInUse(): () => void {
  shown = true;
  return () => {
    shown = false;
  };
}

/** Whether nobody has used this page for a while, so that what it asks by itself must not keep a sign-in alive. */
export const isIdle = (): boolean => !shown && Date.now() - used > IDLE_MILLISECONDS;
