import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";

import { Clinic, idOf } from "@/test/clinic";
import { ALL_RIGHTS, Chart, signedInWith } from "@/test/clinic-chart";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { openChart } from "@/test/open-chart";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
const ID = idOf("anything");
vi.setSystemTime(new Date(`${TODAY}T07:00:00-07:00`));

const RIGHTS = [
  ...ALL_RIGHTS,
  "account:read",
  "staff:read",
  "credential:read",
  "program:write",
  "huddle:read",
  "diary:read",
  "schedule_build:read",
  "schedule_build:write",
  "outcome:read",
  "measure:read",
  "safety_plan:read",
  "handoff:read",
];

/** Pages that ask the server for what they show. */
const pages = [
  "/today",
  "/schedule",
  `/schedule/plan?build=${ID}`,
  `/sessions/${ID}/sheet`,
  `/sessions/${ID}/sheet?form=slips`,
  `/wall/${ID}`,
  "/downtime",
  "/huddle",
  "/participants",
  "/participants/duplicates",
  `/participants/${ID}`,
  `/measures/${ID}`,
  "/cohorts",
  `/cohorts/${ID}`,
  "/programs",
  `/programs/${ID}`,
  "/programs/new",
  "/therapies",
  `/therapies/${ID}`,
  "/outcomes",
  "/fidelity",
  "/clinic",
  "/clinic?tab=staff",
  "/clinic?tab=on-call",
  `/clinic/staff/${ID}`,
  "/audit",
  "/audit?tab=restricted",
  "/account",
];

/** What a tab of a chart shows beneath the chart's head. */
const tabs = ["overview", "hours", "therapies", "diary", "measures", "contacts", "record", "plan"];

/** What the head of a chart asks for. */
const HEAD =
  /\/(participants\/[^/]+|episodes|episodes\/[^/]+\/(progress|ledger|leaves|attendance-consequences)|programs|cohorts|cohort-memberships|staff\/[^/]+)$/;

type Mood = "waits" | "fails" | "refuses" | "is away" | "ends the session";

/** A server that treats every question of a page alike, but for who is signed in and what is left to others. */
function moodyServer(others = /\/auth\/me$/) {
  let mood: Mood = "waits";
  let goOn = () => {};
  const waiting = new Promise<void>((done) => {
    goOn = done;
  });
  const answer = async ({ request }: { request: Request }) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/auth/me") || others.test(pathname)) return undefined;
    if (mood === "waits") await waiting;
    if (mood === "is away") return HttpResponse.error();
    if (mood === "refuses") return problem(403, "forbidden");
    return mood === "fails" ? problem(500, "internal-error") : problem(401, "sign-in-needed");
  };
  server.use(http.get(`${API}/api/v1/*`, answer), http.post(`${API}/api/v1/auth/enrolments/inspect`, answer));
  return (next: Mood) => {
    mood = next;
    goOn();
  };
}

type User = ReturnType<typeof openApp>["user"];

/** It loads, and then says one after the other why it shows nothing. */
async function saysWhy(user: User, turn: (next: Mood) => void) {
  const again = async () => user.click((await screen.findAllByRole("button", { name: "Try again" }))[0] as HTMLElement);
  await waitFor(() => expect(document.querySelector("[aria-busy=true]")).not.toBeNull());
  turn("fails");
  expect((await screen.findAllByText("Something went wrong in Handrail.")).length).toBeGreaterThan(0);
  turn("refuses");
  await again();
  expect((await screen.findAllByText("Your role does not allow this.")).length).toBeGreaterThan(0);
  turn("is away");
  await again();
  expect((await screen.findAllByText("There is no connection to Handrail.")).length).toBeGreaterThan(0);
  return again;
}

it.each(pages)("%s says that it loads, why it shows nothing, and asks to sign in again", async (path) => {
  const clinic = new Clinic(TODAY);
  clinic.signedIn = signedInWith(RIGHTS);
  const { user } = openApp(clinic, path);
  const turn = moodyServer();
  const again = await saysWhy(user, turn);
  turn("ends the session");
  await again();
  expect(await screen.findByRole("dialog", { name: "Sign in again" })).toBeVisible();
});

it.each(tabs)("the tab %s of a chart says so beneath a head that stands", async (tab) => {
  const chart = new Chart(TODAY);
  const { user } = openChart(chart, `?tab=${tab}`, RIGHTS);
  const turn = moodyServer(HEAD);
  const again = await saysWhy(user, turn);
  expect(screen.getByRole("heading", { level: 1 })).toBeVisible();
  // A tab that the reader may not open would be the overview.
  const open = document.querySelector("main [aria-current=page]")?.getAttribute("href");
  if (tab !== "plan") expect(open).toMatch(tab === "overview" ? /[^=]$/ : new RegExp(`tab=${tab}$`));
  turn("ends the session");
  await again();
  expect(await screen.findByRole("dialog", { name: "Sign in again" })).toBeVisible();
});

it("a link of invitation says that it loads and why it shows nothing", async () => {
  const clinic = new Clinic(TODAY);
  clinic.signedIn = null;
  const { user } = openApp(clinic, "/enrol#secret");
  await saysWhy(user, moodyServer());
});

it("a sheet, a wall and the paper for downtime say when there is nobody and nothing to show", async () => {
  const clinic = new Clinic(TODAY);
  clinic.signedIn = signedInWith(RIGHTS);
  const session = clinic.session("DBT Skills");
  clinic.roster(session.id).rows.length = 0;
  const { router } = openApp(clinic, `/sessions/${session.id}/sheet`);
  expect(await screen.findByText("Nobody is booked in this session")).toBeVisible();
  expect(screen.getByRole("button", { name: "Print" })).toBeDisabled();
  server.use(
    http.get(`${API}/api/v1/downtime-rosters`, () => HttpResponse.json({ looked_at: null, failing_since: null })),
    http.get(`${API}/api/v1/locations`, () => HttpResponse.json({ items: [], next_cursor: null })),
  );
  await router.navigate({ to: "/downtime" });
  expect(await screen.findByText("No location is in use")).toBeVisible();
  await router.navigate({ to: "/wall/$sessionId", params: { sessionId: session.id } });
  expect(await screen.findByText("Nobody is expected")).toBeVisible();
});
