import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";

import { Clinic, idOf } from "@/test/clinic";
import { ALL_RIGHTS, Chart, signedInWith } from "@/test/clinic-chart";
import { PERSON } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { chartHandlers } from "@/test/handlers-chart";
import { openApp } from "@/test/open-app";
import { openChart } from "@/test/open-chart";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
const TREATING = [...ALL_RIGHTS, "break_glass:use"];

function restricted(change: Partial<Chart> = {}): Chart {
  return Object.assign(new Chart(TODAY), { restricted: true }, change);
}

it("does not say whether a record exists, and offers the list to who may not open it", async () => {
  openChart(restricted());
  expect(await screen.findByText("This record is not open to you")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Open with a reason" })).toBeNull();
  expect(screen.getByRole("link", { name: "Go to Participants" })).toHaveAttribute("href", "/participants");
});

it("names a refusal of the role without offering to open the record", async () => {
  openChart(restricted(), "", TREATING);
  server.use(http.get(`${API}/api/v1/participants/:id`, () => problem(403, "forbidden")));
  expect(await screen.findByText("Your role does not allow this.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Open with a reason" })).toBeNull();
});

it("opens a record only with a reason and what happened, and says until when", async () => {
  const { user } = openChart(restricted(), "", TREATING);
  await user.click(await screen.findByRole("button", { name: "Open with a reason" }));
  const dialog = await screen.findByRole("dialog", { name: "Open a restricted record" });
  expect(within(dialog).getByText("The record opens for one hour and closes by itself.")).toBeVisible();
  expect(within(dialog).getByText(/the program director reviews it/)).toBeVisible();
  expect(within(dialog).getByText("Records under 42 CFR Part 2 are never opened this way.")).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Open for one hour" }));
  expect(await within(dialog).findByRole("alert")).toHaveFocus();
  expect(within(dialog).getByRole("link", { name: "Choose a reason" })).toBeVisible();
  await user.selectOptions(within(dialog).getByLabelText("Reason"), "The person called");
  await user.type(within(dialog).getByLabelText(/What happened/), "Called about tomorrow");
  await user.click(within(dialog).getByRole("button", { name: "Open for one hour" }));
  expect(await screen.findByRole("heading", { level: 1, name: /Sunny Petrova/ })).toBeVisible();
  await waitFor(() => expect(screen.getByTestId("announcer")).toHaveTextContent("The record is open for one hour"));
  expect(screen.getByRole("main")).toHaveFocus();
  expect(screen.getByText(/Opened with a reason until .* What you look at is recorded and reviewed\./)).toBeVisible();
});

