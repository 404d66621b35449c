import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { takeAhead } from "@/api/ahead";
import { aSignedIn, Clinic } from "@/test/clinic";
import { ALL_RIGHTS, Chart, signedInWith } from "@/test/clinic-chart";
import { PERSON } from "@/test/clinic-person";
import { API, handlersOf } from "@/test/handlers";
import { chartHandlers } from "@/test/handlers-chart";
import { openApp } from "@/test/open-app";
import { answered, server, whenAsked } from "@/test/server";

import { askForPage } from "./ahead";

const NOW = new Date("2026-11-18T16:12:00Z");

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: NOW }));
afterEach(() => {
  vi.useRealTimers();
});

const at = (path: string) => `${API}/api/v1${path}`;

/** What is asked before the app stands at an address, and all that has been asked as its page goes on. */
async function open(path: string, clinic: Clinic) {
  const asked: string[] = [];
  whenAsked((request) => {
    asked.push(request.url);
  });
  server.use(
    ...handlersOf(clinic),
    http.get(at("/participants/:id/measures"), () =>
      HttpResponse.json({ participant_id: PERSON, in_progress: [], due: [], series: [] }),
    ),
    http.get(at("/participants/:id/safety-plans"), () => HttpResponse.json({ items: [], next_cursor: null })),
  );
  const { pathname, search } = new URL(path, "http://web.test");
  await askForPage(API, { pathname, search }, NOW);
  await answered();
  const ahead = [...asked];
  openApp(clinic, path);
  server.use(...chartHandlers(new Chart("2026-11-18")));
  await screen.findByRole("heading", { level: 1 });
  return { ahead, asked };
}

it.each([
  ["/today", ["/alerts", "/today", "/sessions/[^/]+/roster$"]],
  ["/today?date=2026-11-19&whose=all", ["/alerts", "/today", "/today", "/sessions/[^/]+/roster$"]],
  ["/schedule?from=2026-11-25", ["/today", "/week", "/locations", "/rooms", "/cohorts"]],
  ["/participants", ["/today", "/participants"]],
  [
    `/participants/${PERSON}`,
    [
      ...["/today", "/programs", `/participants/${PERSON}$`, "/episodes\\?"],
      ...["/leaves", "/progress", "/ledger$"].map((fact) => `/episodes/[^/]+${fact}`),
      ...["/measures", "/courses", "/ledger"].map((fact) => `/participants/[^/]+${fact}`),
      ...["/cohort-memberships", "/cohorts", "/staff/"],
    ],
  ],
  [`/participants/${PERSON}?tab=plan`, ["/today", `/participants/${PERSON}$`, "/episodes\\?"]],
])("asks ahead for what %s will ask, so that nothing is asked twice", async (path, expected) => {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = signedInWith([
    ...ALL_RIGHTS,
    ...aSignedIn().permissions,
    "alert:read",
    "course:read",
    "measure:read",
  ]);
  server.use(...chartHandlers(new Chart("2026-11-18")));
  const { ahead, asked } = await open(path, clinic);
  expect(ahead[0]).toBe(at("/auth/me"));
  for (const one of expected) expect(ahead).toContainEqual(expect.stringMatching(`^${at(one)}`));
  expect(ahead).toHaveLength(1 + expected.length);
  await waitFor(() => expect(screen.queryAllByRole("status", { busy: true })).toEqual([]));
  // Each was taken by who shows it, and nobody asked for it again.
  expect(ahead.filter((url) => takeAhead({ method: "GET", url }) !== undefined)).toEqual([]);
  for (const url of ahead) expect(asked.filter((one) => one === url)).toHaveLength(1);
});

it("asks only who it is where nobody is signed in", async () => {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = null;
  const { ahead } = await open("/participants", clinic);
  expect(ahead).toEqual([at("/auth/me")]);
});

it("asks for nothing where one signs in", async () => {
  const { ahead } = await open("/sign-in", new Clinic("2026-11-18"));
  expect(ahead).toEqual([]);
});

it("gives an answer once, and only to who asks the same", async () => {
  server.use(...handlersOf(new Clinic("2026-11-18")));
  await askForPage(API, { pathname: "/participants", search: "" }, NOW);
  const url = at("/auth/me");
  expect(takeAhead({ method: "POST", url })).toBeUndefined();
  expect(takeAhead({ method: "GET", url: at("/auth/methods") })).toBeUndefined();
  expect((await takeAhead({ method: "GET", url }))?.status).toBe(200);
  expect(takeAhead({ method: "GET", url })).toBeUndefined();
});
