import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";

import { Chart, without } from "@/test/clinic-chart";
import { aContact, aWay } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew } from "@/test/kept-form";
import { openChart } from "@/test/open-chart";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
const WAYS = `${API}/api/v1/participants/:id/contact-ways`;
vi.setSystemTime(new Date("2026-11-18T16:00:00Z"));

const open = (chart: Chart, permissions?: string[]) => openChart(chart, "?tab=contacts", permissions);

it("says what is safe on each way, and shows what was never said as not safe", async () => {
  open(new Chart(TODAY));
  const ways = await screen.findByRole("region", { name: "Ways to reach them" });
  const phone = within(ways).getByText("(303) 555-0142").closest("li");
  if (!phone) throw new Error("the phone is in no row");
  for (const words of ["Mobile", "Preferred", "No message", "May text", "Do not name program"]) {
    expect(within(phone).getByText(words)).toBeVisible();
  }
  const email = within(ways).getByText("sunny@example.org").closest("li");
  if (!email) throw new Error("the address is in no row");
  expect(within(email).queryByText("No message")).toBeNull();
});

it("says what may be talked about with a contact, and shows their own ways with them", async () => {
  const chart = new Chart(TODAY);
  const ana = chart.contacts[0];
  chart.ways.push(aWay("(720) 555-0199", { contact_id: ana?.id ?? null }));
  chart.contacts.push(aContact("Boris Petrov", { consented_topics: [], is_emergency_contact: false }));
  open(chart);
  const contacts = await screen.findByRole("region", { name: "Contacts" });
  expect(within(contacts).getByText("May talk about emergencies and schedule")).toBeVisible();
  expect(within(contacts).getByText("Nothing may be talked about")).toBeVisible();
  expect(within(contacts).getByText("(720) 555-0199")).toBeVisible();
  expect(screen.getByText("Tuesday 2:00–6:00 PM")).toBeVisible();
});

it("says what is not on file", async () => {
  const chart = new Chart(TODAY);
  chart.ways = [];
  chart.contacts = [];
  chart.windows = [];
  open(chart);
  expect(await screen.findByText("No phone number or address is on file.")).toBeVisible();
  expect(screen.getByText("Nobody near them is on file.")).toBeVisible();
  expect(screen.getByText("No hours are taken.")).toBeVisible();
});

it("offers no change to who may only read", async () => {
  open(new Chart(TODAY), without("participant:update"));
  await screen.findByText("(303) 555-0142");
  expect(screen.queryByRole("button", { name: /Add|Change|End/ })).toBeNull();
});

it("adds a phone number, and keeps what was typed while it is mended", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  const ways = await screen.findByRole("region", { name: "Ways to reach them" });
  await user.click(within(ways).getByRole("button", { name: "Add a way" }));
  const dialog = await screen.findByRole("dialog", { name: "Add a way" });
  await user.type(within(dialog).getByLabelText("Phone"), "call me");
  await user.click(within(dialog).getByLabelText("A message may be left"));
  await user.click(within(dialog).getByRole("button", { name: "Add a way" }));
  expect(await within(dialog).findByRole("alert")).toHaveFocus();
  await user.click(within(dialog).getByRole("link", { name: "Enter a phone number such as (303) 555-0142" }));
  expect(within(dialog).getByLabelText("Phone")).toHaveFocus();
  await user.clear(within(dialog).getByLabelText("Phone"));
  await user.type(within(dialog).getByLabelText("Phone"), "(303) 555-0177");
  await user.click(within(dialog).getByRole("button", { name: "Add a way" }));
  expect(await screen.findByText("(303) 555-0177")).toBeVisible();
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(chart.ways.at(-1)).toMatchObject({ value: "(303) 555-0177", safe_for_voicemail: true, safe_for_text: false });
});

it("changes what is safe on the version that was read", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Change (303) 555-0142" }));
  const dialog = await screen.findByRole("dialog", { name: "Change a way of contact" });
  expect(within(dialog).queryByLabelText("Phone")).toBeNull();
  await user.click(within(dialog).getByLabelText("Texts may be sent"));
  await user.click(within(dialog).getByRole("button", { name: "Save way" }));
  await waitFor(() => expect(chart.ways[0]).toMatchObject({ safe_for_text: false, preferred: true, version: 2 }));
  await waitFor(() => expect(screen.getByRole("button", { name: "Change (303) 555-0142" })).toHaveFocus());
});

it("says that somebody else was first, keeps what was chosen and saves it on the next attempt", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Change (303) 555-0142" }));
  const stored = chart.ways[0];
  if (!stored) throw new Error("there is no way");
  chart.ways[0] = { ...stored, safe_for_voicemail: true, version: 7 };
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByLabelText("The program may be named", { exact: false }));
  await user.click(within(dialog).getByRole("button", { name: "Save way" }));
  expect(await within(dialog).findByText(/Somebody else changed this meanwhile/)).toBeVisible();
  expect(within(dialog).getByLabelText("The program may be named", { exact: false })).toBeChecked();
  expect(await screen.findByText("May leave message")).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Save way" }));
  await waitFor(() => expect(chart.ways[0]).toMatchObject({ program_may_be_named: true, version: 8 }));
});

