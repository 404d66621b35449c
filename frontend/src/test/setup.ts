import "@testing-library/jest-dom/vitest";

import { cleanup, configure } from "@testing-library/react";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";

import { connectApi } from "@/api/client";
import { connection } from "@/api/connection";
import { forgetSession } from "@/api/renewal";
import { chooseLanguage, startTexts } from "@/lib/i18n";
import { forgetRoom } from "@/lib/room";

import { draftHandlers, drafts } from "./drafts";
import { API } from "./handlers";

// The page as text after every failed look-up says less than the look-up itself; a busy machine answers late.
configure({ asyncUtilTimeout: 8000, getElementError: (message) => new Error(message?.split("\n")[0] ?? "not found") });

export const server = setupServer(...draftHandlers);

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
for (const [side, pixels] of [
  ["clientWidth", 1000],
  ["clientHeight", 800],
  ["offsetHeight", 52],
] as const) {
  Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => pixels });
}

let calls = 0;
server.events.on("request:start", () => {
  calls += 1;
});
server.events.on("request:end", () => {
  calls -= 1;
});
/** A form that closes sends what was typed last: that belongs to its own test. */
async function answered() {
  for (let turns = 0; turns < 5 || (calls > 0 && turns < 50); turns += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

beforeAll(async () => {
  server.listen({ onUnhandledFrame: "error" });
  connectApi(API);
  await startTexts("en");
});
afterEach(async () => {
  cleanup();
  await answered();
  server.resetHandlers();
  drafts.clear();
  forgetSession();
  forgetRoom();
  connection.set("up");
  await chooseLanguage("en");
  window.localStorage.clear();
});
afterAll(() => server.close());
