import { useRef } from "react";

export type KeyOf = (body: unknown) => { "Idempotency-Key": string };

/**
 * A key for each thing that is sent, the same as long as that stays as it is: sent again after a connection was lost, it
 * is not added twice.
 */
export function keysOfSent(): KeyOf {
  const given = new Map<string, string>();
  return (body) => {
    const sent = JSON.stringify(body);
    const key = given.get(sent) ?? crypto.randomUUID();
    given.set(sent, key);
    return { "Idempotency-Key": key };
  };
}

/** Keys that last as long as the form does: opened anew, it says another thing in the same words. */
export function useKeyOf(): KeyOf {
  const keys = useRef<KeyOf>(null);
  keys.current ??= keysOfSent();
  return keys.current;
}
