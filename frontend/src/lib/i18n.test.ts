import { expect, it } from "vitest";

import { localeFor } from "./i18n";

it("writes dates as the reader's region does, if it speaks the chosen language", () => {
  expect(localeFor("en", ["en-US@posix", "en"])).toBe("en-US");
  expect(localeFor("en", ["en-GB", "en"])).toBe("en-GB");
  expect(localeFor("es", ["en-GB", "es-MX"])).toBe("es-MX");
  expect(localeFor("es", ["en-GB"])).toBe("es-US");
});