it("shows at its field what the server does not accept", async () => {
  const { user } = open(new Chart(TODAY));
  const ways = await screen.findByRole("region", { name: "Ways to reach them" });
  await user.click(within(ways).getByRole("button", { name: "Add a way" }));
  server.use(
    http.post(WAYS, () =>
      problem(422, "invalid-request", { errors: [{ pointer: "/phone", code: "string_pattern", detail: "no" }] }),
    ),
  );
  const dialog = await screen.findByRole("dialog");
  await user.type(within(dialog).getByLabelText("Phone"), "(303) 555-0177");
  await user.click(within(dialog).getByRole("button", { name: "Add a way" }));
  expect(
    await within(dialog).findByRole("link", { name: "Enter a phone number such as (303) 555-0142" }),
  ).toBeVisible();
  expect(within(dialog).getByLabelText("Phone")).toHaveValue("(303) 555-0177");
});

it("ends a way on a day, and shows it again when asked", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "End sunny@example.org" }));
  const dialog = await screen.findByRole("dialog", { name: "End a way of contact" });
  const last = within(dialog).getByLabelText("Last day");
  expect(last).toHaveValue(TODAY);
  await user.clear(last);
  await user.type(last, "2026-11-16");
  await user.click(within(dialog).getByRole("button", { name: "End it" }));
  await waitFor(() => expect(screen.queryByText("sunny@example.org")).toBeNull());
  expect(chart.ways[1]).toMatchObject({ ends_on: "2026-11-16", value: "sunny@example.org" });
  await user.click(screen.getByRole("button", { name: "Show 1 that is over" }));
  expect(screen.getByText("Ended Nov 16, 2026")).toBeVisible();
});

it("adds somebody near the person, with what may be talked about", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Add a contact" }));
  const dialog = await screen.findByRole("dialog", { name: "Add a contact" });
  await user.click(within(dialog).getByRole("button", { name: "Add a contact" }));
  expect(await within(dialog).findByRole("link", { name: "Enter a name" })).toBeVisible();
  await user.type(within(dialog).getByLabelText("Name"), "Boris Petrov");
  await user.selectOptions(within(dialog).getByLabelText("Relationship"), "Parent");
  await user.click(within(dialog).getByLabelText("attendance"));
  await user.click(within(dialog).getByRole("button", { name: "Add a contact" }));
  expect(await screen.findByText("May talk about attendance")).toBeVisible();
  expect(chart.contacts.at(-1)).toMatchObject({ name: "Boris Petrov", relationship: "parent", is_guardian: false });
});

it("adds a way to reach a contact", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Add a way to reach Ana Petrova" }));
  const dialog = await screen.findByRole("dialog");
  await user.type(within(dialog).getByLabelText("Phone"), "(720) 555-0199");
  await user.click(within(dialog).getByRole("button", { name: "Add a way" }));
  await waitFor(() => expect(chart.ways.at(-1)?.contact_id).toBe(chart.contacts[0]?.id));
});

it("adds hours in which the person cannot come", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Add hours" }));
  const dialog = await screen.findByRole("dialog", { name: "Add hours" });
  await user.selectOptions(within(dialog).getByLabelText("Day"), "Friday");
  await user.type(within(dialog).getByLabelText("From"), "08:00");
  await user.click(within(dialog).getByRole("button", { name: "Add hours" }));
  expect(await within(dialog).findByRole("link", { name: "Enter when it ends" })).toBeVisible();
  await user.type(within(dialog).getByLabelText(/^To/), "12:00");
  await user.click(within(dialog).getByRole("button", { name: "Add hours" }));
  expect(await screen.findByText("Friday 8:00 AM–12:00 PM")).toBeVisible();
});

it("adds when somebody near them can come to a family session, and ends it", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  const panel = await screen.findByRole("region", { name: "Hours that suit" });
  expect(within(panel).getByText("Nothing is known: any hours.")).toBeVisible();
  await user.click(within(panel).getByRole("button", { name: "Add hours that suit" }));
  const dialog = await screen.findByRole("dialog", { name: "Add hours that suit" });
  const contact = chart.contacts[0];
  await user.selectOptions(within(dialog).getByLabelText("What they are"), `${contact?.name} can come`);
  await user.selectOptions(within(dialog).getByLabelText("Day"), "Friday");
  await user.type(within(dialog).getByLabelText("From"), "16:00");
  await user.type(within(dialog).getByLabelText(/^To/), "15:00");
  await user.click(within(dialog).getByRole("button", { name: "Add hours that suit" }));
  expect(await within(dialog).findByRole("link", { name: "The hours end before they begin" })).toBeVisible();
  await user.clear(within(dialog).getByLabelText(/^To/));
  await user.type(within(dialog).getByLabelText(/^To/), "18:00");
  await user.click(within(dialog).getByRole("button", { name: "Add hours that suit" }));
  expect(await within(panel).findByText("Friday 4:00–6:00 PM")).toBeVisible();
  expect(within(panel).getByText(`${contact?.name} can come`)).toBeVisible();
  expect(chart.suitable).toEqual([
    expect.objectContaining({ contact_id: contact?.id, weekday: "friday", local_start: "16:00", local_end: "18:00" }),
  ]);
});

