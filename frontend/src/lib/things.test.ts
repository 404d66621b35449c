import { expect, it } from "vitest";

import { thingsOf } from "./things";

it("takes each thing between commas once", () => {
  expect(thingsOf("Screen, white noise ,Screen,\n, Table")).toEqual(["Screen", "white noise", "Table"]);
});
