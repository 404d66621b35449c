import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";

import { Chart, without } from "@/test/clinic-chart";
import { aPerson, aPreview, OTHER, PERSON } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { openChart } from "@/test/open-chart";
import { server, whenAsked } from "@/test/server";

const TODAY = "2026-11-18";
const at = (path: string) => `${API}/api/v1/participants/:id${path}`;
vi.setSystemTime(new Date("2026-11-18T16:00:00Z"));

const open = (chart: Chart, permissions?: string[]) => openChart(chart, "?tab=record", permissions);

it("shows what is on file, and what is not known as such", async () => {
  open(new Chart(TODAY));
  const facts = await screen.findByRole("region", { name: "Demographics" });
  const shownFor = (name: string) => within(facts).getByText(name).nextElementSibling?.textContent;
  expect(shownFor("Chosen name")).toBe("Sunny");
  expect(shownFor("Language")).toBe("Spanish");
  expect(shownFor("Race")).toBe("White");
  expect(shownFor("Sex assigned at birth")).toBe("Not known");
  expect(
    await screen.findByRole("row", { name: /^MX-4471 Plan member https:\/\/plans.example\/members/ }),
  ).toBeVisible();
});

it("corrects what is on file, and sends only what was changed", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Correct" }));
  const dialog = await screen.findByRole("dialog", { name: "Correct what is on file" });
  const chosen = within(dialog).getByLabelText("Chosen name");
  await user.clear(chosen);
  await user.type(chosen, "Sol");
  await user.selectOptions(within(dialog).getByLabelText("Gender identity"), "Non-conforming");
  await user.click(within(dialog).getByRole("button", { name: "Save record" }));
  expect(await screen.findByRole("heading", { level: 1, name: /Sol Petrova/ })).toBeVisible();
  expect(chart.changes).toEqual([{ chosen_name: "Sol", gender_identity: "non_conforming" }]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("leads to the fields to mend, and keeps what was typed when somebody else was first", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Correct" }));
  const dialog = await screen.findByRole("dialog");
  await user.clear(within(dialog).getByLabelText("Family name"));
  await user.click(within(dialog).getByRole("button", { name: "Save record" }));
  await user.click(await within(dialog).findByRole("link", { name: "Enter the family name" }));
  expect(within(dialog).getByLabelText("Family name")).toHaveFocus();
  await user.type(within(dialog).getByLabelText("Family name"), "Ivanova");
  chart.person = { ...chart.person, pronouns: "they/them", version: 9 };
  await user.click(within(dialog).getByRole("button", { name: "Save record" }));
  expect(await within(dialog).findByText(/Somebody else changed this record meanwhile/)).toBeVisible();
  expect(within(dialog).getByLabelText("Family name")).toHaveValue("Ivanova");
  await screen.findByRole("heading", { level: 1, name: /they\/them/, hidden: true });
  await user.click(within(dialog).getByRole("button", { name: "Save record" }));
  await waitFor(() => expect(chart.person).toMatchObject({ family_name: "Ivanova", pronouns: "they/them" }));
});

it("keeps former names behind a button, and asks for them only then", async () => {
  const asked: string[] = [];
  whenAsked((request) => {
    asked.push(new URL(request.url).pathname);
  });
  const { user } = open(new Chart(TODAY));
  await screen.findByRole("region", { name: "Former names" });
  expect(asked.some((path) => path.endsWith("/former-names"))).toBe(false);
  await user.click(screen.getByRole("button", { name: "Show former names" }));
  expect(await screen.findByText("Yelena Petrova")).toBeVisible();
});

it("says who saw the chart, what they did and whether it was refused", async () => {
  const { user } = open(new Chart(TODAY));
  await user.click(await screen.findByRole("button", { name: "Show who saw it" }));
  expect(await screen.findByRole("table", { name: "Who saw this chart" })).toBeVisible();
  expect(await screen.findByText("Looked at: roster and day")).toBeVisible();
  const refused = screen.getByText("Changed: contacts and availability").closest("tr");
  expect(refused).toHaveTextContent("Rosa Lind");
  expect(refused).toHaveTextContent("Front desk");
  expect(refused).toHaveTextContent("Refused");
  const opened = screen.getByText("Looked at: record").closest("tr");
  expect(opened).toHaveTextContent("Opened with a reasonEmergency");
});

it("does not offer who saw the chart, nor a merge, to who may not", async () => {
  open(new Chart(TODAY), without("audit:chart", "participant:merge"));
  await screen.findByRole("region", { name: "Former names" });
  expect(screen.queryByRole("region", { name: "Who saw this chart" })).toBeNull();
  expect(screen.queryByRole("region", { name: "Duplicate records" })).toBeNull();
});

it("shows what goes along and what does not fit before two records are merged", async () => {
  const chart = new Chart(TODAY);
  const pair = { one: OTHER, other: PERSON, starts_at: null };
  chart.preview = aPreview({
    birth_dates_differ: true,
    conflicts: [
      { kind: "double_booking", ...pair },
      { kind: "double_booking", ...pair },
      { kind: "primary_episodes", ...pair },
    ],
  });
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Find a duplicate" }));
  await user.click(await screen.findByRole("button", { name: /Elena Petrov.*nearly the same name/ }));
  const dialog = await screen.findByRole("dialog", { name: "Merge two records" });
  expect(await within(dialog).findByText("1 episode of care")).toBeVisible();
  expect(within(dialog).getByText("12 attendance marks")).toBeVisible();
  expect(within(dialog).getByText("2 sessions ahead overlap others")).toBeVisible();
  expect(within(dialog).getByText("1 pair of episodes is primary at the same time")).toBeVisible();
  expect(within(dialog).getByText("The birth dates differ. Make sure that it is one person.")).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Merge the records" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(chart.merges).toEqual([{ id: OTHER, ifMatch: '"5"', into: PERSON }]);
});

it("merges this record into the other one, leads there, and undoes it", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Find a duplicate" }));
  await user.click(await screen.findByRole("button", { name: /^Elena Petrov/ }));
  const dialog = await screen.findByRole("dialog", { name: "Merge two records" });
  await user.click(within(dialog).getByRole("radio", { name: /Elena Petrov MRN 19877/ }));
  expect(await within(dialog).findByText("Everything fits together")).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Merge the records" }));
  expect(await screen.findByText("This record is merged into another one.")).toBeVisible();
  expect(chart.merges).toEqual([{ id: PERSON, ifMatch: '"3"', into: OTHER }]);
  expect(screen.getByRole("link", { name: "Open the record that stays" })).toHaveAttribute(
    "href",
    `/participants/${OTHER}`,
  );
  await user.click(screen.getByRole("button", { name: "Undo the merge" }));
  await waitFor(() => expect(screen.queryByText("This record is merged into another one.")).toBeNull());
});

