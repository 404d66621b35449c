import { setupServer } from "msw/node";

import { draftHandlers } from "./drafts";

/** Answers for the API. One for all files of a worker: they share what they import. */
export const server = setupServer(...draftHandlers);
// As long as the worker lives, for all its files.
server.listen({ onUnhandledFrame: "error" });

let calls = 0;
server.events.on("request:start", () => {
  calls += 1;
});
server.events.on("request:end", () => {
  calls -= 1;
});

let listeners: ((event: { request: Request }) => void)[] = [];
/** Hears what one test asks for. The listeners above are for all tests, and stay. */
export function whenAsked(listener: (request: Request) => void) {
  const heard = ({ request }: { request: Request }) => listener(request);
  listeners.push(heard);
  server.events.on("request:start", heard);
}

export function stopListening() {
  for (const listener of listeners) server.events.removeListener("request:start", listener);
  listeners = [];
}

let unhandled: string[] = [];
server.events.on("request:unhandled", ({ request }) => {
  if (request.method !== "GET") unhandled.push(`${request.method} ${new URL(request.url).pathname}`);
});
/**
 * Writes since the last time that no handler answered: the page took that for an outage and may have gone on. What a
 * page reads that a test ends at is another test's.
 */
export function takeUnhandled(): string[] {
  const taken = unhandled;
  unhandled = [];
  return taken;
}

/** A form that closes sends what was typed last: that belongs to its own test. */
export async function answered() {
  for (let turns = 0; turns < 5 || (calls > 0 && turns < 50); turns += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
