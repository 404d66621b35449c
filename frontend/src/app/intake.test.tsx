import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";

import type { DuplicateSuggestion } from "@/api/types";
import { announcement } from "@/lib/announce";
import { Clinic, idOf } from "@/test/clinic";
import { ALL_RIGHTS, Chart, signedInWith, without } from "@/test/clinic-chart";
import { aPerson } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { chartHandlers } from "@/test/handlers-chart";
import { keptOf } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server, whenAsked } from "@/test/server";

const TODAY = "2026-11-18";
const NEW_ID = idOf("participant Rosa Lind");
vi.setSystemTime(new Date(`${TODAY}T16:00:00Z`));

const at = (path: string) => `${API}/api/v1${path}`;

/** Somebody on file, as the server suggests them. */
const known = (full_name: string, change: Partial<DuplicateSuggestion> = {}): DuplicateSuggestion => ({
  likelihood: "likely",
  score: 24.8,
  reasons: ["same_name", "same_birth_date", "other_phone"],
  record: {
    id: idOf(`participant ${full_name}`),
    version: 1,
    mrn: "19877",
    full_name,
    chosen_name: null,
    birth_date: "1990-04-23",
    status: "active",
  },
  ...change,
});

type Sent = { path: string; body: Record<string, unknown>; key: string | null };

/** Opens the page before a server that notes what is sent to it, and who it suggests for which question. */
function openNew(suggestions: (question: Record<string, unknown>) => DuplicateSuggestion[] = () => []) {
  const chart = new Chart(TODAY);
  chart.person = aPerson({ id: NEW_ID, given_names: ["Rosa"], family_name: "Lind", chosen_name: null, mrn: "20500" });
  chart.episodes = [];
  const clinic = new Clinic(TODAY);
  clinic.signedIn = signedInWith([...ALL_RIGHTS, "episode:refer"]);
  const opened = openApp(clinic, "/participants/new");
  const sent: Sent[] = [];
  const questions: Record<string, unknown>[] = [];
  const take = (path: string) =>
    http.post(at(path), async ({ request }) => {
      const body = (await request.clone().json()) as Record<string, unknown>;
      sent.push({ path: path.split("/").at(-1) as string, body, key: request.headers.get("Idempotency-Key") });
      return path === "/participants" ? HttpResponse.json(chart.person, { status: 201 }) : undefined;
    });
  server.use(...chartHandlers(chart));
  server.use(
    http.post(at("/participants/duplicates"), async ({ request }) => {
      const question = (await request.json()) as Record<string, unknown>;
      questions.push(question);
      return HttpResponse.json({ items: suggestions(question) });
    }),
    ...["/participants", "/participants/:id/contact-ways", "/participants/:id/identifiers"].map(take),
    take("/participants/:id/former-names"),
  );
  return { ...opened, chart, sent, questions };
}

const field = (name: string) => screen.findByLabelText(name);

async function typePerson(user: UserEvent, { given = "Rosa", family = "Lind", born = "1990-04-23" } = {}) {
  await user.type(await field("Given names *"), given);
  await user.type(await field("Family name *"), family);
  await user.type(await field("Birth date"), born);
}

const create = async (user: UserEvent) => user.click(await screen.findByRole("button", { name: "Open the record" }));

it("opens a record with what belongs to it, and leads to the chart and the next step", async () => {
  const { user, router, sent } = openNew();
  await typePerson(user, { given: "Rosa María" });
  await user.type(await field("Chosen name"), "Rosi");
  await user.selectOptions(await field("Language"), "Spanish");
  await user.click(await field("An interpreter is needed"));
  expect(screen.queryByRole("group", { name: "What is safe on this phone" })).toBeNull();
  await user.type(await field("Phone"), "303 555 0142");
  const phone = await screen.findByRole("group", { name: "What is safe on this phone" });
  await user.click(within(phone).getByLabelText("Texts may be sent"));
  await user.type(await field("Email"), "rosa@example.org");
  await user.type(await field("Number"), "MX-1");
  await user.click(screen.getByText("More on file (optional)"));
  await user.selectOptions(await field("Gender identity"), "Female");
  await user.click(await field("White"));
  await user.type(await field("Former family name"), "Holm");
  await create(user);

  await waitFor(() => expect(router.state.location.href).toBe(`/participants/${NEW_ID}`));
  expect(announcement.get().text).toBe("The record of Rosi (Rosa María Lind) is open, MRN 20500");
  expect(await screen.findByRole("button", { name: "Start an episode of care" })).toBeVisible();
  expect(sent.map(({ path }) => path)).toEqual([
    "participants",
    "contact-ways",
    "contact-ways",
    "identifiers",
    "former-names",
  ]);
  expect(sent[0]?.body).toMatchObject({
    ...{ given_names: ["Rosa", "María"], family_name: "Lind", chosen_name: "Rosi", mrn: null },
    ...{ birth_date: "1990-04-23", birth_date_precision: "day", language: "es", interpreter_needed: true },
    ...{ gender_identity: "female", race: ["2106-3"], sex: null },
  });
  expect(sent[1]?.body).toMatchObject({ phone: "303 555 0142", safe_for_text: true, safe_for_voicemail: false });
  expect(sent[2]?.body).toMatchObject({ email: "rosa@example.org", safe_for_text: false, preferred: false });
  expect(sent[3]?.body).toMatchObject({ value: "MX-1", kind: "member" });
  expect(sent[4]?.body).toMatchObject({ family_name: "Holm", given_names: [], kind: "old" });
  expect(new Set(sent.map(({ key }) => key)).size).toBe(5);
  expect(sent.every(({ key }) => key !== null)).toBe(true);
  await waitFor(() => expect(keptOf("participant-new")).toBeUndefined());
});

