import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { BreakGlassReview, BreakGlassUse, ChartAuditEntry } from "@/api/types";
import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { anAuditEntry, PERSON } from "@/test/clinic-person";
import { drafts } from "@/test/drafts";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const DIRECTOR = ["break_glass:read", "break_glass:review", "audit:chart", "participant:read"];
const IRA = idOf("account ira");
const USES = `${API}/api/v1/break-glass`;
let uses: BreakGlassUse[];
let reviews: BreakGlassReview[];
let entries: ChartAuditEntry[];

function aUse(change: Partial<BreakGlassUse> = {}): BreakGlassUse {
  return {
    version: 1,
    id: idOf("use"),
    participant_id: PERSON,
    participant: { chosen_name: "Sunny", full_name: "Sunita Petrova", family_name: "Petrova" },
    account_id: IRA,
    account_name: "Ira Cohen",
    staff_id: idOf("staff ira"),
    reason: "walked_in",
    explanation: "Came to the desk in distress",
    opened_at: "2026-11-18T16:30:00Z",
    expires_at: "2026-11-18T17:30:00Z",
    ended_at: null,
    ended_by: null,
    ended_by_name: null,
    reviewed_at: null,
    reviewed_by: null,
    reviewed_by_name: null,
    finding: null,
    note: null,
    ...change,
  };
}

const REVIEWED = aUse({
  id: idOf("use reviewed"),
  account_name: "Rosa Lind",
  opened_at: "2026-11-10T16:30:00Z",
  expires_at: "2026-11-10T17:30:00Z",
  reviewed_at: "2026-11-11T16:00:00Z",
  reviewed_by: idOf("account dana"),
  reviewed_by_name: "Dana Ruiz, LCSW",
  finding: "follow_up",
  note: "Spoke with Rosa",
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T17:12:00Z") });
  uses = [aUse(), REVIEWED];
  reviews = [];
  entries = [
    anAuditEntry("read_participant", "/api/v1/participants/{participant_id}", { account_id: IRA }),
    anAuditEntry("list_contacts", "/api/v1/participants/{participant_id}/contacts", {
      account_id: IRA,
      outcome: "refused",
    }),
    anAuditEntry("read_roster", "/api/v1/sessions/{session_id}/roster"),
  ];
});
afterEach(() => vi.useRealTimers());

function open(path: string, permissions: string[] = DIRECTOR) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions });
  const opened = openApp(clinic, path);
  const changed = (id: unknown, change: Partial<BreakGlassUse>) => {
    uses = uses.map((use) => (use.id === id ? { ...use, ...change } : use));
    return HttpResponse.json(uses.find((use) => use.id === id));
  };
  const now = () => new Date().toISOString();
  const ended = () => ({ ended_at: now(), ended_by: idOf("account dana"), ended_by_name: "Dana Ruiz, LCSW" });
  server.use(
    http.get(USES, ({ request }) => {
      const show = new URL(request.url).searchParams.get("show");
      const items = uses.filter((use) => show === "all" || (show === "to_review" ? !use.finding : !use.ended_at));
      return HttpResponse.json({ items, next_cursor: null });
    }),
    http.get(`${USES}/:id`, ({ params }) => {
      const use = uses.find(({ id }) => id === params.id);
      return use ? HttpResponse.json(use) : problem(404, "break-glass-not-found");
    }),
    http.post(`${USES}/:id/review`, async ({ params, request }) => {
      const review = (await request.json()) as BreakGlassReview;
      reviews.push(review);
      return changed(params.id, {
        finding: review.finding,
        note: review.note ?? null,
        reviewed_at: now(),
        reviewed_by_name: "Dana Ruiz, LCSW",
        ...(review.end_now ? ended() : {}),
      });
    }),
    http.post(`${USES}/:id/end`, ({ params }) => changed(params.id, ended())),
    http.get(`${API}/api/v1/participants/:id/audit-entries`, ({ request }) => {
      const query = new URL(request.url).searchParams;
      const asked = [query.get("from"), query.get("to")];
      const items = `${asked}` === "2026-11-18T16:30:00Z,2026-11-18T17:30:00Z" ? entries : [];
      return HttpResponse.json({ items, next_cursor: null });
    }),
  );
  return opened;
}

const reviewButton = { name: "Review: Ira Cohen, Nov 18, 2026, 9:30 AM" };

it("lists what waits for a review first, and all of them when asked", async () => {
  const { user, router } = open("/audit");
  expect(await screen.findByRole("link", { name: "Audit" })).toBeVisible();
  const table = await screen.findByRole("table", { name: "Restricted records that were opened" });
  expect(within(table).getAllByRole("row")).toHaveLength(2);
  const row = within(table).getByRole("row", { name: /Ira Cohen/ });
  expect(row).toHaveTextContent(/Open until Nov 18, 2026, 10:30 AM.*Sunny Petrova.*The person walked in.*in distress/);
  expect(row).toHaveTextContent("Not reviewed yet");
  await user.click(screen.getByRole("button", { name: "All" }));
  await user.click(await screen.findByRole("button", { name: /^Details: Rosa Lind/ }));
  expect(router.state.location.search).toEqual({ tab: "restricted", show: "all", use: REVIEWED.id });
  const dialog = await screen.findByRole("dialog", { name: "A restricted record was opened" });
  expect(await within(dialog).findByText("Spoke with Rosa")).toBeVisible();
  expect(within(dialog).getByText("Closed by itself Nov 10, 2026, 10:30 AM")).toBeVisible();
  expect(within(dialog).getByText("Dana Ruiz, LCSW, Nov 11, 2026, 9:00 AM")).toBeVisible();
  expect(within(dialog).queryByRole("button", { name: "Save the review" })).toBeNull();
});

