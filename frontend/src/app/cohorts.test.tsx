import { screen, waitFor, within } from "@testing-library/react";
import { http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { idOf } from "@/test/clinic";
import { ProgramClinic } from "@/test/clinic-cohorts";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

const clinic = (permissions?: string[]) => new ProgramClinic("2026-11-18", permissions);
const row = (name: string) => screen.getByRole("link", { name }).closest("li") as HTMLElement;

it("shows census, free seats and why people wait", async () => {
  openApp(clinic(), "/cohorts");
  expect(await screen.findByRole("link", { name: "Day DBT" })).toBeVisible();
  const day = within(row("Day DBT"));
  expect(day.getByText("10 of 12 seats")).toBeVisible();
  expect(day.getByText("2 free")).toBeVisible();
  expect(day.getByText("1 seat to offer")).toBeVisible();
  expect(day.getByText("Waiting for: a free seat (1), transport (1)")).toBeVisible();
  expect(within(row("Evening DBT")).getByText("No free seat")).toBeVisible();
  expect(within(row("Winter DBT")).queryByText(/to offer/)).toBeNull();
  expect(within(row("Winter DBT")).getByText("No one waits for a seat alone")).toBeVisible();
  expect(screen.getByText("25 of 36 seats taken")).toBeVisible();
});

it("keeps the filters in the address", async () => {
  const { user, router } = openApp(clinic(), "/cohorts");
  await user.selectOptions(await screen.findByLabelText("Status"), "Planned");
  await waitFor(() => expect(screen.queryByRole("link", { name: "Day DBT" })).toBeNull());
  expect(router.state.location.search).toEqual({ status: "planned" });
  await user.selectOptions(screen.getByLabelText("Status"), "Ended");
  expect(await screen.findByText("No cohorts match the filters")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Clear filters" }));
  expect(await screen.findByRole("link", { name: "Day DBT" })).toBeVisible();
  await user.selectOptions(screen.getByLabelText("Program"), "Dialectical behavior therapy");
  expect(router.state.location.search).toEqual({ program: idOf("program dbt") });
});

it("says why there are no cohorts", async () => {
  const here = clinic();
  here.cohorts = [];
  openApp(here, "/cohorts");
  expect(await screen.findByText("No cohorts yet")).toBeVisible();
});

it("names the cause when cohorts cannot be loaded, and tries again", async () => {
  const { user } = openApp(clinic(), "/cohorts");
  server.use(http.get(`${API}/api/v1/cohorts`, () => problem(403, "forbidden"), { once: true }));
  expect(await screen.findByText("Your role does not allow this.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("link", { name: "Day DBT" })).toBeVisible();
});

it("is in the navigation only for who may see it", async () => {
  openApp(clinic(["cohort:read"]), "/cohorts");
  expect(await screen.findByRole("link", { name: "Cohorts" })).toBeVisible();
  expect(screen.queryByRole("link", { name: "Programs" })).toBeNull();
});

it("speaks Spanish", async () => {
  const { user } = openApp(clinic(), "/cohorts");
  await user.click(await screen.findByRole("button", { name: /Account and settings/ }));
  await user.click(await screen.findByRole("button", { name: "Español" }));
  expect(await screen.findByText("10 de 12 lugares")).toBeInTheDocument();
});

it("plans a cohort once its fields are right, and opens it", async () => {
  const here = clinic();
  const { user, router } = openApp(here, `/cohorts?program=${idOf("program dbt")}`);
  await user.click(await screen.findByRole("button", { name: "New cohort" }));
  const dialog = within(await screen.findByRole("dialog", { name: "New cohort" }));
  await user.click(dialog.getByRole("button", { name: "New cohort" }));
  expect(dialog.getByRole("alert")).toHaveFocus();
  expect(dialog.getByLabelText("Seats")).toHaveAccessibleDescription("Enter whole seats from 1 to 60");
  expect(dialog.getByLabelText("Program")).toHaveDisplayValue("Dialectical behavior therapy");
  await user.selectOptions(dialog.getByLabelText("Location"), "Main Street");
  await user.selectOptions(dialog.getByLabelText("Joining"), "Closed");
  await user.selectOptions(dialog.getByLabelText("Track"), "Evening track");
  await user.type(dialog.getByLabelText("Name"), "Spring DBT");
  await user.type(dialog.getByLabelText("Seats"), "10");
  await user.click(dialog.getByRole("button", { name: "New cohort" }));
  expect(dialog.getByLabelText("Last day")).toHaveAccessibleDescription(/Enter a last day/);
  await user.type(dialog.getByLabelText("Last day"), "2027-02-12");
  await user.click(dialog.getByRole("button", { name: "New cohort" }));
  await waitFor(() => expect(router.state.location.pathname).toBe(`/cohorts/${idOf("cohort Spring DBT")}`));
  expect(here.written[0]?.body).toMatchObject({
    kind: "closed",
    name: "Spring DBT",
    track: "evening",
    capacity: 10,
    starts_on: "2026-11-18",
    ends_on: "2027-02-12",
  });
});
