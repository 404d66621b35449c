import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { FidelityMonth } from "@/api/types";
import { idOf, someModalities } from "@/test/clinic";
import { aProgram, DIRECTOR, ProgramClinic } from "@/test/clinic-cohorts";
import { API } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

const [therapy] = someModalities();
if (!therapy) throw new Error("The clinic of the tests has no therapy.");

const month = (person: string, at: string, sessions: number, met: number): FidelityMonth => ({
  staff_id: idOf(person),
  modality_id: therapy.id,
  modality_name: therapy.name,
  month: at,
  sessions,
  items: 2,
  met,
  by_item: { agenda: met },
});

/** A clinic that answers with these months; returns what it was asked. */
function opened(path: string, months: FidelityMonth[]) {
  const here = new ProgramClinic("2026-11-18", [...DIRECTOR, "fidelity:read"]);
  here.programs = [aProgram()];
  const asked: string[] = [];
  const app = openApp(here, path);
  server.use(
    http.get(`${API}/api/v1/staff`, () =>
      HttpResponse.json({
        items: [
          { id: idOf("ana"), display_name: "Ana Okafor" },
          { id: idOf("zora"), display_name: "Zora Lind" },
        ],
        next_cursor: null,
      }),
    ),
    http.get(`${API}/api/v1/modalities`, () =>
      HttpResponse.json({
        items: [
          {
            ...therapy,
            fidelity_items: [
              { key: "agenda", name: "Agenda set" },
              { key: "homework", name: "Homework reviewed" },
            ],
          },
        ],
        next_cursor: null,
      }),
    ),
    http.get(`${API}/api/v1/fidelity`, ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json({ items: months, next_cursor: null });
    }),
  );
  return { ...app, asked };
}

const rowsOf = (table: HTMLElement) => [...table.querySelectorAll("tbody tr")].map((row) => row.textContent);

it("shows each clinician's months and which points were met, and narrows to one", async () => {
  const months = [month("zora", "2026-09-01", 2, 3), month("ana", "2026-11-01", 4, 3)];
  const { user, asked, router } = opened("/fidelity", months);
  const people = () => screen.findByLabelText(`${therapy.name}, by clinician and month`, { selector: "table" });
  expect(rowsOf(await people())).toEqual([
    "Ana Okafor––38%4 sessions38%4 sessions",
    "Zora Lind75%2 sessions––75%2 sessions",
  ]);
  expect(asked).toEqual(["?first=2026-06-01&last=2026-11-18"]);
  const items = screen.getByLabelText(`${therapy.name}, by point`, { selector: "table" });
  expect(rowsOf(items)).toEqual(["Agenda set6 of 6100%", "Homework reviewed0 of 60%"]);
  await user.selectOptions(screen.getByLabelText("Clinician"), "Zora Lind");
  expect(rowsOf(await people())).toEqual(["Zora Lind75%2 sessions75%2 sessions"]);
  expect(router.state.location.search).toEqual({ staff: idOf("zora") });
  expect(asked).toHaveLength(1);
});

it("says where nothing was noted, and what to do about it", async () => {
  opened("/fidelity", []);
  expect(await screen.findByText("No session of these days has a checklist")).toBeVisible();
});

it("keeps back a span that cannot be asked for", async () => {
  const { user, asked } = opened("/fidelity?from=2024-01-01", []);
  await user.click(await screen.findByRole("button", { name: "Show the last six months" }));
  expect(await screen.findByText(/has a checklist/)).toBeVisible();
  expect(asked).toHaveLength(1);
});

it("is reached from the programs", async () => {
  opened("/programs", []);
  const main = within(await screen.findByRole("main"));
  expect((await main.findByText("Fidelity")).closest("a")).toHaveAttribute("href", "/fidelity");
});
