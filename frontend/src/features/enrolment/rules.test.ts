import { expect, it } from "vitest";

import { passwordError } from "./rules";

it("counts characters as a reader does", () => {
  expect(passwordError("", 15)).toBe("missing");
  expect(passwordError("fourteen chars", 15)).toBe("short");
  expect(passwordError("fifteen letters", 15)).toBeNull();
  expect(passwordError("🌲".repeat(8), 15)).toBe("short");
});