it("shows who may be the same while one types, says how many, and puts nothing of it in an address", async () => {
  const addresses: string[] = [];
  whenAsked((request) => {
    addresses.push(request.url);
  });
  const { user, router, questions } = openNew(({ birth_date }) =>
    birth_date
      ? [
          known("Rosa Lind"),
          known("Rosita Lindt", { likelihood: "possible", reasons: ["near_name", "same_birth_date"] }),
        ]
      : [],
  );
  const panel = () => screen.findByRole("region", { name: "2 people may be the same" });
  expect(await screen.findByText(/While you type, records/)).toBeVisible();
  await typePerson(user);
  const people = within(await panel());
  expect(announcement.get().text).toBe("2 people may be the same");
  const [first, second] = people.getAllByRole("listitem");
  expect(first).toHaveTextContent("Rosa LindLikely the sameMRN 19877 · born Apr 23, 1990");
  expect(first).toHaveTextContent("same name and same birth date, but another phone");
  expect(second).toHaveTextContent("Possibly the same");
  expect(people.getByRole("link", { name: "Open the chart of Rosa Lind" })).toHaveAttribute(
    "href",
    `/participants/${idOf("participant Rosa Lind")}`,
  );
  expect(questions.at(-1)).toMatchObject({ given_names: ["Rosa"], family_name: "Lind", birth_date: "1990-04-23" });
  // Not one question for each letter.
  expect(questions.length).toBeLessThan(5);
  expect(addresses.join()).not.toMatch(/lind|rosa|1990/i);
  expect(router.state.location.href).toBe("/participants/new");
});

