import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { keys } from "@/api/keys";
import { Clinic, idOf } from "@/test/clinic";
import { ALL_RIGHTS, Chart, signedInWith } from "@/test/clinic-chart";
import { API, problem } from "@/test/handlers";
import { leaveRoomMode } from "@/test/on-today";
import { openApp } from "@/test/open-app";
import { openChart } from "@/test/open-chart";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
const ALERTS = `${API}/api/v1/alerts`;
let clinic: Clinic;

// A group of one's own runs: room mode is on by itself.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${TODAY}T10:12:00-07:00`) });
  clinic = new Clinic(TODAY);
  clinic.signedIn = signedInWith([...(clinic.signedIn?.permissions ?? []), "alert:read"]);
});
afterEach(() => vi.useRealTimers());

const alertAbout = (participant_id: string, participant_name: string) => ({
  ...{ id: idOf("alert"), participant_id, participant_name, source: "flag", label: null, flag_reason: "other" },
  ...{ owner: { account_id: idOf("sam"), name: "Sam Reyes" }, due_at: `${TODAY}T17:27:00Z`, gone_up: false },
  acknowledged_at: null,
});
const page = (items: unknown[]) => http.get(ALERTS, () => HttpResponse.json({ items, next_cursor: null }));
const fails = http.get(ALERTS, () => problem(500, "internal-error"));

async function inSpanish(user: ReturnType<typeof openApp>["user"]) {
  await user.click(screen.getByRole("button", { name: /Account and settings/ }));
  await user.click(await screen.findByRole("button", { name: "Español" }));
}

it("keeps the alerts it knows when they cannot be read again, and says that they may be out of date", async () => {
  const { user, queryClient } = openApp(clinic, "/today");
  const [row] = clinic.roster(clinic.session("DBT Skills").id).rows;
  if (!row) throw new Error("Somebody is in the group.");
  server.use(page([alertAbout(row.participant_id, row.full_name)]));
  await leaveRoomMode(user);
  const strip = within(await screen.findByRole("region", { name: "Open alerts" }));
  expect(await strip.findByRole("button", { name: new RegExp(row.full_name) })).toBeVisible();
  server.use(fails);
  await act(() => queryClient.invalidateQueries({ queryKey: keys.alerts }));
  expect(await strip.findByText("Alerts could not be read again: this may be out of date.")).toBeVisible();
  expect(strip.getByRole("button", { name: new RegExp(row.full_name) })).toBeVisible();
  expect(screen.getByText("Open alert")).toBeVisible();
  await inSpanish(user);
  expect(
    await screen.findByText("No se pudieron volver a leer las alertas: esto puede no estar al día."),
  ).toBeVisible();
  server.use(page([]));
  await user.click(screen.getByRole("button", { name: "Reintentar" }));
  expect(await screen.findByText("No hay alertas abiertas")).toBeVisible();
  expect(screen.queryByText(/esto puede no estar al día/)).toBeNull();
});

it("says once at the roster that alerts could not be read: no mark there says that none is open", async () => {
  const { user } = openApp(clinic, "/today");
  server.use(fails);
  await leaveRoomMode(user);
  expect(await screen.findByText("Open alerts could not be read.")).toBeVisible();
  const roster = within(screen.getByRole("region", { name: "Roster" }));
  expect(roster.getAllByText("Alerts could not be read: whoever has no mark here may have one open.")).toHaveLength(1);
  await inSpanish(user);
  expect(
    await screen.findByText("No se pudieron leer las alertas: quien no tiene marca aquí puede tener una abierta."),
  ).toBeVisible();
});

it("shows its mark before a group too when alerts cannot be read, in words that say nothing", async () => {
  openApp(clinic, "/today");
  server.use(fails);
  await screen.findByRole("radiogroup", { name: "Attendance of Elena" });
  expect(await screen.findByRole("img", { name: "Something to look at later" })).toBeVisible();
  expect(screen.queryByText(/alert/i)).toBeNull();
});

it("shows no mark before a group once it is known that no alert is open", async () => {
  const { queryClient } = openApp(clinic, "/today");
  server.use(page([]));
  await screen.findByRole("radiogroup", { name: "Attendance of Elena" });
  await waitFor(() => expect(queryClient.getQueryData([...keys.alerts, "open"])).toEqual([]));
  expect(screen.queryByRole("img", { name: "Something to look at later" })).toBeNull();
});

it("says beside the name on a chart that alerts could not be read", async () => {
  vi.setSystemTime(new Date(`${TODAY}T07:00:00-07:00`)); // no group runs yet: room mode would cover the chart
  const { user } = openChart(new Chart(TODAY), "", [...ALL_RIGHTS, "alert:read"]);
  server.use(fails);
  expect(await screen.findByRole("link", { name: "Alerts could not be read" })).toBeVisible();
  await inSpanish(user);
  expect(await screen.findByRole("link", { name: "No se pudieron leer las alertas" })).toBeVisible();
});
