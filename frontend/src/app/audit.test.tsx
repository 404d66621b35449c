import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { rightsOf } from "@/test/clinic-setup";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server, whenAsked } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T17:12:00Z") }));
afterEach(() => vi.useRealTimers());

const ACCOUNT = idOf("account dana");

function open(path = "/audit") {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions: rightsOf.auditor });
  return { clinic, ...openApp(clinic, path) };
}

it("asks whose entries to look at, and shows them in words", async () => {
  const { user, router } = open();
  expect(await screen.findByRole("link", { name: "Audit" })).toBeVisible();
  expect(await screen.findByText("Choose whose entries to look at")).toBeVisible();
  await user.selectOptions(screen.getByLabelText("Account"), "Dana Ruiz");
  const table = await screen.findByRole("table", { name: "Entries" });
  const [first, second, third] = within(table).getAllByRole("row").slice(1);
  expect(first).toHaveTextContent(/Nov 18, 2026, 10:12 AM.*Dana Ruiz, LCSW.*Therapist · By browser.*Read a roster/);
  expect(first).toHaveTextContent("10 people");
  expect(first).toHaveTextContent("Done");
  expect(second).toHaveTextContent("Refused");
  expect(third).toHaveTextContent("Move bed");
  expect(third).toHaveTextContent("No one");
  expect(router.state.location.search).toEqual({ account: ACCOUNT });
});

it("pages", async () => {
  const { user } = open(`/audit?account=${ACCOUNT}`);
  expect(await screen.findByText("50 shown, more to load")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Load more" }));
  expect(await screen.findByText("60 entries", { selector: "span" })).toBeVisible();
});

it("asks for whole days of the clinic, an operation and an outcome, kept in the address", async () => {
  const asked: URLSearchParams[] = [];
  const { user, router } = open(`/audit?account=${ACCOUNT}&from=2026-11-16&to=2026-11-18`);
  whenAsked((request) => {
    if (request.url.includes("audit-entries")) asked.push(new URL(request.url).searchParams);
  });
  await user.selectOptions(await screen.findByLabelText("Operation"), "Read a participant record");
  await user.selectOptions(screen.getByLabelText("Outcome"), "Refused");
  expect(await screen.findByText("1 entry", { selector: "span" })).toBeVisible();
  expect(Object.fromEntries(asked.at(-1) ?? [])).toMatchObject({
    from: "2026-11-16T07:00:00.000Z",
    to: "2026-11-19T07:00:00.000Z",
    action: "read_participant",
    outcome: "refused",
  });
  expect(router.state.location.search).toMatchObject({ action: "read_participant", outcome: "refused" });
});

it("says that filters match nothing, and that days are the wrong way round", async () => {
  const { user } = open(`/audit?account=${ACCOUNT}&outcome=failed`);
  expect(await screen.findByText("No entries match the filters")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Clear filters" }));
  expect(await screen.findByText("50 shown, more to load")).toBeVisible();
  await user.type(screen.getByLabelText("From"), "2026-11-18");
  await user.type(screen.getByLabelText("To"), "2026-11-17");
  expect(await screen.findByText("The first day comes after the last. Choose other days.")).toBeVisible();
});

it("says when there is nothing, and names a refusal", async () => {
  const { clinic, user } = open(`/audit?account=${ACCOUNT}`);
  clinic.setUp.entries = [];
  expect(await screen.findByText("This account did nothing that is logged.")).toBeVisible();
  server.use(http.get(`${API}/api/v1/accounts/:id/audit-entries`, () => problem(404, "account-not-found")));
  await user.selectOptions(screen.getByLabelText("Account"), "Adaeze Obi");
  expect(await screen.findByText("This is not available.")).toBeVisible();
});

it("names the refusal of who may not look at it", async () => {
  const { user } = open();
  server.use(http.get(`${API}/api/v1/accounts`, () => problem(403, "forbidden")));
  expect(await screen.findByText("Your role does not allow this.")).toBeVisible();
  server.use(http.get(`${API}/api/v1/accounts`, () => HttpResponse.json({ items: [], next_cursor: null })));
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.getByText("There are no accounts yet")).toBeVisible());
});

it("says in words why a restricted record was open", async () => {
  const { clinic } = open(`/audit?account=${ACCOUNT}`);
  clinic.setUp.entries = clinic.setUp.entries
    .slice(0, 1)
    .map((one) => ({ ...one, break_glass_reason: "walked_in, other" }));
  expect(await screen.findByText("Emergency opening: The person walked in, Other")).toBeVisible();
});