it("tells what was looked at, takes the review and closes the record with it", async () => {
  const { user, router } = open("/audit");
  await user.click(await screen.findByRole("button", reviewButton));
  const dialog = await screen.findByRole("dialog", { name: "A restricted record was opened" });
  expect(await within(dialog).findByRole("link", { name: "Open the chart" })).toHaveAttribute(
    "href",
    `/participants/${PERSON}`,
  );
  await user.click(within(dialog).getByRole("button", { name: "Show what was looked at" }));
  const looks = await within(dialog).findByRole("list", { name: "What was looked at" });
  expect(within(looks).getAllByRole("listitem")).toHaveLength(2);
  expect(looks).toHaveTextContent(/Read a participant record.*\(refused\)/);
  await user.click(within(dialog).getByRole("button", { name: "Save the review" }));
  expect(await within(dialog).findByRole("link", { name: "Choose what it was" })).toBeVisible();
  expect(reviews).toEqual([]);
  await user.selectOptions(within(dialog).getByLabelText("What it was"), "Appropriate");
  await user.type(within(dialog).getByLabelText(/^Note/), "Seen with the nurse");
  await user.click(within(dialog).getByLabelText("Also close the record at once"));
  await user.click(within(dialog).getByRole("button", { name: "Save the review" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(reviews).toEqual([{ finding: "appropriate", note: "Seen with the nurse", end_now: true }]);
  expect(await screen.findByText("Nothing waits for a review")).toBeVisible();
  expect(router.state.location.search).toEqual({ tab: "restricted" });
  expect([...drafts.keys()]).toEqual([]);
});

it("says what was refused and keeps what was typed", async () => {
  const { user } = open(`/audit?tab=restricted&use=${idOf("use")}`);
  const dialog = await screen.findByRole("dialog", { name: "A restricted record was opened" });
  await user.selectOptions(await within(dialog).findByLabelText("What it was"), "Not appropriate");
  await user.type(within(dialog).getByLabelText(/^Note/), "No part in their care");
  for (const [status, code, words] of [
    [409, "reviewed-already", "Somebody else reviewed this meanwhile. Close this and look at the list again."],
    [403, "own-use", "Somebody else has to review what you opened."],
    [500, "internal-error", "Something went wrong in Handrail."],
  ] as const) {
    server.use(http.post(`${USES}/:id/review`, () => problem(status, code), { once: true }));
    await user.click(within(dialog).getByRole("button", { name: "Save the review" }));
    expect(await within(dialog).findByText(words)).toBeVisible();
  }
  const refused = { errors: [{ pointer: "/note", code: "string_too_long", detail: "" }] };
  server.use(http.post(`${USES}/:id/review`, () => problem(422, "invalid-request", refused), { once: true }));
  await user.click(within(dialog).getByRole("button", { name: "Save the review" }));
  await waitFor(() => expect(within(dialog).getByLabelText(/^Note/)).toBeInvalid());
  expect(within(dialog).getByLabelText(/^Note/)).toHaveValue("No part in their care");
  drafts.clear();
});

it("closes a record before its time, and leaves the use to be reviewed", async () => {
  const { user } = open(`/audit?tab=restricted&use=${idOf("use")}`);
  const dialog = await screen.findByRole("dialog");
  await user.click(await within(dialog).findByRole("button", { name: "Close the record now" }));
  expect(await within(dialog).findByText("Closed Nov 18, 2026, 10:12 AM by Dana Ruiz, LCSW")).toBeVisible();
  expect(within(dialog).queryByRole("button", { name: "Close the record now" })).toBeNull();
  expect(within(dialog).queryByLabelText("Also close the record at once")).toBeNull();
  expect(within(dialog).getByRole("button", { name: "Save the review" })).toBeVisible();
});

it("offers no review to who opened the record, nor to an auditor", async () => {
  uses = [aUse({ account_id: idOf("account dana") })];
  const path = `/audit?tab=restricted&use=${idOf("use")}`;
  open(path);
  const own = await screen.findByText("You opened this record yourself. Somebody else has to review it.");
  expect(own).toBeVisible();
  expect(screen.queryByRole("button", { name: "Save the review" })).toBeNull();
});

it("shows an auditor both parts, and the use without its form", async () => {
  const { user } = open("/audit", ["audit:account", "account:read", "break_glass:read", "audit:chart"]);
  const parts = await screen.findByRole("navigation", { name: "Parts of the audit" });
  expect(within(parts).getByRole("link", { name: "By account" })).toHaveAttribute("aria-current", "page");
  await user.click(within(parts).getByRole("link", { name: "Restricted records" }));
  await user.click(await screen.findByRole("button", { name: /^Details: Ira Cohen/ }));
  expect(await screen.findByText("A program director reviews this.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Save the review" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Close the record now" })).toBeNull();
});

it("says when a use is not there, and when there is none", async () => {
  uses = [];
  open(`/audit?tab=restricted&use=${idOf("nothing")}`);
  const dialog = await screen.findByRole("dialog");
  expect(await within(dialog).findByText("This is not available.")).toBeVisible();
  expect(await screen.findByText("Nothing waits for a review")).toBeInTheDocument();
});
