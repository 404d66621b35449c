import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { Chart, without } from "@/test/clinic-chart";
import { openChart } from "@/test/open-chart";

const TODAY = "2026-11-18";
vi.setSystemTime(new Date("2026-11-18T16:00:00Z"));

const open = (chart: Chart, permissions?: string[]) => openChart(chart, "?tab=record", permissions);

it("records who pays, and takes back what was entered in error", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  const panel = await screen.findByRole("region", { name: "Who pays" });
  expect(await within(panel).findByText("Nobody is on file as paying for this episode.")).toBeVisible();
  await user.click(within(panel).getByRole("button", { name: "Add a payer" }));
  const dialog = await screen.findByRole("dialog", { name: "Add a payer" });
  await user.type(within(dialog).getByLabelText("Payer"), "Blue & Gold");
  await user.click(within(dialog).getByRole("button", { name: "Add a payer" }));
  await user.click(await within(dialog).findByRole("link", { name: "Use letters, digits, points and hyphens" }));
  const field = within(dialog).getByLabelText("Payer");
  expect(field).toHaveFocus();
  await user.clear(field);
  await user.type(field, "Blue Gold");
  await user.click(within(dialog).getByRole("button", { name: "Add a payer" }));
  expect(await within(panel).findByRole("row", { name: /blue-gold Nov 18, 2026 · pays today/ })).toBeVisible();
  expect(chart.payers).toMatchObject([{ payer: "blue-gold", starts_on: TODAY }]);

  await user.click(within(panel).getByRole("button", { name: "Take back blue-gold" }));
  const back = await screen.findByRole("dialog", { name: "Take back" });
  await user.type(within(back).getByLabelText("What was wrong"), "Another person's card");
  await user.click(within(back).getByRole("button", { name: "Take back" }));
  await waitFor(() => expect(chart.payers).toEqual([]));
  expect(await within(panel).findByText("Nobody is on file as paying for this episode.")).toBeVisible();
});

it("shows who pays, and changes nothing, to who may only read it", async () => {
  const chart = new Chart(TODAY);
  const paid = { id: "1", episode_id: "2", version: 1, created_at: "", updated_at: "" };
  chart.payers = [
    { ...paid, payer: "medicaid", starts_on: "2026-01-01" },
    { ...paid, id: "3", payer: null, starts_on: "2026-12-01" },
  ];
  open(chart, without("episode:payer"));
  const panel = await screen.findByRole("region", { name: "Who pays" });
  expect(await within(panel).findByRole("row", { name: /The participant Dec 1, 2026$/ })).toBeVisible();
  expect(within(panel).getByRole("row", { name: /medicaid Jan 1, 2026 · pays today/ })).toBeVisible();
  expect(within(panel).queryByRole("button")).toBeNull();
});
