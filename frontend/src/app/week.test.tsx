import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { Clinic } from "@/test/clinic";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

it("shows the week by days, and leads from a session by what it is to its roster", async () => {
  const clinic = new Clinic("2026-11-18");
  const { user, router } = openApp(clinic, "/schedule?view=week");
  expect(await screen.findByRole("heading", { name: "November 16 – 22, 2026" })).toBeVisible();
  expect(await screen.findByRole("heading", { name: "Wed 18" })).toBeVisible();
  expect(screen.queryByRole("heading", { name: "Sun 22" })).toBeNull();
  const [monday] = screen.getAllByRole("link", { name: /DBT Skills/ });
  await user.click(monday as HTMLElement);
  await user.click(await screen.findByRole("link", { name: "Open roster" }));
  expect(await screen.findByRole("heading", { name: "Monday, November 16" })).toBeVisible();
  expect(router.state.location.search).toMatchObject({ date: "2026-11-16" });
});

it("shows a day by rooms, free ones too", async () => {
  const { user, router } = openApp(new Clinic("2026-11-18"), "/schedule");
  expect(await screen.findByRole("heading", { name: "Wednesday, November 18" })).toBeVisible();
  const cedar = await screen.findByRole("region", { name: "Cedar" });
  expect(within(cedar).getByText("12 seats")).toBeVisible();
  expect(within(cedar).getByRole("link", { name: /DBT Skills/ })).toBeVisible();
  expect(within(screen.getByRole("region", { name: "Birch" })).getByText("No sessions")).toBeInTheDocument();
  expect(screen.queryByRole("region", { name: "Attic" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Next day" }));
  expect(await screen.findByRole("heading", { name: "Thursday, November 19" })).toBeVisible();
  expect(router.state.location.search).toMatchObject({ from: "2026-11-19" });
});

it("shows a day by clinicians", async () => {
  const { user, router } = openApp(new Clinic("2026-11-18"), "/schedule");
  await user.click(await screen.findByRole("button", { name: "Clinicians" }));
  const dana = await screen.findByRole("region", { name: "Dana Ruiz" });
  expect(within(dana).getAllByRole("link").length).toBeGreaterThan(1);
  expect(router.state.location.search).toMatchObject({ view: "staff" });
});

it("keeps filters and view in the address", async () => {
  const { user, router } = openApp(new Clinic("2026-11-18"), "/schedule");
  await user.selectOptions(await screen.findByLabelText("Cohort"), "Day DBT cohort");
  await waitFor(() => expect(screen.queryByRole("link", { name: /Petrova family/ })).toBeNull());
  await user.click(screen.getByRole("button", { name: "List" }));
  expect(await screen.findByRole("heading", { name: "Wednesday, November 18" })).toBeVisible();
  expect(router.state.location.search).toMatchObject({ view: "list", cohort: expect.any(String) });
});

it("goes back and forth and to this week", async () => {
  const { user } = openApp(new Clinic("2026-11-18"), "/schedule?view=week");
  await user.click(await screen.findByRole("button", { name: "Next week" }));
  expect(await screen.findByRole("heading", { name: "November 23 – 29, 2026" })).toBeVisible();
  expect(await screen.findByText("No sessions this week")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "This week" }));
  expect(await screen.findByRole("heading", { name: "Wed 18" })).toBeVisible();
});

it("offers to drop filters that match nothing", async () => {
  const { user } = openApp(new Clinic("2026-11-18"), "/schedule?view=week&cohort=01950000-0000-7000-8000-00000000ffff");
  expect(await screen.findByText("No sessions match the filters")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Clear filters" }));
  expect(await screen.findByRole("heading", { name: "Wed 18" })).toBeVisible();
});

it("names the cause when the week cannot be loaded", async () => {
  openApp(new Clinic("2026-11-18"), "/schedule");
  server.use(http.get(`${API}/api/v1/week`, () => problem(403, "forbidden")));
  expect(await screen.findByText("Your role does not allow this.")).toBeVisible();
});

it("works for who may not list cohorts and locations", async () => {
  openApp(new Clinic("2026-11-18"), "/schedule?view=week");
  server.use(
    http.get(`${API}/api/v1/cohorts`, () => problem(403, "forbidden")),
    http.get(`${API}/api/v1/locations`, () => HttpResponse.json({ items: [], next_cursor: null })),
  );
  expect(await screen.findByRole("heading", { name: "Wed 18" })).toBeVisible();
  expect(screen.queryByLabelText("Cohort")).toBeNull();
});
