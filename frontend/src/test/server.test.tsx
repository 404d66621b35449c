import { expect, it } from "vitest";

import { API } from "./handlers";
import { takeUnhandled } from "./server";

it("remembers once what no handler answered, for the test that asked to fail by it", async () => {
  await expect(fetch(`${API}/api/v1/nothing-here?date=2026-11-18`)).rejects.toThrow();
  expect(takeUnhandled()).toEqual(["GET /api/v1/nothing-here"]);
  expect(takeUnhandled()).toEqual([]);
});
