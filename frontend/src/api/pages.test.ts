import { expect, it } from "vitest";

import { wholeOf } from "./pages";

it("reads a list to its end, over pages that are empty, and says when it goes on beyond what was read", async () => {
  const pages = [["a"], [], ["b", "c"]];
  const asked: (string | undefined)[] = [];
  const read = (cursor: string | undefined) => {
    asked.push(cursor);
    const at = Number(cursor ?? 0);
    return Promise.resolve({ items: pages[at] ?? [], next_cursor: at < pages.length - 1 ? String(at + 1) : null });
  };
  expect(await wholeOf(read)).toEqual({ items: ["a", "b", "c"], truncated: false });
  expect(asked).toEqual([undefined, "1", "2"]);
  const endless = () => Promise.resolve({ items: ["a"], next_cursor: "again" });
  expect(await wholeOf(endless)).toEqual({ items: Array.from({ length: 20 }, () => "a"), truncated: true });
});
