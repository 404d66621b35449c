import type { LoginSession, PasswordChange, SecondFactorProof } from "@/api/types";

/** Characters of a password that is the only proof of who signs in, as the server asks (NIST SP 800-63B-4). */
const LEAST_CHARACTERS = 15;

export type PasswordError = "presentMissing" | "nextMissing" | "nextShort";

/** What is missing before anything is sent, in the order of the fields. */
export function passwordErrors(given: PasswordChange): [keyof PasswordChange, PasswordError][] {
  const errors: [keyof PasswordChange, PasswordError][] = [];
  if (given.present_password === "") errors.push(["present_password", "presentMissing"]);
  if (given.password === "") errors.push(["password", "nextMissing"]);
  else if ([...given.password].length < LEAST_CHARACTERS) errors.push(["password", "nextShort"]);
  return errors;
}

/** This browser first, then the one used last. */
export function inOrder(sessions: readonly LoginSession[]): LoginSession[] {
  return [...sessions].sort(
    (a, b) => Number(b.current) - Number(a.current) || b.last_seen_at.localeCompare(a.last_seen_at),
  );
}

export type ProofError = "presentMissing" | "codeMissing";

/** What is missing of what is asked for, in the order of the fields. */
export function proofErrors(given: Partial<SecondFactorProof>): [keyof SecondFactorProof, ProofError][] {
  const errors: [keyof SecondFactorProof, ProofError][] = [];
  if (given.present_password === "") errors.push(["present_password", "presentMissing"]);
  // Fewer than six characters are no code of any kind.
  if (given.code !== undefined && given.code.trim().length < 6) errors.push(["code", "codeMissing"]);
  return errors;
}

/** A key in groups of four, as it is typed into an app. */
export function inGroups(key: string): string {
  return key.match(/.{1,4}/g)?.join(" ") ?? "";
}
