import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { noteCall, onceQuiet } from "./quiet";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("waits for the answers that are under way, and for those that follow at once", () => {
  const later = vi.fn();
  const first = noteCall();
  onceQuiet(later);
  vi.advanceTimersByTime(1_000);
  first();
  vi.advanceTimersByTime(50);
  const second = noteCall();
  vi.advanceTimersByTime(1_000);
  expect(later).not.toHaveBeenCalled();
  second();
  vi.advanceTimersByTime(100);
  expect(later).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(10_000);
  expect(later).toHaveBeenCalledOnce();
});

it("waits no longer than three seconds", () => {
  const later = vi.fn();
  const answered = noteCall();
  onceQuiet(later);
  vi.advanceTimersByTime(3_000);
  expect(later).toHaveBeenCalledOnce();
  answered();
});

it("waits for nothing once somebody uses the page", () => {
  const later = vi.fn();
  const answered = noteCall();
  onceQuiet(later);
  window.dispatchEvent(new Event("pointerdown"));
  expect(later).toHaveBeenCalledOnce();
  answered();
});

it("does nothing for who has gone", () => {
  const later = vi.fn();
  onceQuiet(later)();
  vi.advanceTimersByTime(10_000);
  expect(later).not.toHaveBeenCalled();
});
