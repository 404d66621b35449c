import "@testing-library/jest-dom/vitest";

import { cleanup } from "@testing-library/react";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";

import { connectApi } from "@/api/client";
import { connection } from "@/api/connection";
import { forgetSession } from "@/api/renewal";
import { chooseLanguage, startTexts } from "@/lib/i18n";

import { API } from "./handlers";

export const server = setupServer();

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

beforeAll(async () => {
  server.listen({ onUnhandledFrame: "error" });
  connectApi(API);
  await startTexts("en");
});
afterEach(async () => {
  cleanup();
  server.resetHandlers();
  forgetSession();
  connection.set("up");
  await chooseLanguage("en");
  window.localStorage.clear();
});
afterAll(() => server.close());
