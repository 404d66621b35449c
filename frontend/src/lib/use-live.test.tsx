import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { beginAt, forgetPosition } from "@/api/log-position";
import { useLive } from "./use-live";

class FakeEventSource {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 0;
  onopen = () => {};
  onerror = () => {};
  onmessage = (_: { data: string; lastEventId: string }) => {};
  constructor(
    readonly url: string,
    readonly options: EventSourceInit,
  ) {
    FakeEventSource.opened.push(this);
  }
  close() {
    this.readyState = FakeEventSource.CLOSED;
  }
  async begin() {
    this.readyState = 1;
    this.onopen();
    await passed(0);
  }
  async say(...sessions: string[]) {
    const changes = sessions.map((session_id) => ({ kind: "attendance", session_id }));
    this.onmessage({ data: JSON.stringify({ everything: false, changes }), lastEventId: `told ${sessions}` });
    await passed(0);
  }
  fail(state: number) {
    this.readyState = state;
    this.onerror();
  }
}

const streams = FakeEventSource.opened;
const passed = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeEventSource);
});
afterEach(async () => {
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  forgetPosition();
});

/** A page that watches a roster and the day; how often each was asked for. */
function page(client = new QueryClient()) {
  const asked = { roster: 0, day: 0 };
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { unmount } = renderHook(
    () => {
      useQuery({ queryKey: ["roster", "a"], queryFn: () => ++asked.roster });
      useQuery({ queryKey: ["today", "2026-11-18"], queryFn: () => ++asked.day });
      useLive([["today"], ["roster", "a"]]);
    },
    { wrapper },
  );
  return { asked, client, leave: unmount };
}

async function leave(unmount: () => void) {
  unmount();
  await passed(5_000);
  expect(streams.at(-1)?.readyState).toBe(FakeEventSource.CLOSED);
  streams.length = 0;
}

function see(hidden: boolean) {
  vi.spyOn(document, "hidden", "get").mockReturnValue(hidden);
  document.dispatchEvent(new Event("visibilitychange"));
}

it("asks anew when the stream says so, for the session it names", async () => {
  const { asked, leave: unmount } = page();
  await passed(0);
  const [stream] = streams;
  expect(stream?.url).toBe("http://api.test/api/v1/events");
  expect(stream?.options.withCredentials).toBe(true);
  await stream?.begin();
  expect(asked).toEqual({ roster: 2, day: 2 });
  await passed(5_000);
  await stream?.say("b");
  expect(asked).toEqual({ roster: 2, day: 3 });
  await passed(5_000);
  await stream?.say("a", "b");
  expect(asked).toEqual({ roster: 3, day: 4 });
  // A house full of marks: the roster at most twice a second, the day every three seconds, and the last one counts.
  for (let index = 0; index < 20; index += 1) await stream?.say("a");
  expect(asked).toEqual({ roster: 3, day: 4 });
  await passed(500);
  expect(asked).toEqual({ roster: 4, day: 4 });
  await passed(2_500);
  expect(asked).toEqual({ roster: 4, day: 5 });
  await leave(unmount);
});

it("asks for nothing twice where the stream begins before the first answer, and hears what came since", async () => {
  beginAt("era.5:9:7");
  beginAt("era.9:9:");
  const { asked, leave: unmount } = page();
  await passed(0);
  const [stream] = streams;
  expect(stream?.url).toBe("http://api.test/api/v1/events?since=era.5%3A9%3A7");
  await stream?.begin();
  expect(asked).toEqual({ roster: 1, day: 1 });
  await stream?.say("a");
  expect(asked).toEqual({ roster: 2, day: 2 });
  // Opened anew, it goes on from what was told last.
  see(true);
  see(false);
  await passed(0);
  expect(streams[1]?.url).toBe("http://api.test/api/v1/events?since=told+a");
  const before = { ...asked };
  await streams[1]?.begin();
  await passed(5_000);
  expect(asked).toEqual(before);
  vi.restoreAllMocks();
  await leave(unmount);
});

it("asks anew at the opening where the place is too long for an address", async () => {
  beginAt(`era.1:2:${"1,".repeat(1_000)}3`);
  const { asked, leave: unmount } = page();
  await passed(0);
  expect(streams[0]?.url).toBe("http://api.test/api/v1/events");
  await streams[0]?.begin();
  expect(asked).toEqual({ roster: 2, day: 2 });
  await leave(unmount);
});

it("asks by the clock without a stream, and seldom beside one", async () => {
  const { asked, leave: unmount } = page();
  await passed(0);
  await passed(30_000);
  expect(asked.day).toBe(2);
  await streams[0]?.begin();
  expect(asked.day).toBe(3);
  await passed(59_000);
  expect(asked.day).toBe(3);
  await passed(1_000);
  expect(asked.day).toBe(4);
  // It breaks off and comes back by itself: no second stream, and nothing but what it says is asked for.
  streams[0]?.fail(0);
  await passed(30_000);
  expect(asked.day).toBe(5);
  await streams[0]?.begin();
  expect(asked.day).toBe(5);
  expect(streams).toHaveLength(1);
  await leave(unmount);
});

it("tries again a minute after it was refused", async () => {
  const { asked, leave: unmount } = page();
  await passed(0);
  streams[0]?.fail(FakeEventSource.CLOSED);
  await passed(59_000);
  expect(asked.day).toBe(2);
  expect(streams).toHaveLength(1);
  await passed(1_000);
  expect(streams).toHaveLength(2);
  await leave(unmount);
});

it("has one stream for all pages of a tab, and none while it is hidden", async () => {
  const [one, other] = [page(), page()];
  await passed(0);
  expect(streams).toHaveLength(1);
  await streams[0]?.begin();
  one.leave();
  await passed(5_000);
  expect(streams[0]?.readyState).toBe(1);
  see(true);
  expect(streams[0]?.readyState).toBe(FakeEventSource.CLOSED);
  const before = other.asked.day;
  await passed(120_000);
  expect(other.asked.day).toBe(before);
  see(false);
  expect(streams).toHaveLength(2);
  await leave(other.leave);
  vi.restoreAllMocks();
});

it("waits until one's own change has arrived", async () => {
  const { asked, client, leave: unmount } = page();
  await passed(0);
  await streams[0]?.begin();
  await passed(5_000);
  let arrive = () => {};
  const sent = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const mark = client.getMutationCache().build(client, { mutationFn: () => sent });
  void mark.execute(undefined);
  const before = asked.roster;
  await streams[0]?.say("a");
  await passed(1_000);
  expect(asked.roster).toBe(before);
  arrive();
  await passed(200);
  expect(asked.roster).toBe(before + 1);
  await leave(unmount);
});
