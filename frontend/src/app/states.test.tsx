import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";

import { Clinic, idOf } from "@/test/clinic";
import { ALL_RIGHTS, signedInWith } from "@/test/clinic-chart";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
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
];

/** Pages that ask the server for what they show. */
const pages = [
  "/today",
  "/schedule",
  `/schedule/plan?build=${ID}`,
  "/huddle",
  "/participants",
  "/participants/duplicates",
  `/participants/${ID}`,
  `/participants/${ID}?tab=contacts`,
  `/participants/${ID}?tab=diary`,
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
  `/clinic/staff/${ID}`,
  "/audit",
  "/audit?tab=restricted",
  "/account",
];

type Mood = "waits" | "fails" | "refuses" | "is away" | "ends the session";

/** A server that treats every question of a page alike, but for who is signed in. */
function moodyServer() {
  let mood: Mood = "waits";
  let goOn = () => {};
  const waiting = new Promise<void>((done) => {
    goOn = done;
  });
  server.use(
    http.get(`${API}/api/v1/*`, async ({ request }) => {
      if (new URL(request.url).pathname.endsWith("/auth/me")) return undefined;
      if (mood === "waits") await waiting;
      if (mood === "is away") return HttpResponse.error();
      if (mood === "refuses") return problem(403, "forbidden");
      return mood === "fails" ? problem(500, "internal-error") : problem(401, "sign-in-needed");
    }),
  );
  return (next: Mood) => {
    mood = next;
    goOn();
  };
}

it.each(pages)("%s says that it loads, why it shows nothing, and asks to sign in again", async (path) => {
  const clinic = new Clinic(TODAY);
  clinic.signedIn = signedInWith(RIGHTS);
  const { user } = openApp(clinic, path);
  const turn = moodyServer();
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
  turn("ends the session");
  await again();
  expect(await screen.findByRole("dialog", { name: "Sign in again" })).toBeVisible();
});
