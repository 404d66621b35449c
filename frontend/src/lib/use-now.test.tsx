import { renderHook } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

import { useNow } from "./use-now";

afterEach(() => vi.useRealTimers());

it("begins with the present instant, however long nobody asked", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T10:00:00Z") });
  renderHook(useNow).unmount();
  vi.setSystemTime(new Date("2026-11-19T10:00:00Z"));
  const seen: string[] = [];
  renderHook(() => seen.push(useNow().toISOString()));
  expect(seen[0]).toBe("2026-11-19T10:00:00.000Z");
});