it("asks once in words before a record is opened in spite of a likely duplicate", async () => {
  const { user, router, sent } = openNew(() => [known("Rosa Lind")]);
  await typePerson(user);
  await create(user);
  const question = await screen.findByRole("dialog", { name: "Is it somebody you know already?" });
  expect(question).toHaveTextContent(
    "Rosa Lind (MRN 19877 · born Apr 23, 1990) is likely the same person: same name and same birth date, but another phone.",
  );
  await user.click(within(question).getByRole("button", { name: "Go back" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent).toEqual([]);
  await create(user);
  server.use(http.post(at("/participants"), () => problem(409, "mrn-taken"), { once: true }));
  await user.click(await screen.findByRole("button", { name: "It is somebody else: open a record" }));
  expect(await screen.findByText(/Another participant has this record number/)).toBeVisible();
  // Somebody who was said to be another is not asked about again.
  await create(user);
  await waitFor(() => expect(router.state.location.href).toBe(`/participants/${NEW_ID}`));
});

it("does not ask about somebody who is only possibly the same", async () => {
  const { user, router } = openNew(() => [known("Rosita Lindt", { likelihood: "possible" })]);
  await typePerson(user);
  await create(user);
  await waitFor(() => expect(router.state.location.href).toBe(`/participants/${NEW_ID}`));
});

it("leads to what is to be mended, before it is sent and where the server refuses it", async () => {
  const { user, sent } = openNew();
  await user.type(await field("Phone"), "none");
  await create(user);
  const summary = await screen.findByRole("alert");
  expect(summary).toHaveFocus();
  expect(
    within(summary)
      .getAllByRole("link")
      .map((link) => link.textContent),
  ).toEqual(["Enter the given names", "Enter the family name", "Enter a phone number such as 303 555 0142"]);
  await user.click(within(summary).getByRole("link", { name: "Enter the family name" }));
  expect(await field("Family name *")).toHaveFocus();
  expect(sent).toEqual([]);

  await user.clear(await field("Phone"));
  await typePerson(user);
  server.use(
    http.post(
      at("/participants"),
      () =>
        problem(422, "invalid-request", {
          errors: [{ pointer: "/mrn", code: "string_pattern_mismatch", detail: "no match" }],
        }),
      { once: true },
    ),
  );
  await create(user);
  await user.click(await screen.findByRole("link", { name: "Enter letters and digits without spaces, at most 32" }));
  // The field lies behind what is folded, which opens for it.
  expect(screen.getByLabelText("Record number (MRN)").closest("details")).toHaveAttribute("open");
  expect(await field("Given names *")).toHaveValue("Rosa");
});

it("opens no second record where something that belongs to it is refused", async () => {
  const itself = known("Rosa Lind");
  const { user, router, sent, questions } = openNew(({ identifiers }) =>
    `${identifiers}` === "MX-2" ? [{ ...itself, record: { ...itself.record, id: NEW_ID } }] : [],
  );
  await typePerson(user);
  await user.type(await field("Phone"), "303 555 0142");
  await user.type(await field("Number"), "MX-1");
  server.use(http.post(at("/participants/:id/identifiers"), () => problem(409, "identifier-taken"), { once: true }));
  await create(user);
  expect(await screen.findByText(/This number belongs to a participant already/)).toBeVisible();
  expect(screen.getByText("The record is open under MRN 20500. Something could not be added yet.")).toBeVisible();
  expect(await field("Given names *")).toBeDisabled();
  expect(await field("Phone")).toBeDisabled();
  await waitFor(() => expect(keptOf("participant-new")).toMatchObject({ record: { id: NEW_ID }, added: ["phone"] }));
  await user.clear(await field("Number"));
  await user.type(await field("Number"), "MX-2");
  // The record that is open already is nobody else.
  await waitFor(() => expect(questions.at(-1)).toMatchObject({ identifiers: ["MX-2"] }));
  expect(await screen.findByText("Nobody on file looks like this person so far.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Add what is missing" }));
  await waitFor(() => expect(router.state.location.href).toBe(`/participants/${NEW_ID}`));
  expect(sent.map(({ path }) => path)).toEqual(["participants", "contact-ways", "identifiers"]);
  expect(sent.at(-1)?.body).toMatchObject({ value: "MX-2" });
});

it("leads to the chart without what could not be added, where one chooses so", async () => {
  const { user, router } = openNew();
  await typePerson(user);
  await user.type(await field("Email"), "rosa@example.org");
  server.use(http.post(at("/participants/:id/contact-ways"), () => HttpResponse.error()));
  await create(user);
  await user.click(await screen.findByRole("button", { name: "Go to the chart without it" }));
  await waitFor(() => expect(router.state.location.href).toBe(`/participants/${NEW_ID}`));
  await waitFor(() => expect(keptOf("participant-new")).toBeUndefined());
});

it("sends the same again under the same key after a connection was lost, and something else under another", async () => {
  const keys: (string | null)[] = [];
  const { user, sent } = openNew();
  await typePerson(user);
  let lost = 2;
  server.use(
    http.post(at("/participants"), ({ request }) => {
      keys.push(request.headers.get("Idempotency-Key"));
      lost -= 1;
      return lost >= 0 ? HttpResponse.error() : undefined;
    }),
  );
  await create(user);
  expect(await screen.findByText("There is no connection to Handrail.")).toBeVisible();
  await create(user);
  await waitFor(() => expect(keys.length).toBe(2));
  await user.type(await field("Pronouns"), "she/her");
  await create(user);
  await waitFor(() => expect(sent.length).toBe(1));
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

it("keeps what is typed at the server, and brings it back", async () => {
  const { user, router } = openNew();
  await user.type(await field("Family name *"), "Lind");
  await user.selectOptions(await field("How exact"), "Year only");
  await user.type(await field("Birth year"), "1990");
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() =>
    expect(keptOf("participant-new")).toEqual({ familyName: "Lind", precision: "year", birthDate: "1990" }),
  );
  expect(router.state.location.href).toBe("/participants");
  await user.click(await screen.findByRole("link", { name: "New participant" }));
  expect(await screen.findByText(/^What you typed on .* is back\.$/)).toBeVisible();
  expect(await field("Birth year")).toHaveValue("1990");
});

it("asks before what could not be kept is left", async () => {
  const { user, router } = openNew();
  server.use(http.put(at("/drafts/:form/:subject"), () => problem(422, "invalid-request")));
  await user.type(await field("Family name *"), "Lind");
  expect(await screen.findByText("Not saved yet. Leave this form open.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  const question = await screen.findByRole("dialog", { name: "Leave without saving?" });
  await user.click(within(question).getByRole("button", { name: "Stay here" }));
  expect(router.state.location.href).toBe("/participants/new");
});

it("says that nobody could be looked up, and opens nothing unseen", async () => {
  const { user, sent } = openNew();
  server.use(http.post(at("/participants/duplicates"), () => problem(500, "internal-error")));
  await typePerson(user);
  await create(user);
  expect(await screen.findAllByText(/Whether the person is known already could not be looked up/)).not.toEqual([]);
  expect(sent).toEqual([]);
});

it("hides from a role what it may not do", async () => {
  const clinic = new Clinic(TODAY);
  clinic.signedIn = signedInWith(without("participant:create", "participant:merge"));
  const { user, router } = openApp(clinic, "/participants");
  await screen.findByText("Avery Brooks");
  expect(screen.queryByRole("link", { name: "New participant" })).toBeNull();
  expect(screen.queryByRole("link", { name: "Possible duplicates" })).toBeNull();
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox", { name: /^Search people/ }), "new");
  expect(screen.queryByRole("option", { name: "New participant" })).toBeNull();
  await user.keyboard("{Escape}");
  await router.navigate({ to: "/participants/new" });
  expect(await screen.findByText("Your role opens no records")).toBeVisible();
  await router.navigate({ to: "/participants/duplicates" });
  expect(await screen.findByText("Your role merges no records")).toBeVisible();
});
