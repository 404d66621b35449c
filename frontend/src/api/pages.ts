/** More pages than any clinic has; a list that goes on behind them says so. */
const MOST_PAGES = 20;
const PAGE = 200;

type Found<Item> = { items: Item[]; next_cursor: string | null };
/** Everything of a list, and whether it goes on beyond what was read. */
export type Whole<Item> = { items: Item[]; truncated: boolean };

/** Reads a list to its end. A page may be empty and the list go on. */
export async function wholeOf<Item>(read: (cursor: string | undefined) => Promise<Found<Item>>): Promise<Whole<Item>> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: Found<Item> = await read(cursor ?? undefined);
    items.push(...page.items);
    cursor = page.next_cursor;
    if (!cursor) break;
  }
  return { items, truncated: cursor !== null };
}

/** All of a list that is sorted or joined here: a clinic has some dozens of rooms and people, never thousands. */
export async function everyPage<Item>(
  read: (slice: { limit: number; cursor?: string }) => Promise<Found<Item>>,
): Promise<Item[]> {
  return (await wholeOf((cursor) => read({ limit: PAGE, ...(cursor ? { cursor } : {}) }))).items;
}
