const PAGE = 200;
const MOST_PAGES = 10;

type Page<Item> = { items: Item[]; next_cursor: string | null };
type Slice = { limit: number; cursor?: string };

/** All of a list that is sorted or joined here: a clinic has some dozens of rooms and people, never thousands. */
export async function everyPage<Item>(read: (slice: Slice) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: Page<Item> = await read({ limit: PAGE, ...(cursor ? { cursor } : {}) });
    items.push(...page.items);
    cursor = page.next_cursor;
    if (!cursor) break;
  }
  return items;
}
