import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, it, vi } from "vitest";

import { idOf } from "@/test/clinic";
import { ALL_RIGHTS, Chart } from "@/test/clinic-chart";
import { aChain, aDiary, aTarget } from "@/test/clinic-diary";
import { API, problem } from "@/test/handlers";
import { openChart } from "@/test/open-chart";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
const RIGHTS = [...ALL_RIGHTS, "diary:read", "diary:write", "diary:set"];
beforeEach(() => {
  vi.setSystemTime(new Date(`${TODAY}T16:00:00Z`));
});

const at = (path: string) => `${API}/api/v1${path}`;
const page = <Item,>(items: Item[]) => HttpResponse.json({ items, next_cursor: null });

function open(search = "?tab=diary", permissions: readonly string[] = RIGHTS) {
  const opened = openChart(new Chart(TODAY), search, permissions);
  server.use(
    http.get(at("/participants/:id/diary"), () => HttpResponse.json(aDiary(TODAY))),
    http.get(at("/participants/:id/treatment-targets"), () =>
      page([aTarget("harm", { tier: "life_threatening" }), aTarget("rent"), aTarget("sleep", { position: 2 })]),
    ),
    http.get(at("/participants/:id/chain-analyses"), () => page([])),
  );
  return opened;
}

it("shows numbers in the map, says which alarmed, and keeps each answer of a day at once", async () => {
  const sent: unknown[] = [];
  const { user } = open();
  server.use(
    http.put(at("/participants/:id/diary-days/:day/entry"), async ({ request, params }) => {
      sent.push([params.day, await request.json()]);
      return HttpResponse.json({ id: idOf("today"), day: TODAY, entries: [] });
    }),
  );
  const map = await screen.findByRole("table", { name: "Diary" });
  const row = within(map).getByRole("row", { name: /^Urge to self-harm/ });
  expect(within(row).getByRole("cell", { name: "4, alarms" })).toBeVisible();
  expect(within(map).getByRole("cell", { name: "6.5" })).toBeVisible();
  expect(screen.getByText(/Urge to self-harm from 3/)).toBeVisible();

  await user.click(within(map).getByRole("button", { name: "Open Wednesday, November 18" }));
  const day = await screen.findByRole("dialog", { name: "Day of the diary" });
  const urge = within(day).getByRole("group", { name: "Urge to self-harm" });
  await user.click(within(urge).getByRole("button", { name: "2" }));
  await waitFor(() => expect(sent).toEqual([[TODAY, { field: "urge-self-harm", number: 2, skills: null }]]));

  // That an act happened is not taken from a slip.
  const act = within(day).getByRole("group", { name: "Self-harm" });
  await user.click(within(act).getByRole("button", { name: "Yes" }));
  expect(sent).toHaveLength(1);
  await user.click(within(act).getByRole("button", { name: "Yes, it happened" }));
  await waitFor(() => expect(sent[1]).toEqual([TODAY, { field: "act-self-harm", number: 1, skills: null }]));
});

it("says at its line why an answer was not kept", async () => {
  const { user } = open();
  server.use(http.put(at("/participants/:id/diary-days/:day/entry"), () => problem(422, "diary-day-not-open")));
  await user.click(await screen.findByRole("button", { name: "Fill in a day" }));
  const urge = await screen.findByRole("group", { name: "Urge to self-harm" });
  await user.click(within(urge).getByRole("button", { name: "5" }));
  expect(await within(urge).findByRole("alert")).toHaveTextContent(
    "Urge to self-harm was not kept: A day can be filled for a week, and not ahead.",
  );
});

