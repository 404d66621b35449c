import { expect, it } from "vitest";

import { formatList, languageName } from "./languages";

it("names a language as the reader does", () => {
  expect(languageName("es", "en-US")).toBe("Spanish");
  expect(languageName("es", "es-US")).toBe("Español");
  expect(languageName("not a tag", "en-US")).toBe("not a tag");
});

it("joins a list as the reader does", () => {
  expect(formatList(["schedule", "billing"], "en-US")).toBe("schedule and billing");
  expect(formatList(["horario", "facturación"], "es-US")).toBe("horario y facturación");
});
