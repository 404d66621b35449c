import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";

import { keepInUse, watchActivity } from "@/lib/activity";
import { API, problem } from "@/test/handlers";
import { server } from "@/test/server";

import { api, call } from "./client";
import { connection } from "./connection";
import { ProblemError, UnreachableError } from "./problem";
import { rememberSession, renewal } from "./renewal";

const me = `${API}/api/v1/auth/me`;
const ask = () => call(() => api.GET("/api/v1/auth/me"));

it("says a refusal by its code", async () => {
  server.use(http.get(me, () => problem(403, "forbidden")));
  const error = await ask().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ProblemError);
  expect((error as ProblemError).problem).toMatchObject({ status: 403, code: "forbidden" });
});

it("does not mistake a proxy's page for a problem", async () => {
  server.use(http.get(me, () => new HttpResponse("<h1>Bad gateway</h1>", { status: 502 })));
  await expect(ask()).rejects.toMatchObject({ problem: { status: 502, code: "unexpected" } });
  expect(connection.get()).toBe("down");
});

it("knows a missing connection, and that it came back", async () => {
  server.use(http.get(me, () => HttpResponse.error()));
  await expect(ask()).rejects.toBeInstanceOf(UnreachableError);
  expect(connection.get()).toBe("down");
  server.use(http.get(me, () => HttpResponse.json({})));
  await ask();
  expect(connection.get()).toBe("up");
});

it("sends the CSRF token with changes only", async () => {
  const seen: (string | null)[] = [];
  const note = ({ request }: { request: Request }) => {
    seen.push(request.headers.get("X-CSRF-Token"));
    return HttpResponse.json({});
  };
  server.use(http.get(me, note), http.post(`${API}/api/v1/auth/sign-out-everywhere`, note));
  rememberSession("token-of-page");
  await ask();
  await call(() => api.POST("/api/v1/auth/sign-out-everywhere"));
  expect(seen).toEqual([null, "token-of-page"]);
});

it("says of what a page asks by itself that nobody uses it, but for a screen that is there to be seen", async () => {
  const seen: (string | null)[] = [];
  server.use(
    http.get(me, ({ request }) => {
      seen.push(request.headers.get("X-Handrail-Background"));
      return HttpResponse.json({});
    }),
  );
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  try {
    watchActivity();
    window.dispatchEvent(new Event("keydown"));
    await ask();
    vi.setSystemTime(Date.now() + 61_000);
    await ask();
    const ended = keepInUse();
    await ask();
    ended();
    await ask();
    window.dispatchEvent(new Event("pointermove"));
    await ask();
  } finally {
    vi.useRealTimers();
  }
  expect(seen).toEqual([null, "1", null, "1", null]);
});

it("waits for a new sign-in when the session has ended, and sends the call again", async () => {
  let ended = true;
  server.use(http.get(me, () => (ended ? problem(401, "sign-in-needed") : HttpResponse.json({ ok: true }))));
  rememberSession("old");
  const answer = ask();
  await expect.poll(() => renewal.get()).not.toBeNull();
  ended = false;
  renewal.get()?.settle(true);
  await expect(answer).resolves.toEqual({ ok: true });
});

it("gives the refusal back when the person does not sign in again", async () => {
  server.use(http.get(me, () => problem(401, "sign-in-needed")));
  rememberSession("old");
  const answer = ask();
  await expect.poll(() => renewal.get()).not.toBeNull();
  renewal.get()?.settle(false);
  await expect(answer).rejects.toMatchObject({ problem: { status: 401 } });
});
