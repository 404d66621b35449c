import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Closure, ClosurePreview, SeriesEdit, SeriesEditPreview } from "@/api/types";
import { announcement } from "@/lib/announce";
import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew, keptOf } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T13:12:00Z") }));
afterEach(() => vi.useRealTimers());

const READER = ["schedule:read", "session:read", "series:read", "room:read", "closure:read"];
const WRITER = [...READER, "series:write", "closure:write"];

function open(path: string, permissions = WRITER) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions });
  clinic.details.set(clinic.session("DBT Skills").id, {
    series_id: clinic.series.id,
    original_local_date: "2026-11-18",
    original_local_start: "09:30:00",
  });
  const edits: SeriesEdit[] = [];
  const closures: Closure[] = [];
  const page = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });
  server.use(
    http.get(`${API}/api/v1/series/:id/edits`, () => page(edits)),
    http.get(`${API}/api/v1/closures`, () => page(closures)),
  );
  return { clinic, edits, closures, ...openApp(clinic, path) };
}

const TEN = "2026-11-18T17:00:00Z";
const change = (date: string, step: Partial<SeriesEditPreview["changes"][number]> = {}) => ({
  session_id: idOf(`DBT Skills ${date}`),
  local_date: date,
  local_start: "09:30:00",
  to_local_date: date,
  to_local_start: "10:00:00",
  to_minutes: 90,
  cancelled: false,
  sets: ["time" as const],
  ...step,
});

const DBT = `/schedule?session=${idOf("DBT Skills 2026-11-18")}`;

it("changes a series: what stands in the way, what will happen, what was done and its way back", async () => {
  const { user, edits, clinic } = open(DBT);
  const asked: unknown[] = [];
  const preview: SeriesEditPreview = {
    changes: [change("2026-11-18"), change("2026-11-25", { sets: [] })],
    skipped: [{ session_id: idOf("past"), kept: "begun" }],
    clashes: [{ kind: "room", what: idOf("room Cedar"), starts_at: TEN, session_id: null }],
    splits: true,
  };
  server.use(
    http.post(`${API}/api/v1/series/:id/edits/preview`, async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json(asked.length === 1 ? preview : { ...preview, clashes: [] });
    }),
    http.post(`${API}/api/v1/series/:id/edits`, async ({ request }) => {
      asked.push({ ...((await request.json()) as object), match: request.headers.get("If-Match") });
      if (asked.length < 4) return problem(412, "stale-version");
      const edit: SeriesEdit = {
        id: idOf("edit"),
        version: 1,
        lineage_id: clinic.series.id,
        series_id: clinic.series.id,
        scope: "this_and_following",
        edited_by: idOf("account dana"),
        created_at: "2026-11-18T13:12:00Z",
        from_date: "2026-11-18",
        changed: 2,
        skipped: {},
        undone_at: null,
        undone_by: null,
      };
      edits.push(edit);
      return HttpResponse.json({ edit, series: [], session_ids: [], skipped: [] }, { status: 201 });
    }),
    http.post(`${API}/api/v1/series/:id/edits/:edit/undo`, () => problem(409, "edit-built-on"), { once: true }),
    http.post(`${API}/api/v1/series/:id/edits/:edit/undo`, () => {
      const edit = edits[0] as SeriesEdit;
      Object.assign(edit, { undone_at: edit.created_at });
      return HttpResponse.json(edit);
    }),
  );
  const opener = await screen.findByRole("button", { name: "Change the series…" });
  await user.click(opener);
  const form = await screen.findByRole("dialog", { name: "Change DBT Skills" });
  await user.click(within(form).getByRole("button", { name: "Preview" }));
  expect(await within(form).findByRole("alert")).toHaveTextContent("Nothing is different from how it stands now");
  await user.click(within(form).getByRole("radio", { name: "This session and those that follow" }));
  await user.clear(within(form).getByLabelText("Start"));
  await user.type(within(form).getByLabelText("Start"), "10:00");
  await user.click(within(form).getByRole("button", { name: "Preview" }));
  expect(await within(form).findByRole("list", { name: "In the way" })).toHaveTextContent(/Cedar .*Nov 18, 10:00 AM/);
  expect(asked[0]).toEqual({
    scope: "this_and_following",
    session_id: idOf("DBT Skills 2026-11-18"),
    move: { local_date: "2026-11-18", local_start: "10:00", minutes: 90 },
  });

  await user.click(within(form).getByRole("button", { name: "Preview again" }));
  const changes = await within(form).findByRole("list", { name: "2 sessions change" });
  expect(changes).toHaveTextContent("Wed, Nov 18, 9:30 AM → 10:00–11:30 AM");
  expect(changes).toHaveTextContent("Wed, Nov 25, 9:30 AM (keeps its own time)");
  expect(within(form).getByRole("list", { name: "Stay as they are" })).toHaveTextContent("1 session that has begun");
  await user.click(within(form).getByRole("button", { name: "Change 2 sessions" }));
  expect(await within(form).findByRole("alert")).toHaveTextContent("Somebody changed this series meanwhile");
  await user.click(within(form).getByRole("button", { name: "Preview" }));
  await user.click(await within(form).findByRole("button", { name: "Change 2 sessions" }));
  await waitFor(() => expect(screen.queryByRole("dialog", { name: "Change DBT Skills" })).toBeNull());
  expect(asked.at(-1)).toMatchObject({ match: '"1"' });
  expect(announcement.get().text).toBe("2 sessions changed");
  await waitFor(() => expect(opener).toHaveFocus());
  const history = await screen.findByRole("list", { name: "Changes of the series" });
  expect(history).toHaveTextContent(/From a session on, from Nov 18, 2026.*you/);
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText(/this can no longer be taken back as a whole/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(announcement.get().text).toBe("The series is as it was before"));
  expect(opener).toHaveFocus();
  await waitFor(() => expect(history).toHaveTextContent("Taken back"));
});

