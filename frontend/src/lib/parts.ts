/** Parts of something, as a form has them: named, in an order, each with a key that never changes. */

/** A part in the form: the key of one that is stored stays, whatever it is called. */
export type PartForm = { row: number; key: string; name: string };

/** As many as one list may have. */
export const MOST_PARTS = 40;

/** What a row that is added is told apart by. */
export const nextRow = (parts: readonly PartForm[]) => Math.max(-1, ...parts.map(({ row }) => row)) + 1;

/** The same parts with one of them a place further up or down. */
export function moved<Part>(parts: readonly Part[], from: number, by: 1 | -1): Part[] {
  const next = [...parts];
  const [part] = next.splice(from, 1);
  if (part !== undefined) next.splice(from + by, 0, part);
  return next;
}

/** A stable key out of a name: "What ahead?" is `what-ahead`. */
export function keyOf(name: string, taken: ReadonlySet<string>): string {
  const plain = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const key =
    plain
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 50)
      .replace(/-$/, "") || "part";
  let free = key;
  for (let number = 2; taken.has(free); number++) free = `${key}-${number}`;
  return free;
}

/** Parts with a key each: the stored ones keep theirs. */
export function keyed<Part extends PartForm>(parts: readonly Part[]): (Part & { key: string })[] {
  const taken = new Set(parts.map(({ key }) => key).filter((key) => key !== ""));
  return parts.map((part) => {
    const key = part.key || keyOf(part.name, taken);
    taken.add(key);
    return { ...part, key, name: part.name.trim() };
  });
}
