import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { SeriesEdit, SeriesEditPreview } from "@/api/types";
import { announcement } from "@/lib/announce";
import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T13:12:00Z") }));
afterEach(() => vi.useRealTimers());

const READER = ["schedule:read", "session:read", "series:read", "room:read"];
const WRITER = [...READER, "series:write"];

function open(path: string, permissions = WRITER) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions });
  clinic.details.set(clinic.session("DBT Skills").id, {
    series_id: clinic.series.id,
    original_local_date: "2026-11-18",
    original_local_start: "09:30:00",
  });
  const edits: SeriesEdit[] = [];
  const page = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });
  server.use(http.get(`${API}/api/v1/series/:id/edits`, () => page(edits)));
  return { clinic, edits, ...openApp(clinic, path) };
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

it("offers no change of a series to who may not make one", async () => {
  open(DBT, READER);
  expect(await screen.findByRole("heading", { name: "Series" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Change the series…" })).toBeNull();
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
