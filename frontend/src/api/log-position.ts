/** Longer ones would not fit into every address on the way. Then what is shown is asked for anew. */
const LONGEST = 2_000;

/** Where the server's log of changes stood before anything that is shown was asked for; what came since is told. */
let position: string | undefined;

export const logPosition = () => position;

/** Of who is signed in, before a page asks for anything. A later one would leave out what changed in between. */
export function beginAt(first: string | null): void {
  if (first !== null && first.length <= LONGEST) position ??= first;
}

/** What came up to here was told, and is asked for anew by whoever shows it. */
export function toldUpTo(id: string): void {
  position = id !== "" && id.length <= LONGEST ? id : undefined;
}

export function forgetPosition(): void {
  position = undefined;
}
