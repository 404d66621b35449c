import type { Credentials } from "./queries";

export type CredentialError = "organizationMissing" | "emailMissing" | "emailWrong" | "passwordMissing" | "codeMissing";

/** What is missing before anything is sent, in the order of the fields. */
export function credentialErrors(given: Credentials): [keyof Credentials, CredentialError][] {
  const errors: [keyof Credentials, CredentialError][] = [];
  if (given.organization.trim() === "") errors.push(["organization", "organizationMissing"]);
  if (given.email.trim() === "") errors.push(["email", "emailMissing"]);
  else if (!/^[^\s@]+@[^\s@]+$/.test(given.email.trim())) errors.push(["email", "emailWrong"]);
  if (given.password === "") errors.push(["password", "passwordMissing"]);
  // Fewer than six characters are no code of any kind.
  if (given.code !== undefined && given.code.length < 6) errors.push(["code", "codeMissing"]);
  return errors;
}

/** Where to go after signing in: only to a page of ours. */
export function safeReturn(path: string | undefined): string {
  return path?.startsWith("/") && !path.startsWith("//") && !path.startsWith("/\\") ? path : "/today";
}
