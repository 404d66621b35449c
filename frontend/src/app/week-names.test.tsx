import { screen, waitFor, within } from "@testing-library/react";
import { http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { aSignedIn, Clinic } from "@/test/clinic";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

function clinicFor(...more: string[]): Clinic {
  const clinic = new Clinic("2026-11-18");
  const me = aSignedIn();
  clinic.signedIn = { ...me, permissions: [...me.permissions, ...more] };
  for (const one of clinic.sessions) if (one.service_kind === "individual") one.title = "EMDR";
  return clinic;
}

it.each(["rooms", "staff", "week", "list"])("says whose a session for one person is, by %s", async (view) => {
  openApp(clinicFor("attendance:read"), `/schedule?view=${view}`);
  expect((await screen.findAllByRole("link", { name: /^Hector/ })).length).toBeGreaterThan(0);
  // A therapy does not stand beside a name.
  expect(screen.queryByRole("link", { name: /EMDR/ })).toBeNull();
  expect(screen.getAllByRole("link", { name: /DBT Skills/ }).length).toBeGreaterThan(0);
});

it("does not ask for names whoever may read no rosters, and names nobody", async () => {
  const asked = vi.fn();
  openApp(clinicFor(), "/schedule");
  server.use(http.get(`${API}/api/v1/week/names`, () => void asked()));
  const office = await screen.findByRole("region", { name: "Office 3" });
  expect(within(office).getAllByRole("link").length).toBeGreaterThan(0);
  expect(screen.queryByText(/Hector/)).toBeNull();
  expect(asked).not.toHaveBeenCalled();
});

it("shows the week without names should they not come", async () => {
  openApp(clinicFor("attendance:read"), "/schedule");
  const asked = vi.fn(() => problem(503, "unavailable"));
  server.use(http.get(`${API}/api/v1/week/names`, asked));
  expect(await screen.findByRole("region", { name: "Office 3" })).toBeVisible();
  await waitFor(() => expect(asked).toHaveBeenCalled());
  expect(screen.queryByText(/Hector/)).toBeNull();
});
