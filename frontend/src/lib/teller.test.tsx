import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { createTeller } from "./teller";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scene(answers: (Error | "told")[]) {
  const sent: boolean[] = [];
  const told = vi.fn();
  const teller = createTeller({
    tell: (leaving) => {
      sent.push(leaving);
      const answer = answers.shift() ?? "told";
      return answer === "told" ? Promise.resolve() : Promise.reject(answer);
    },
    waitAfter: (error, attempt) => ((error as Error).message === "final" ? null : 1_000 * 2 ** attempt),
    onTold: told,
  });
  return { teller, sent, told };
}
const rest = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);

it("tells at once, once, however often the same thing is lost", async () => {
  const { teller, sent, told } = scene([]);
  teller.lost("first");
  teller.lost("first");
  await rest();
  teller.lost("first");
  await rest(60_000);
  expect([sent, told.mock.calls.length]).toEqual([[false], 1]);
  teller.lost("second");
  await rest();
  expect(sent).toEqual([false, false]);
});

it("tries again, each time later, until it comes through", async () => {
  const { teller, sent, told } = scene([new Error("down"), new Error("down")]);
  teller.lost("first");
  await rest(999);
  expect(sent.length).toBe(1);
  await rest(1);
  expect(sent.length).toBe(2);
  await rest(1_999);
  expect([sent.length, told.mock.calls.length]).toEqual([2, 0]);
  await rest(1);
  expect([sent.length, told.mock.calls.length]).toEqual([3, 1]);
});

it("tries at once when the network is back, and while the page is left", async () => {
  const { teller, sent } = scene([new Error("down"), new Error("down")]);
  teller.lost("first");
  await rest();
  window.dispatchEvent(new Event("pagehide"));
  expect(sent).toEqual([false, true]);
  window.dispatchEvent(new Event("online"));
  await rest();
  expect(sent).toEqual([false, true, false]);
  // All is told: leaving tells nothing more.
  window.dispatchEvent(new Event("pagehide"));
  expect(sent.length).toBe(3);
});

it("has nothing to tell once the same thing is stored, and does where another took its place", async () => {
  const { teller, sent } = scene([new Error("down"), new Error("down")]);
  teller.lost("first");
  await rest();
  teller.stored("first");
  await rest(60_000);
  expect(sent.length).toBe(1);
  teller.lost("first");
  await rest();
  teller.stored("second");
  await rest(60_000);
  expect(sent.length).toBe(3);
});

it("ends where no further try can help", async () => {
  const { teller, sent, told } = scene([new Error("final")]);
  teller.lost("first");
  await rest(60_000);
  window.dispatchEvent(new Event("pagehide"));
  expect([sent.length, told.mock.calls.length]).toEqual([1, 0]);
});