it("takes a record out of sight once its hour is over", async () => {
  const chart = restricted();
  const { user } = openChart(chart, "", TREATING);
  await user.click(await screen.findByRole("button", { name: "Open with a reason" }));
  server.use(
    http.post(`${API}/api/v1/participants/:id/break-glass`, () => {
      // Further back than the page's clock may be: it goes in steps.
      const expires_at = new Date(Date.now() - 60_000).toISOString();
      chart.restricted = false;
      return HttpResponse.json({ id: PERSON, participant_id: PERSON, expires_at }, { status: 201 });
    }),
    http.get(`${API}/api/v1/episodes`, () => {
      chart.restricted = true;
      return HttpResponse.json({ items: [], next_cursor: null });
    }),
  );
  const dialog = await screen.findByRole("dialog");
  await user.selectOptions(within(dialog).getByLabelText("Reason"), "Emergency");
  await user.type(within(dialog).getByLabelText(/What happened/), "Found unwell");
  await user.click(within(dialog).getByRole("button", { name: "Open for one hour" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await screen.findByText("This record is not open to you")).toBeVisible();
});

async function openForAnHour(chart: Chart) {
  const { user } = openChart(chart, "", TREATING);
  await user.click(await screen.findByRole("button", { name: "Open with a reason" }));
  const dialog = await screen.findByRole("dialog");
  await user.selectOptions(within(dialog).getByLabelText("Reason"), "Emergency");
  await user.type(within(dialog).getByLabelText(/What happened/), "Found unwell");
  await user.click(within(dialog).getByRole("button", { name: "Open for one hour" }));
  await screen.findByRole("heading", { level: 1, name: /Sunny Petrova/ });
  await waitFor(() => expect(screen.getByTestId("announcer")).toHaveTextContent("The record is open for one hour"));
  return user;
}

const END = `${API}/api/v1/break-glass/mine/:id/end`;

it("closes a record before its hour is over once it is needed no more", async () => {
  const chart = restricted();
  const user = await openForAnHour(chart);
  const asked: unknown[] = [];
  server.use(
    http.post(END, ({ params }) => {
      asked.push(params.id);
      chart.restricted = true;
      return HttpResponse.json({ id: params.id, participant_id: PERSON, expires_at: new Date().toISOString() });
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Close it now" }));
  expect(await screen.findByText("This record is not open to you")).toBeVisible();
  expect(screen.getByRole("main")).toHaveFocus();
  expect(asked).toEqual([idOf("use")]);
});

it("says why a record stays open, and closes it where it is closed already", async () => {
  const chart = restricted();
  const user = await openForAnHour(chart);
  server.use(http.post(END, () => problem(500, "internal-error"), { once: true }));
  await user.click(await screen.findByRole("button", { name: "Close it now" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Something went wrong in Handrail.");
  expect(screen.getByRole("heading", { level: 1, name: /Sunny Petrova/ })).toBeVisible();
  chart.restricted = true;
  server.use(http.post(END, () => problem(409, "ended-already")));
  await user.click(screen.getByRole("button", { name: "Close it now" }));
  expect(await screen.findByText("This record is not open to you")).toBeVisible();
});

it("never opens a record under Part 2 this way, and keeps what was typed", async () => {
  const { user } = openChart(restricted({ part2: true }), "", TREATING);
  await user.click(await screen.findByRole("button", { name: "Open with a reason" }));
  const dialog = await screen.findByRole("dialog");
  await user.selectOptions(within(dialog).getByLabelText("Reason"), "Emergency");
  await user.type(within(dialog).getByLabelText(/What happened/), "Found unwell");
  await user.click(within(dialog).getByRole("button", { name: "Open for one hour" }));
  expect(await within(dialog).findByRole("alert")).toHaveTextContent("There is no record that can be opened this way.");
  expect(within(dialog).getByLabelText(/What happened/)).toHaveValue("Found unwell");
});

it("says when a day has no more room", async () => {
  const { user } = openChart(restricted(), "", TREATING);
  await user.click(await screen.findByRole("button", { name: "Open with a reason" }));
  server.use(http.post(`${API}/api/v1/participants/:id/break-glass`, () => problem(429, "too-many-broken-glasses")));
  const dialog = await screen.findByRole("dialog");
  await user.selectOptions(within(dialog).getByLabelText("Reason"), "Emergency");
  await user.type(within(dialog).getByLabelText(/What happened/), "Found unwell");
  await user.click(within(dialog).getByRole("button", { name: "Open for one hour" }));
  expect(await within(dialog).findByText(/as many restricted records as a day allows/)).toBeVisible();
});

function openList(chart: Chart, permissions: string[]) {
  const clinic = new Clinic(TODAY);
  clinic.signedIn = signedInWith(permissions);
  clinic.participants = clinic.participants.filter((person) => person.mrn !== chart.person.mrn);
  const opened = openApp(clinic, "/participants");
  server.use(...chartHandlers(chart));
  return opened;
}

it("finds a restricted record by its whole number, opens it with a reason and leads to the chart", async () => {
  const { user, router } = openList(restricted(), TREATING);
  await user.type(await screen.findByLabelText("Name, MRN or birth date"), "20404");
  await user.click(await screen.findByRole("button", { name: "Look for a restricted record" }));
  const search = await screen.findByRole("dialog", { name: "Look for a restricted record" });
  expect(within(search).getByLabelText("Whole record number (MRN)")).toHaveValue("20404");
  await user.click(within(search).getByRole("button", { name: "Look up" }));
  expect(await within(search).findByText("There is a restricted record")).toBeVisible();
  await user.click(within(search).getByRole("button", { name: "Open with a reason" }));
  const dialog = await screen.findByRole("dialog", { name: "Open a restricted record" });
  await user.selectOptions(within(dialog).getByLabelText("Reason"), "The person walked in");
  await user.type(within(dialog).getByLabelText(/What happened/), "At the desk");
  await user.click(within(dialog).getByRole("button", { name: "Open for one hour" }));
  expect(await screen.findByRole("heading", { level: 1, name: /Sunny Petrova/ })).toBeVisible();
  expect(router.state.location.href).toBe(`/participants/${PERSON}`);
});

it("leads back to what was found when the reason is not given after all", async () => {
  const { user } = openList(restricted(), TREATING);
  await user.type(await screen.findByLabelText("Name, MRN or birth date"), "20404");
  await user.click(await screen.findByRole("button", { name: "Look for a restricted record" }));
  await user.click(await screen.findByRole("button", { name: "Look up" }));
  await user.click(await screen.findByRole("button", { name: "Open with a reason" }));
  await screen.findByRole("dialog", { name: "Open a restricted record" });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog", { name: "Open a restricted record" })).toBeNull());
  expect(screen.getByText("There is a restricted record")).toBeVisible();
  await waitFor(() => expect(screen.getByRole("button", { name: "Open with a reason" })).toHaveFocus());
});

it("says when there is no restricted record, and asks for the whole name with the birth date", async () => {
  const { user } = openList(restricted(), TREATING);
  await user.type(await screen.findByLabelText("Name, MRN or birth date"), "Sunny Petrova");
  await user.click(await screen.findByRole("button", { name: "Look for a restricted record" }));
  const search = await screen.findByRole("dialog");
  expect(within(search).getByLabelText(/Given names/)).toHaveValue("Sunny");
  expect(within(search).getByLabelText("Family name")).toHaveValue("Petrova");
  await user.click(within(search).getByRole("button", { name: "Look up" }));
  expect(await within(search).findByRole("link", { name: "Enter the birth date" })).toBeVisible();
  await user.type(within(search).getByLabelText("Birth date"), "1990-04-23");
  await user.click(within(search).getByRole("button", { name: "Look up" }));
  expect(await within(search).findByText("There is no restricted record of exactly this person.")).toBeVisible();
});

it("says when no more may be looked up", async () => {
  const { user } = openList(restricted(), TREATING);
  server.use(
    http.post(`${API}/api/v1/participants/restricted-search`, () => problem(429, "too-many-restricted-searches")),
  );
  await user.type(await screen.findByLabelText("Name, MRN or birth date"), "20404");
  await user.click(await screen.findByRole("button", { name: "Look for a restricted record" }));
  await user.click(await screen.findByRole("button", { name: "Look up" }));
  expect(await screen.findByText("You have looked up as many restricted records as a day allows.")).toBeVisible();
});

it("does not offer the look-up to who may not break the glass", async () => {
  const { user } = openList(restricted(), ALL_RIGHTS);
  await user.type(await screen.findByLabelText("Name, MRN or birth date"), "20404");
  expect(await screen.findByText("No one matches")).toBeVisible();
  await waitFor(() => expect(screen.queryByRole("button", { name: "Look for a restricted record" })).toBeNull());
});
