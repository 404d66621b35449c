import "@testing-library/jest-dom/vitest";

import { cleanup, configure } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect } from "vitest";

import { connectApi } from "@/api/client";
import { connection } from "@/api/connection";
import { forgetSession } from "@/api/renewal";
import { announcement } from "@/lib/announce";
import { chooseLanguage, startTexts } from "@/lib/i18n";
import { forgetRoom } from "@/lib/room";
import { forgetUnfinished } from "@/lib/unfinished";

import { drafts } from "./drafts";
import { API } from "./handlers";
import { answered, server, stopListening, takeUnhandled } from "./server";

// The page as text after every failed look-up says less than the look-up itself; a busy machine answers late.
configure({ asyncUtilTimeout: 8000, getElementError: (message) => new Error(message?.split("\n")[0] ?? "not found") });

// What jsdom lacks and the pages ask.
Object.defineProperty(window, "matchMedia", {
  writable: true,
  value: (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
    dispatchEvent: () => false,
  }),
});
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
window.scrollTo = () => {};
if (!("fonts" in document)) Object.defineProperty(document, "fonts", { value: new EventTarget() });
for (const [side, pixels] of [
  ["clientWidth", 1000],
  ["clientHeight", 800],
  ["offsetHeight", 52],
] as const) {
  Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => pixels });
}

beforeAll(async () => {
  connectApi(API);
  // Starting again would forget the texts of the pages that another file of this worker has loaded.
  if (!i18next.isInitialized) await startTexts("en");
});
afterEach(async () => {
  cleanup();
  await answered();
  server.resetHandlers();
  stopListening();
  const unhandled = takeUnhandled();
  drafts.clear();
  forgetSession();
  forgetRoom();
  forgetUnfinished();
  connection.set("up");
  announcement.set({ text: "", count: 0 });
  await chooseLanguage("en");
  window.localStorage.clear();
  expect(unhandled, "writes without a handler").toEqual([]);
});
