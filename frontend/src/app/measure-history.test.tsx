import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, it, vi } from "vitest";

import type { RiskScreen, SafetyPlan } from "@/api/types";
import { idOf } from "@/test/clinic";
import { ALL_RIGHTS, Chart } from "@/test/clinic-chart";
import { PERSON } from "@/test/clinic-person";
import { API } from "@/test/handlers";
import { openChart } from "@/test/open-chart";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
beforeEach(() => {
  vi.setSystemTime(new Date(`${TODAY}T07:00:00-07:00`)); // no group runs yet: room mode would cover the chart
});

const at = (path: string) => `${API}/api/v1${path}`;

const aScreen = (id: string, change: Partial<RiskScreen>): RiskScreen => ({
  id: idOf(id),
  participant_id: PERSON,
  episode_id: idOf("episode"),
  since_last_contact: false,
  wish: false,
  thoughts: false,
  method: null,
  intent: null,
  plan: null,
  behaviour: "no",
  level: "none",
  screened_by: idOf("sam"),
  screened_by_name: "Sam Reyes",
  screened_at: "2026-11-17T17:00:00Z",
  voided_at: null,
  void_reason: null,
  ...change,
});

const aPlan = (number: number, warning_signs: string): SafetyPlan => ({
  id: idOf(`plan ${number}`),
  participant_id: PERSON,
  number,
  alert_id: null,
  language: "en",
  warning_signs,
  own_ways: null,
  places_and_people: null,
  people_to_ask: null,
  professionals: null,
  safer_place: null,
  made_together: true,
  written_by: idOf("sam"),
  written_by_name: "Sam Reyes",
  written_at: `2026-11-1${number}T17:00:00Z`,
});

/** Answers two pages, the second by its cursor. */
const paged = (request: Request, first: unknown[], second: unknown[]) => {
  const query = new URL(request.url).searchParams;
  if (query.get("limit") === "1") return HttpResponse.json({ items: first.slice(0, 1), next_cursor: null });
  return query.get("cursor")
    ? HttpResponse.json({ items: second, next_cursor: null })
    : HttpResponse.json({ items: first, next_cursor: "next" });
};

function open(rights: string[] = []) {
  const opened = openChart(new Chart(TODAY), "?tab=measures", [...ALL_RIGHTS, "measure:read", ...rights]);
  server.use(
    http.get(at("/participants/:id/measures"), () =>
      HttpResponse.json({ participant_id: PERSON, in_progress: [], due: [], series: [] }),
    ),
    http.get(at("/participants/:id/progress"), () => HttpResponse.json({ participant_id: PERSON, progress: [] })),
    http.get(at("/participants/:id/risk-screens"), ({ request }) =>
      paged(
        request,
        [
          aScreen("high", {
            ...{ wish: true, thoughts: true, method: true, intent: false, plan: false },
            ...{ behaviour: "before", level: "moderate", since_last_contact: true },
          }),
        ],
        [aScreen("none", {})],
      ),
    ),
    http.get(at("/participants/:id/safety-plans"), ({ request }) =>
      paged(request, [aPlan(3, "I lie awake."), aPlan(2, "I stop eating.")], [aPlan(1, "I skip group.")]),
    ),
  );
  return opened;
}

it("lists every risk screen with what was answered, the youngest first", async () => {
  const { user } = open();
  const table = await screen.findByRole("table", { name: "Risk screens, the youngest first" });
  const told = () =>
    within(table)
      .getAllByRole("row")
      .slice(1)
      .map((row) =>
        within(row)
          .getAllByRole("cell")
          .map((cell) => cell.textContent),
      );
  expect(told()).toEqual([
    [
      "moderate",
      "Question 1, Question 2, Question 3: YesQuestion 6: Yes, more than 3 months agoSince the last contact",
      "Sam Reyes",
    ],
  ]);
  await user.click(screen.getByRole("button", { name: "Earlier risk screens" }));
  expect(await within(table).findByText("No to all questions")).toBeVisible();
  expect(told()).toHaveLength(2);
  expect(screen.queryByRole("button", { name: "Earlier risk screens" })).toBeNull();
});

it("keeps the versions of a safety plan readable, folded below the one that holds", async () => {
  const { user } = open();
  expect(await screen.findByText("I lie awake.")).toBeVisible();
  await user.click(screen.getByText("2 earlier versions"));
  expect(await screen.findByText(/^Version 2, .*, Sam Reyes$/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Read version 3" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Still earlier versions" }));
  await user.click(await screen.findByRole("button", { name: "Read version 1" }));
  const dialog = await screen.findByRole("dialog", { name: /^Version 1, / });
  expect(within(dialog).getByText("I skip group.")).toBeVisible();
  expect(within(dialog).queryByText("I lie awake.")).toBeNull();
});

it("takes a screen back that was entered by mistake, with the reason", async () => {
  const sent: unknown[] = [];
  const { user } = open(["measure:correct"]);
  await screen.findByRole("table", { name: "Risk screens, the youngest first" });
  let stored = aScreen("mistaken", { behaviour: "before", level: "moderate" });
  server.use(
    http.get(at("/participants/:id/risk-screens"), () => HttpResponse.json({ items: [stored], next_cursor: null })),
    http.post(at("/risk-screens/:id/void"), async ({ request }) => {
      const body = (await request.json()) as { reason: string };
      sent.push(body);
      stored = { ...stored, voided_at: "2026-11-18T17:00:00Z", void_reason: body.reason };
      return HttpResponse.json(stored);
    }),
  );
  await user.click(screen.getByRole("button", { name: /^Take back the screen of/ }));
  const dialog = within(await screen.findByRole("dialog", { name: "Take a risk screen back" }));
  await user.click(dialog.getByRole("button", { name: "Take it back" }));
  expect(dialog.getByLabelText("Reason")).toHaveAccessibleDescription("Enter the reason");
  await user.type(dialog.getByLabelText("Reason"), "Another's chart");
  await user.click(dialog.getByRole("button", { name: "Take it back" }));
  expect(await screen.findByText("Taken back: Another's chart")).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Take back the screen of/ })).toBeNull();
  expect(sent).toEqual([{ reason: "Another's chart" }]);
});
