import { expect, it } from "vitest";

import { API } from "./handlers";
import { takeUnhandled } from "./server";

it("remembers once the write that no handler answered, for the test that asked to fail by it", async () => {
  await expect(fetch(`${API}/api/v1/nothing-here?date=2026-11-18`, { method: "POST" })).rejects.toThrow();
  expect(takeUnhandled()).toEqual(["POST /api/v1/nothing-here"]);
  expect(takeUnhandled()).toEqual([]);
});