it("offers no change of a series and no closure to who may not make one", async () => {
  const { closures } = open(DBT, READER);
  const wholeDays = { starts_at: "2026-12-24T07:00:00Z", ends_at: "2026-12-27T07:00:00Z" };
  closures.push(aClosure(), { ...aClosure(), ...wholeDays, id: idOf("holiday"), public_title: "Holiday" });
  expect(await screen.findByRole("heading", { name: "Series" })).toBeVisible();
  const coming = await screen.findByRole("list", { name: "Coming closures" });
  expect(coming).toHaveTextContent("Snow day Closed: Thu, Nov 19, 6:00 AM–10:00 PM");
  expect(coming).toHaveTextContent("Holiday Closed: Thu, Dec 24 – Sat, Dec 26");
  expect(screen.queryByRole("button", { name: "Change the series…" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Close, delay or end early…" })).toBeNull();
});

const aClosure = (): Closure => ({
  id: idOf("closure"),
  version: 1,
  location_id: null,
  kind: "closed",
  starts_at: "2026-11-19T13:00:00Z",
  ends_at: "2026-11-20T05:00:00Z",
  public_title: "Snow day",
  removed_at: null,
});

it("foresees a closure, applies it, lists it, and removes it", async () => {
  const { user, closures } = open("/schedule?from=2026-11-19");
  const sent: unknown[] = [];
  const hit = (outcome: ClosurePreview["hits"][number]["outcome"]) => ({
    session_id: idOf(outcome),
    version: 1,
    title: "DBT Skills",
    outcome,
    local_date: "2026-11-19",
    local_start: "09:30:00",
    local_end: "11:00:00",
    to_local_start: "10:00",
    to_local_end: "11:00",
    room_id: null,
    staff_ids: [],
    booked: 10,
  });
  server.use(
    http.post(`${API}/api/v1/closures/preview`, async ({ request }) => {
      sent.push(await request.json());
      if (sent.length === 1)
        return problem(422, "closure-too-long", { errors: [{ pointer: "/ends_at", code: "x", detail: "x" }] });
      const hits = [hit("cancelled"), hit("shortened"), hit("held_fast")];
      return HttpResponse.json({ hits, cancelled: 1, shortened: 1, by_video: 0, participants: 18, staff: 3 });
    }),
    http.post(`${API}/api/v1/closures/apply`, async ({ request }) => {
      sent.push(await request.json());
      closures.push(aClosure());
      return HttpResponse.json(aClosure(), { status: 201 });
    }),
    http.delete(`${API}/api/v1/closures/:id`, () => {
      closures.pop();
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const opener = await screen.findByRole("button", { name: "Close, delay or end early…" });
  await user.click(opener);
  const form = await screen.findByRole("dialog", { name: "Close, delay or end early" });
  await user.click(within(form).getByRole("button", { name: "Preview" }));
  expect(await within(form).findByRole("alert")).toHaveTextContent("Enter what it is called");
  await user.type(within(form).getByLabelText("What it is called"), "Snow day");
  await user.click(within(form).getByRole("button", { name: "Preview" }));
  const until = within(form).getByLabelText("Until");
  await waitFor(() => expect(until).toHaveAccessibleDescription("A closure lasts at most a year."));
  await user.click(within(form).getByRole("button", { name: "Preview" }));
  const foreseen = await within(form).findByRole("list", { name: "What will happen" });
  expect(foreseen).toHaveTextContent("1 session is cancelled1 session is shortened1 session stays");
  expect(within(form).getByText(/This touches 18 participants and 3 staff members/)).toBeVisible();
  expect(within(form).getByRole("list", { name: "The sessions" })).toHaveTextContent("→ 10:00–11:00 AM instead");
  await user.click(within(form).getByRole("button", { name: "Apply the closure" }));
  expect(await screen.findByRole("list", { name: "Coming closures" })).toHaveTextContent("Snow day");
  expect(sent.at(-1)).toEqual({
    closure: {
      kind: "closed",
      location_id: null,
      starts_at: "2026-11-19T13:00:00.000Z",
      ends_at: "2026-11-20T05:00:00.000Z",
      public_title: "Snow day",
    },
    moves: [],
  });
  await waitFor(() => expect(opener).toHaveFocus());
  await user.click(screen.getByRole("button", { name: "Remove the closure Snow day" }));
  const question = await screen.findByRole("dialog", { name: "Remove Snow day?" });
  await user.click(within(question).getByRole("button", { name: "Remove" }));
  expect(await screen.findByText("No closure is ahead.")).toBeVisible();
});

it("moves a session out of a closure's way to a time that suits everybody, and says what stands in the way there", async () => {
  const { user, clinic, closures } = open("/schedule?from=2026-11-19");
  const cancelled: ClosurePreview["hits"][number] = {
    session_id: idOf("in the way"),
    version: 4,
    title: "DBT Skills",
    outcome: "cancelled",
    local_date: "2026-11-19",
    local_start: "09:30:00",
    local_end: "11:00:00",
    to_local_start: "09:30",
    to_local_end: "11:00",
    room_id: idOf("room Cedar"),
    staff_ids: [],
    booked: 10,
  };
  const hits = [cancelled, { ...cancelled, session_id: idOf("another"), title: "Process group" }];
  const free = { local_date: "2026-11-20", local_start: "09:30:00", local_end: "11:00:00", minutes: 90 };
  const times = [
    { ...free, room_id: idOf("room Cedar") },
    { ...free, local_start: "14:00:00", local_end: "15:30:00", room_id: idOf("room Maple") },
  ];
  const searched: unknown[] = [];
  const applied: { moves: unknown[] }[] = [];
  const inTheWay = clinic.session("Process Group", "2026-11-20").id;
  let nothingFree = false;
  server.use(
    http.post(`${API}/api/v1/closures/preview`, () =>
      HttpResponse.json({ hits, cancelled: 2, shortened: 0, by_video: 0, participants: 18, staff: 3 }),
    ),
    http.post(`${API}/api/v1/closures/free-times`, async ({ request }) => {
      searched.push(await request.json());
      return HttpResponse.json({ from_date: "2026-11-19", to_date: "2026-12-02", times: nothingFree ? [] : times });
    }),
    http.post(`${API}/api/v1/closures/apply`, async ({ request }) => {
      applied.push((await request.json()) as { moves: unknown[] });
      const errors = [{ pointer: "/moves/0", code: "x", detail: "x" }];
      if (applied.length === 1) return problem(409, "staff-taken", { errors, session_id: inTheWay });
      if (applied.length === 2) return problem(412, "stale-version", { errors });
      closures.push(aClosure());
      return HttpResponse.json(aClosure(), { status: 201 });
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Close, delay or end early…" }));
  const form = within(await screen.findByRole("dialog", { name: "Close, delay or end early" }));
  await user.type(form.getByLabelText("What it is called"), "Snow day");
  const foresee = async () => user.click(form.getByRole("button", { name: "Preview" }));
  await foresee();
  await user.click(await form.findByRole("button", { name: "Find another time for DBT Skills, Thu, Nov 19" }));
  const choice = await form.findByRole("combobox", { name: "Where DBT Skills, Thu, Nov 19 goes" });
  await waitFor(() => expect(choice).toHaveFocus());
  expect(searched).toEqual([{ closure: expect.objectContaining({ kind: "closed" }), session_id: idOf("in the way") }]);
  expect(choice).toHaveTextContent("Not movedFri, Nov 20, 9:30–11:00 AMFri, Nov 20, 2:00–3:30 PM");
  await user.selectOptions(choice, "0");
  expect(form.getByRole("list", { name: "What will happen" })).toHaveTextContent(
    "1 session is moved1 session is cancelled",
  );
  expect(form.getByRole("list", { name: "The sessions" })).toHaveTextContent("→ Fri, Nov 20, 9:30–11:00 AM instead");
  await waitFor(() => expect(keptOf("closure")).toMatchObject({ moves: [{ session_id: idOf("in the way") }] }));
  nothingFree = true;
  await user.click(form.getByRole("button", { name: "Find another time for Process group, Thu, Nov 19" }));
  expect(await form.findByText("November 19 – December 2, 2026: no time suits everybody in it.")).toBeVisible();

  await user.click(form.getByRole("button", { name: "Apply the closure" }));
  await waitFor(() =>
    expect(choice).toHaveAccessibleDescription(/Somebody who works in it works elsewhere then: Process Group, 11:15/),
  );
  await user.click(form.getByRole("button", { name: "Apply the closure" }));
  expect(await form.findByRole("alert")).toHaveTextContent("Somebody changed a session meanwhile");
  await foresee();
  expect(await form.findByRole("combobox", { name: "Where DBT Skills, Thu, Nov 19 goes" })).toHaveDisplayValue(
    /Fri, Nov 20, 9:30–11:00/,
  );
  // Another closure is another question: what was chosen for this one is not sent with that one.
  await user.selectOptions(form.getByLabelText("What happens"), "by_video");
  await user.selectOptions(form.getByLabelText("What happens"), "closed");
  expect(await form.findByRole("list", { name: "What will happen" })).toHaveTextContent("2 sessions are cancelled");
  nothingFree = false;
  await user.click(form.getByRole("button", { name: "Find another time for DBT Skills, Thu, Nov 19" }));
  await user.selectOptions(await form.findByRole("combobox", { name: "Where DBT Skills, Thu, Nov 19 goes" }), "0");
  await user.click(form.getByRole("button", { name: "Apply the closure" }));
  expect(await screen.findByRole("list", { name: "Coming closures" })).toHaveTextContent("Snow day");
  const move = { local_date: "2026-11-20", local_start: "09:30:00", minutes: 90, room_id: idOf("room Cedar") };
  expect(applied.map(({ moves }) => moves)).toEqual(
    [1, 2, 3].map(() => [{ ...move, session_id: idOf("in the way"), version: 4 }]),
  );
});

it("keeps a closure that was begun, and foresees it again before it holds", async () => {
  const { user } = open("/schedule?from=2026-11-19");
  const preview = { hits: [], cancelled: 0, shortened: 0, by_video: 0, participants: 0, staff: 0 };
  server.use(http.post(`${API}/api/v1/closures/preview`, () => HttpResponse.json(preview)));
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Close, delay or end early…" }));
    return screen.findByRole("dialog", { name: "Close, delay or end early" });
  };
  const dialog = within(await form());
  await user.selectOptions(dialog.getByLabelText("What happens"), "delayed");
  await user.type(dialog.getByLabelText("What it is called"), "Snow");
  await user.click(dialog.getByRole("button", { name: "Preview" }));
  await waitFor(() => expect(dialog.queryByRole("button", { name: "Preview" })).toBeNull());
  await user.type(dialog.getByLabelText("What it is called"), " day");
  expect(dialog.queryByRole("button", { name: "Preview" })).toBeNull();
  const kept = { kind: "delayed", public_title: "Snow day" };
  const again = await givenUpAndOpenedAnew(user, { form: "closure", kept, open: form });
  expect(again.getByLabelText("What it is called")).toHaveValue("Snow day");
  expect(again.getByRole("button", { name: "Preview" })).toBeVisible();
});

it("keeps a change of a series that was begun", async () => {
  const { user } = open(DBT);
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Change the series…" }));
    return screen.findByRole("dialog", { name: "Change DBT Skills" });
  };
  const dialog = within(await form());
  await user.click(dialog.getByRole("radio", { name: "This session and those that follow" }));
  await user.clear(dialog.getByLabelText("Start"));
  await user.type(dialog.getByLabelText("Start"), "10:00");
  const kept = { scope: "this_and_following", typed: { local_start: "10:00" } };
  const again = await givenUpAndOpenedAnew(user, { form: "series-edit", kept, open: form });
  expect(again.getByRole("radio", { name: "This session and those that follow" })).toBeChecked();
  expect(again.getByLabelText("Start")).toHaveValue("10:00");
});
