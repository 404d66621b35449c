import { expect, it } from "vitest";

import { firstAct } from "./rules";

const me = { account_id: "me", name: "Dana" };
const sam = { account_id: "sam", name: "Sam" };
const fresh = { acknowledged_at: null, acknowledged_by: null, gone_up: false, owner: sam };
const taken = { acknowledged_at: "2026-11-18T17:00:00Z", acknowledged_by: sam, gone_up: false, owner: sam };
const CLINICIAN = ["alert:read", "alert:work", "alert:close"];

it("is taken first, then documented", () => {
  expect(firstAct(fresh, "me", CLINICIAN)).toBe("take");
  expect(firstAct(taken, "me", CLINICIAN)).toBe("close");
});

it("is taken from somebody who has let it go up, and not once more from oneself", () => {
  expect(firstAct({ ...taken, gone_up: true }, "me", CLINICIAN)).toBe("take");
  expect(firstAct({ ...taken, acknowledged_by: me, owner: me, gone_up: true }, "me", CLINICIAN)).toBe("close");
});

it("is handed over by who holds no licence, and offered nothing to who only reads", () => {
  expect(firstAct(fresh, "me", ["alert:read", "alert:work"])).toBe("hand");
  expect(firstAct(fresh, "me", ["alert:read"])).toBeNull();
});
