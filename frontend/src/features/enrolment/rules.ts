/** What is wrong with a new password before it is sent. */
export function passwordError(password: string, least: number): "missing" | "short" | null {
  if (password === "") return "missing";
  return [...password].length < least ? "short" : null;
}