it("finds the other record by name or number, without a word of it in an address", async () => {
  const chart = new Chart(TODAY);
  chart.suggestions = [];
  const { user } = open(chart);
  const addresses: string[] = [];
  whenAsked((request) => {
    addresses.push(request.url);
  });
  await user.click(await screen.findByRole("button", { name: "Find a duplicate" }));
  expect(await screen.findByText("No other record looks alike. Search for it by name or number.")).toBeVisible();
  await user.type(screen.getByLabelText("Name, MRN or birth date of the other record"), "Grace");
  expect(await screen.findByRole("button", { name: /Grace Liu MRN 20406/ })).toBeVisible();
  expect(addresses.join()).not.toMatch(/grace|petrov/i);
});

it("says in words why records cannot be merged", async () => {
  const { user } = open(new Chart(TODAY));
  server.use(http.post(at("/merge/preview"), () => problem(409, "others-merged-into-it", { count: 1 })));
  await user.click(await screen.findByRole("button", { name: "Find a duplicate" }));
  await user.click(await screen.findByRole("button", { name: /^Elena Petrov/ }));
  expect(await screen.findByText(/Other records are merged into this one/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Merge the records" })).toBeDisabled();
});

it("says that somebody else changed the record before the merge", async () => {
  const { user } = open(new Chart(TODAY));
  await user.click(await screen.findByRole("button", { name: "Find a duplicate" }));
  await user.click(await screen.findByRole("button", { name: /^Elena Petrov/ }));
  await screen.findByText("Everything fits together");
  server.use(http.post(at("/merge"), () => problem(412, "stale-version")));
  await user.click(screen.getByRole("button", { name: "Merge the records" }));
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveFocus();
  expect(alert).toHaveTextContent("Somebody else changed the record meanwhile.");
});

it("offers no undoing to who may not merge", async () => {
  const chart = new Chart(TODAY);
  chart.person = aPerson({ status: "merged", merged_into_id: OTHER });
  open(chart, without("participant:merge"));
  expect(await screen.findByText("This record is merged into another one.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Undo the merge" })).toBeNull();
});

it("says when there are no numbers, and names a failure of the audit", async () => {
  const chart = new Chart(TODAY);
  chart.identifiers = [];
  const { user } = open(chart);
  let refused = true;
  server.use(
    http.get(at("/audit-entries"), () =>
      refused ? problem(403, "forbidden") : HttpResponse.json({ items: [], next_cursor: null }),
    ),
  );
  expect(await screen.findByText("No numbers of other systems are on file.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Show who saw it" }));
  expect(await screen.findByText("Your role does not allow this.")).toBeVisible();
  refused = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Nobody has looked at this chart.")).toBeVisible();
});

