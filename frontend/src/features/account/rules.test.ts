import { expect, it } from "vitest";

import { inOrder, passwordErrors } from "./rules";

it("names what is missing in the order of the fields", () => {
  expect(passwordErrors({ present_password: "", password: "" })).toEqual([
    ["present_password", "presentMissing"],
    ["password", "nextMissing"],
  ]);
  expect(passwordErrors({ present_password: "x", password: "fourteen chars" })).toEqual([["password", "nextShort"]]);
  expect(passwordErrors({ present_password: "x", password: "fifteen letters" })).toEqual([]);
});

it("lists this browser first, then the one used last", () => {
  const session = (id: string, last_seen_at: string, current = false) => ({
    id,
    device: "Firefox",
    created_at: "2026-11-01T00:00:00Z",
    expires_at: "2026-12-01T00:00:00Z",
    last_seen_at,
    current,
  });
  const sessions = [session("old", "2026-11-02T00:00:00Z"), session("new", "2026-11-17T00:00:00Z")];
  const here = session("here", "2026-11-01T00:00:00Z", true);
  expect(inOrder([...sessions, here]).map((one) => one.id)).toEqual(["here", "new", "old"]);
});
