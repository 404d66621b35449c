import { expect, it } from "vitest";

import { parseConfig } from "./config";

it("takes the address without a slash at its end, and an organization if one is named", () => {
  expect(parseConfig({ apiBaseUrl: "https://api.example.org/" })).toEqual({
    apiBaseUrl: "https://api.example.org",
    organization: undefined,
  });
  expect(parseConfig({ apiBaseUrl: "", organization: "riverside" }).organization).toBe("riverside");
});

it("refuses a file that names no address", () => {
  for (const wrong of [null, [], {}, { apiBaseUrl: 1 }]) expect(() => parseConfig(wrong)).toThrow();
});
