import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { OnCallShift, OnCallShiftCreate } from "@/api/types";
import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { rightsOf } from "@/test/clinic-setup";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

// 9:12 in Denver.
beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

const at = (path: string) => `${API}/api/v1/on-call${path}`;
const page = <Item,>(items: Item[]) => HttpResponse.json({ items, next_cursor: null });
const people = ["Ana Li", "Kofi Mensah"].map((display_name) => ({ id: idOf(display_name), display_name }));
const nameOf = (id: string | null | undefined) => people.find((one) => one.id === id)?.display_name ?? null;

function aShift(starts_at: string, ends_at: string, change: Partial<OnCallShift> = {}): OnCallShift {
  const account_id = idOf("Ana Li");
  const names = { account_id, account_name: "Ana Li", backup_id: null, backup_name: null };
  return { id: idOf(starts_at), ...names, starts_at, ends_at, version: 1, ...change };
}

function open(shifts: OnCallShift[], rights = [...rightsOf.director, "on_call:read", "on_call:write"]) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions: rights as typeof rightsOf.director });
  const stored = [...shifts];
  const read = (given: OnCallShiftCreate) => ({
    ...given,
    backup_id: given.backup_id ?? null,
    account_name: nameOf(given.account_id) ?? "",
    backup_name: nameOf(given.backup_id),
  });
  const overlaps = (given: OnCallShiftCreate, but?: unknown) =>
    stored.some(
      (one) =>
        one.id !== but &&
        Date.parse(one.starts_at) < Date.parse(given.ends_at) &&
        Date.parse(given.starts_at) < Date.parse(one.ends_at),
    );
  const app = openApp(clinic, "/clinic?tab=on-call");
  server.use(
    http.get(at("/shifts"), () => page(stored)),
    http.get(at("/candidates"), () => page(people)),
    http.post(at("/shifts"), async ({ request }) => {
      const given = (await request.json()) as OnCallShiftCreate;
      if (overlaps(given)) return problem(409, "shifts-overlap");
      const made = { id: idOf(given.starts_at), version: 1, ...read(given) };
      stored.push(made);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.put(at("/shifts/:id"), async ({ params, request }) => {
      const found = stored.find((one) => one.id === params.id) as OnCallShift;
      if (request.headers.get("If-Match") !== `"${found.version}"`) return problem(412, "stale-version");
      Object.assign(found, read((await request.json()) as OnCallShiftCreate), { version: found.version + 1 });
      return HttpResponse.json(found);
    }),
    http.delete(at("/shifts/:id"), ({ params, request }) => {
      const place = stored.findIndex((one) => one.id === params.id);
      if (request.headers.get("If-Match") !== `"${stored[place]?.version}"`) return problem(412, "stale-version");
      stored.splice(place, 1);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return { ...app, stored };
}

const rows = async () =>
  within(await screen.findByRole("list", { name: /Shifts of the next 4 weeks/ }))
    .getAllByRole("listitem")
    .map((row) => row.textContent);

it("says who is on call now and until when, and in words when nobody is", async () => {
  open([
    aShift("2026-11-18T15:00:00Z", "2026-11-19T01:00:00Z", {
      backup_id: idOf("Kofi Mensah"),
      backup_name: "Kofi Mensah",
    }),
    aShift("2026-11-19T15:00:00Z", "2026-11-20T01:00:00Z"),
  ]);
  expect(await screen.findByRole("heading", { name: "On call now: Ana Li" })).toBeVisible();
  expect(screen.getByText(/^until .*6:00 PM · Kofi Mensah stands in/)).toBeVisible();
  const shown = await rows();
  expect(shown[0]).toMatch(/^Ana Li.*8:00 AM to .*6:00 PM.*Now/);
  expect(shown[1]).toMatch(/Nobody is on call: .*November 18, 6:00 PM to .*November 19, 8:00 AM/);
  expect(shown[3]).toMatch(/Nobody is on call from .*November 19, 6:00 PM on/);
});

it("says that nobody is on call, why it matters, and when it cannot be loaded", async () => {
  const { user } = open([]);
  server.use(http.get(at("/shifts"), () => problem(503, "unavailable")));
  expect(await screen.findByText("Handrail cannot answer at the moment.")).toBeVisible();
  server.use(http.get(at("/shifts"), () => page([])));
  await user.click(within(screen.getByRole("main")).getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("heading", { name: "Nobody is on call now" })).toBeVisible();
  expect(screen.getByText("No shift is planned")).toBeVisible();
});

it("puts somebody on call once the fields are right, and keeps what was typed where another is on call then", async () => {
  const { user, stored } = open([aShift("2026-11-19T15:00:00Z", "2026-11-20T01:00:00Z")]);
  await user.click(await screen.findByRole("button", { name: "Add shift" }));
  const dialog = await screen.findByRole("dialog", { name: "Add shift" });
  await user.click(await within(dialog).findByRole("button", { name: "Save shift" }));
  expect(within(dialog).getByRole("alert")).toHaveFocus();
  expect(within(dialog).getByLabelText("Who is on call")).toHaveAccessibleDescription(/Choose who is on call/);

  const type = async (label: string, value: string) => {
    await user.clear(within(dialog).getByLabelText(label));
    await user.type(within(dialog).getByLabelText(label), value);
  };
  await user.selectOptions(within(dialog).getByLabelText("Who is on call"), "Kofi Mensah");
  await user.selectOptions(within(dialog).getByLabelText("Who stands in"), "Ana Li");
  await type("From, day", "2026-11-19");
  await type("From, time", "17:00");
  await type("To, day", "2026-11-20");
  await type("To, time", "08:00");
  await user.click(within(dialog).getByRole("button", { name: "Save shift" }));
  expect(await within(dialog).findByText("Somebody is on call then already")).toBeVisible();
  expect(within(dialog).getByLabelText("From, time")).toHaveValue("17:00");
  await type("From, time", "18:00");
  await user.click(within(dialog).getByRole("button", { name: "Save shift" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(stored.at(-1)).toMatchObject({
    account_name: "Kofi Mensah",
    backup_name: "Ana Li",
    starts_at: "2026-11-20T01:00:00.000Z",
    ends_at: "2026-11-20T15:00:00.000Z",
  });
});

it("changes a shift, and removes one after saying when nobody is then on call", async () => {
  const { user, stored } = open([aShift("2026-11-19T15:00:00Z", "2026-11-20T01:00:00Z")]);
  await user.click(await screen.findByRole("button", { name: /^Edit, Ana Li/ }));
  const dialog = await screen.findByRole("dialog", { name: "Change shift" });
  const who = await within(dialog).findByLabelText("Who is on call");
  expect(who).toHaveDisplayValue("Ana Li");
  expect(within(dialog).getByLabelText("From, time")).toHaveValue("08:00");
  await user.selectOptions(who, "Kofi Mensah");
  await user.click(within(dialog).getByRole("button", { name: "Save shift" }));
  await waitFor(() => expect(stored[0]).toMatchObject({ account_name: "Kofi Mensah", version: 2 }));

  await user.click(await screen.findByRole("button", { name: /^Remove, Kofi Mensah/ }));
  const question = await screen.findByRole("dialog", { name: "Remove the shift of Kofi Mensah?" });
  expect(within(question).getByText(/Nobody is then on call from .*8:00 AM to .*6:00 PM/)).toBeVisible();
  await user.click(within(question).getByRole("button", { name: "Remove" }));
  expect(await screen.findByText("No shift is planned")).toBeVisible();
  expect(stored).toEqual([]);
});

it("is for looking only without the right to change it, and everybody of the team finds it by the search", async () => {
  const { user } = open([aShift("2026-11-19T15:00:00Z", "2026-11-20T01:00:00Z")], [
    ...rightsOf.therapist,
    "on_call:read",
  ] as never);
  expect((await rows()).length).toBe(3);
  expect(screen.queryByRole("button", { name: /Add shift|^Edit|^Remove/ })).toBeNull();
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox"), "on call");
  expect(await screen.findByRole("option", { name: /On call/ })).toBeVisible();
});