it("keeps one answer after the other, so that what was said last holds", async () => {
  const arrived: number[] = [];
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { user } = open();
  server.use(
    http.put(at("/participants/:id/diary-days/:day/entry"), async ({ request }) => {
      const { number } = (await request.json()) as { number: number };
      arrived.push(number);
      if (number === 2) await held;
      return HttpResponse.json({ id: idOf("day"), day: TODAY, entries: [] });
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Fill in a day" }));
  const urge = await screen.findByRole("group", { name: "Urge to self-harm" });
  await user.click(within(urge).getByRole("button", { name: "2" }));
  await waitFor(() => expect(arrived).toEqual([2]));
  await user.click(within(urge).getByRole("button", { name: "4" }));
  expect(within(urge).getByRole("button", { name: "4" })).toHaveAttribute("aria-pressed", "true");
  await new Promise((passed) => setTimeout(passed, 50));
  expect(arrived).toEqual([2]);
  letGo();
  await waitFor(() => expect(arrived).toEqual([2, 4]));
});

it("sets from which urge on somebody is alarmed", async () => {
  let sent: unknown;
  const { user } = open();
  server.use(
    http.put(at("/participants/:id/diary-setting"), async ({ request }) => {
      sent = [request.headers.get("If-Match"), await request.json()];
      return HttpResponse.json(aDiary(TODAY).setting);
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Set the card" }));
  const form = await screen.findByRole("dialog", { name: "Set the diary card" });
  expect(within(form).getByText("Always asked: Self-harm.")).toBeVisible();
  await user.selectOptions(within(form).getByLabelText("Urge to self-harm", { selector: "select" }), "2");
  await user.click(within(form).getByRole("checkbox", { name: "Sleep, hours" }));
  await user.click(within(form).getByRole("button", { name: "Set the card" }));
  await waitFor(() => expect(form).not.toBeInTheDocument());
  expect(sent).toEqual([
    '"1"',
    {
      card_key: "dbt",
      fields: ["urge-self-harm", "act-self-harm", "skills"],
      thresholds: { "urge-self-harm": 2 },
      starts_on: TODAY,
    },
  ]);
});

it("keeps the words of targets folded, and moves and closes them by keys", async () => {
  const sent: unknown[] = [];
  const { user } = open();
  server.use(
    http.patch(at("/treatment-targets/:id"), async ({ request, params }) => {
      sent.push([params.id, await request.json()]);
      return HttpResponse.json(aTarget("sleep"));
    }),
    http.post(at("/treatment-targets/:id/close"), async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(aTarget("harm"));
    }),
  );
  const first = await screen.findByRole("region", { name: "Life-threatening" });
  expect(within(first).getByText("Words of harm")).not.toBeVisible();
  await user.click(within(first).getByText("Show the words of target 1"));
  expect(within(first).getByText("Words of harm")).toBeVisible();
  screen.getByRole("button", { name: "Move target 3 up" }).focus();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(sent).toEqual([[idOf("sleep"), { position: 1 }]]));
  await user.click(screen.getByRole("button", { name: "Close target 1" }));
  const form = await screen.findByRole("dialog", { name: "Close target 1" });
  await user.click(within(form).getByRole("button", { name: "Save" }));
  expect(await within(form).findByRole("link", { name: "Choose why it is closed" })).toBeVisible();
  await user.selectOptions(within(form).getByLabelText("Why it is closed"), "reached");
  await user.click(within(form).getByRole("button", { name: "Save" }));
  await waitFor(() => expect(sent[1]).toEqual({ reason: "reached", note: null }));
});

it("writes a chain analysis about an alert, on the day of it, and calls it done only with its links", async () => {
  const sent: unknown[] = [];
  const alertId = idOf("alert");
  const { user } = open(`?tab=diary&chain=${alertId}`);
  server.use(
    http.get(at("/alerts/:id"), () => HttpResponse.json({ about_on: "2026-11-17" })),
    http.post(at("/participants/:id/chain-analyses"), async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(aChain(), { status: 201 });
    }),
    http.post(at("/chain-analyses/:id/finish"), ({ request }) => {
      sent.push(request.headers.get("If-Match"));
      return HttpResponse.json(aChain({ status: "done" }));
    }),
  );
  const form = await screen.findByRole("dialog", { name: "Write a chain analysis" });
  expect(within(form).getByLabelText("When it happened")).toHaveValue("2026-11-17");
  await user.type(within(form).getByLabelText("The behavior"), "Scratched my arm");
  await user.click(within(form).getByRole("button", { name: "Done" }));
  expect(await within(form).findByRole("link", { name: "Before it is done, write what prompted it" })).toBeVisible();
  await user.type(within(form).getByLabelText("What prompted it"), "The call did not come");
  await user.click(within(form).getByRole("button", { name: "Add a link" }));
  await user.type(within(form).getByLabelText("What happened at link 1"), "Nobody will come");
  await user.type(within(form).getByLabelText("What would have broken it at link 1"), "Check the facts");
  await user.click(within(form).getByRole("button", { name: "Done" }));
  await waitFor(() => expect(form).not.toBeInTheDocument());
  expect(sent).toEqual([
    {
      happened_on: "2026-11-17",
      behavior: "Scratched my arm",
      vulnerabilities: null,
      prompting_event: "The call did not come",
      links: [{ kind: "thought", text: "Nobody will come", instead: "Check the facts" }],
      consequences: null,
      prevention: null,
      repair: null,
      alert_id: alertId,
    },
    '"1"',
  ]);
});

it("offers nothing to change to who may only read, and says why the map is empty", async () => {
  open("?tab=diary", [...ALL_RIGHTS, "diary:read"]);
  server.use(http.get(at("/participants/:id/diary"), () => HttpResponse.json({ ...aDiary(TODAY), days: [] })));
  expect(await screen.findByText("Nothing was entered in these four weeks.")).toBeVisible();
  expect(await screen.findByText("No chain analysis was written.")).toBeVisible();
  for (const name of ["Fill in a day", "Set the card", "Add a target", "Write a chain analysis"]) {
    expect(screen.queryByRole("button", { name })).toBeNull();
  }
});