it("tells two records apart, so that they are not suggested again", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Find a duplicate" }));
  await user.click(await screen.findByRole("button", { name: /^Not the same person: Elena Petrov/ }));
  expect(await screen.findByText("No other record looks alike. Search for it by name or number.")).toBeVisible();
  expect(chart.toldApart).toEqual([{ first_participant_id: PERSON, second_participant_id: OTHER }]);
  expect(screen.getByLabelText("Name, MRN or birth date of the other record")).toHaveFocus();
});

it("adds a number of another system, and says at which field the server refuses it", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Add a number" }));
  const dialog = await screen.findByRole("dialog", { name: "Add a number" });
  await user.click(within(dialog).getByRole("button", { name: "Add a number" }));
  expect(await within(dialog).findByRole("alert")).toHaveFocus();
  await user.type(within(dialog).getByLabelText("Number"), "AB-77");
  await user.selectOptions(within(dialog).getByLabelText("Whose number"), "Hospital (medical record)");
  await user.type(within(dialog).getByLabelText(/^Which one/), "St. Mary");
  server.use(
    http.post(
      at("/identifiers"),
      () => problem(409, "identifier-taken", { errors: [{ pointer: "/value", code: "identifier-taken", detail: "" }] }),
      { once: true },
    ),
  );
  await user.click(within(dialog).getByRole("button", { name: "Add a number" }));
  expect(await within(dialog).findAllByText("This number belongs to a participant already.")).toHaveLength(2);
  expect(within(dialog).getByLabelText("Number")).toBeInvalid();
  await user.click(within(dialog).getByRole("button", { name: "Add a number" }));
  expect(await screen.findByRole("rowheader", { name: "AB-77" })).toBeVisible();
  expect(screen.getByText("Hospital (medical record), St. Mary")).toBeVisible();
  expect(chart.identifiers.at(-1)).toMatchObject({
    kind: "medical_record",
    system: "urn:handrail:number:hospital:St.%20Mary",
  });
});

it("ends a number on the version that was read, and keeps it on file", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "End MX-4471" }));
  const dialog = await screen.findByRole("dialog", { name: "End a number" });
  const last = within(dialog).getByLabelText("Last day");
  await user.clear(last);
  await user.type(last, "2026-11-01");
  await user.click(within(dialog).getByRole("button", { name: "End it" }));
  expect(await screen.findByText("ended Nov 1, 2026")).toBeVisible();
  expect(chart.identifiers[0]).toMatchObject({ value: "MX-4471", ends_on: "2026-11-01", version: 2 });
  expect(screen.queryByRole("button", { name: "End MX-4471" })).toBeNull();
});

it("adds a former name, which shows only then", async () => {
  const chart = new Chart(TODAY);
  const { user } = open(chart);
  await user.click(await screen.findByRole("button", { name: "Add a former name" }));
  const dialog = await screen.findByRole("dialog", { name: "Add a former name" });
  await user.click(within(dialog).getByRole("button", { name: "Add a former name" }));
  expect(await within(dialog).findByRole("link", { name: "Enter a given or a family name" })).toBeVisible();
  await user.type(within(dialog).getByLabelText("Given names"), "Lena Maria");
  await user.click(within(dialog).getByRole("button", { name: "Add a former name" }));
  expect(await screen.findByText("Lena Maria")).toBeVisible();
  expect(chart.formerNames.at(-1)).toMatchObject({ kind: "old", given_names: ["Lena", "Maria"], family_name: null });
});

it("offers no change of numbers and names to who may only read", async () => {
  open(new Chart(TODAY), without("participant:update", "episode:payer"));
  await screen.findByText("MX-4471");
  expect(screen.queryByRole("button", { name: /Add a|End MX/ })).toBeNull();
});
