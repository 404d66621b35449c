import { createStore } from "@/lib/store";
import { forgetPosition } from "./log-position";

/**
 * A session that ended while a page was in use. Calls wait here while the person signs in again over the live page, and
 * are then sent once more, so that nothing they did is lost.
 */
type Renewal = { promise: Promise<boolean>; settle: (renewed: boolean) => void };

export const renewal = createStore<Renewal | null>(null);

/** Whether somebody is signed in as far as this page knows. */
let signedIn = false;
let token: string | null = null;

export const csrfToken = () => token;

export function rememberSession(csrf: string | null): void {
  token = csrf;
  signedIn = true;
}

export function forgetSession(): void {
  forgetPosition();
  token = null;
  signedIn = false;
  renewal.get()?.settle(false);
}

export function canRenew(): boolean {
  return signedIn;
}

export function waitForRenewal(): Promise<boolean> {
  const open = renewal.get();
  if (open) return open.promise;
  let settle: (renewed: boolean) => void = () => {};
  const promise = new Promise<boolean>((resolve) => {
    settle = (renewed) => {
      renewal.set(null);
      resolve(renewed);
    };
  });
  renewal.set({ promise, settle });
  return promise;
}