it("names a failure and offers another try", async () => {
  const { user } = open(new Chart(TODAY));
  let refused = true;
  server.use(http.get(WAYS, () => (refused ? problem(403, "forbidden") : HttpResponse.json({ items: [] }))));
  expect(await screen.findByText("Your role does not allow this.")).toBeVisible();
  refused = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("No phone number or address is on file.")).toBeVisible();
});

it("notes a try to reach them: the safe way, how it went, what comes next", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  const tries = await screen.findByRole("region", { name: "Tries to reach them" });
  expect(await within(tries).findByText(/Missed session · .*Dana Ruiz, LCSW/)).toBeVisible();
  await user.click(within(tries).getByRole("button", { name: "Note a try" }));
  const dialog = await screen.findByRole("dialog", { name: "Note a try" });
  expect(within(dialog).getByText("No message")).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Note a try" }));
  expect(await within(dialog).findByRole("link", { name: "Choose how it went" })).toBeVisible();
  await user.selectOptions(within(dialog).getByLabelText("Why"), "Welfare check");
  await user.selectOptions(within(dialog).getByLabelText("How it went"), "No answer");
  await user.type(within(dialog).getByLabelText("What comes next (optional)"), "Call again after work");
  await user.click(within(dialog).getByRole("button", { name: "Note a try" }));
  expect(await within(tries).findByText("Call again after work")).toBeVisible();
  expect(chart.attempts[0]).toMatchObject({
    means: "phone",
    reason: "welfare_check",
    outcome: "no_answer",
    contact_way_id: chart.ways[0]?.id,
    attempted_at: "2026-11-18T16:00:00.000Z",
  });
});

it("takes a try back for a reason, also after somebody else was first", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: /^Take back the try of Nov 17, 2026/ }));
  const dialog = await screen.findByRole("dialog", { name: "Take back a try" });
  await user.click(within(dialog).getByRole("button", { name: "Take back" }));
  await user.type(within(dialog).getByLabelText("Why it was an error"), "Another person");
  chart.attempts = chart.attempts.map((one) => ({ ...one, version: 4 }));
  await user.click(within(dialog).getByRole("button", { name: "Take back" }));
  expect(await within(dialog).findByText(/Somebody else changed this meanwhile/)).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Take back" }));
  expect(await screen.findByText("Taken back: Another person")).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Take back the try/ })).toBeNull();
});

it("offers texts only where they are safe, and says so where they are nowhere", async () => {
  const chart = new Chart(TODAY);
  chart.ways = [aWay("(303) 555-0142", { safe_for_text: false })];
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Note a try" }));
  const dialog = await screen.findByRole("dialog", { name: "Note a try" });
  await user.selectOptions(within(dialog).getByLabelText("How"), "Text");
  expect(within(dialog).getByText("No number is safe for texts.")).toBeVisible();
  expect(within(dialog).queryByLabelText("Number or address")).toBeNull();
});

it("gives access to the app, shows the one-time link once, and ends it", async () => {
  const { user } = open(new Chart(TODAY));
  const panel = await screen.findByRole("region", { name: "Access to the app" });
  expect(await within(panel).findByText("No access yet. They would sign in with sunny@example.org.")).toBeVisible();
  await user.click(within(panel).getByRole("button", { name: "Give access" }));
  const link = await screen.findByRole("textbox", { name: "One-time link" });
  expect(link).toHaveValue("https://care.example.org/me/#once");
  await user.click(screen.getByRole("button", { name: "Done" }));
  await waitFor(() => expect(screen.queryByRole("textbox", { name: "One-time link" })).toBeNull());
  expect(within(panel).getByRole("button", { name: "New link" })).toBeVisible();
  await user.click(within(panel).getByRole("button", { name: "End access" }));
  const drawer = await screen.findByRole("dialog", { name: "End access" });
  await user.click(within(drawer).getByRole("button", { name: "End access" }));
  expect(await within(panel).findByText("Access was ended. They would sign in with sunny@example.org.")).toBeVisible();
});

it("keeps why a try is being taken back", async () => {
  const { user } = open(new Chart(TODAY));
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: /^Take back the try of Nov 17, 2026/ }));
    return screen.findByRole("dialog", { name: "Take back a try" });
  };
  await user.type(within(await form()).getByLabelText("Why it was an error"), "Another person");
  const kept = { reason: "Another person" };
  const again = await givenUpAndOpenedAnew(user, { form: "contact-attempt-void", kept, open: form });
  expect(again.getByLabelText("Why it was an error")).toHaveValue("Another person");
});
