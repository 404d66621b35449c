import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Closure, ClosureClash, ClosureMoved, ClosurePreview } from "@/api/types";
import { chooseLanguage } from "@/lib/i18n";
import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew, keptOf } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T13:12:00Z") }));
afterEach(() => vi.useRealTimers());

const READER = ["schedule:read", "session:read", "room:read", "closure:read"];
const WRITER = [...READER, "closure:write"];

function open(path: string, permissions = WRITER) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions });
  const closures: Closure[] = [];
  server.use(http.get(`${API}/api/v1/closures`, () => HttpResponse.json({ items: closures, next_cursor: null })));
  return { clinic, closures, ...openApp(clinic, path) };
}

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

it("lists closures that come, and offers none to who may not close", async () => {
  const { closures } = open("/schedule", READER);
  const wholeDays = { starts_at: "2026-12-24T07:00:00Z", ends_at: "2026-12-27T07:00:00Z" };
  closures.push(aClosure(), { ...aClosure(), ...wholeDays, id: idOf("holiday"), public_title: "Holiday" });
  const coming = await screen.findByRole("list", { name: "Coming closures" });
  expect(coming).toHaveTextContent("Snow day Closed: Thu, Nov 19, 6:00 AM–10:00 PM");
  expect(coming).toHaveTextContent("Holiday Closed: Thu, Dec 24 – Sat, Dec 26");
  expect(screen.queryByRole("button", { name: "Close, delay or end early…" })).toBeNull();
});

it("foresees a closure, applies it, lists it, and removes it", async () => {
  const { user, closures } = open("/schedule?from=2026-11-19");
  const sent: unknown[] = [];
  const hit = (outcome: ClosurePreview["hits"][number]["outcome"]) => ({
    session_id: idOf(outcome),
    version: 1,
    title: "DBT Skills",
    service_kind: "skills",
    outcome,
    local_date: "2026-11-19",
    local_start: "09:30:00",
    local_end: "11:00:00",
    to_local_start: "10:00",
    to_local_end: "11:00",
    room_id: null,
    staff_ids: [],
    booked: 10,
    later: null,
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
    http.get(`${API}/api/v1/closures/:id/moved`, () => HttpResponse.json({ sessions: [] })),
    http.post(`${API}/api/v1/closures/:id/remove`, () => {
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

it("says what was moved out of a closure's way, and moves back what can go back, or says why it was refused", async () => {
  const { user, closures } = open("/schedule?from=2026-11-19");
  closures.push({ ...aClosure(), version: 2 });
  const moved = (session: string, change: Partial<ClosureMoved> = {}): ClosureMoved => ({
    session_id: idOf(session),
    version: 4,
    title: session,
    service_kind: "group",
    local_date: "2026-11-20",
    local_start: "13:00:00",
    local_end: "14:00:00",
    from_local_date: "2026-11-19",
    from_local_start: "09:30:00",
    from_local_end: "10:30:00",
    stays_because: null,
    other_title: null,
    other_service_kind: null,
    other_local_start: null,
    other_local_end: null,
    ...change,
  });
  const hindered = {
    stays_because: "room",
    other_title: "Intake",
    other_service_kind: "intake",
    other_local_start: "09:00:00",
    other_local_end: "10:00:00",
  } as const;
  const sent: unknown[] = [];
  let refuse = true;
  server.use(
    http.get(`${API}/api/v1/closures/:id/moved`, () =>
      HttpResponse.json({ sessions: [moved("Skills"), moved("Individual"), moved("Family", hindered)] }),
    ),
    http.post(`${API}/api/v1/closures/:id/remove`, async ({ request }) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      if (!refuse) closures.splice(0);
      const errors = [{ pointer: "/move_back/1", code: "staff-taken", detail: "" }];
      return refuse ? problem(409, "staff-taken", { errors }) : new HttpResponse(null, { status: 204 });
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Remove the closure Snow day" }));
  const question = await screen.findByRole("dialog", { name: "Remove Snow day?" });
  expect(await within(question).findByText(/^Family stays at .*1:00–2:00 PM\./)).toHaveTextContent(
    "At its time before, the room is in use by Intake, 9:00–10:00 AM.",
  );
  await user.click(within(question).getByRole("checkbox", { name: "Move all 2 back that can" }));
  await user.click(within(question).getByRole("button", { name: "Remove and move 2 back" }));
  expect(
    await within(question).findByRole("link", { name: "Somebody who works in it works in another session then." }),
  ).toBeVisible();
  refuse = false;
  await user.click(within(question).getByRole("checkbox", { name: /^Individual: from/ }));
  await user.click(within(question).getByRole("button", { name: "Remove and move 1 back" }));
  await waitFor(() => expect(screen.queryByRole("dialog", { name: "Remove Snow day?" })).toBeNull());
  expect(sent).toEqual([
    ['"2"', { move_back: ["Skills", "Individual"].map((one) => ({ session_id: idOf(one), version: 4 })) }],
    ['"2"', { move_back: [{ session_id: idOf("Skills"), version: 4 }] }],
  ]);
});

it("moves a session out of a closure's way to a time that suits everybody, and says what stands in the way there", async () => {
  const { user, clinic, closures } = open("/schedule?from=2026-11-19");
  const cancelled: ClosurePreview["hits"][number] = {
    session_id: idOf("in the way"),
    version: 4,
    title: "DBT Skills",
    service_kind: "skills",
    outcome: "cancelled",
    local_date: "2026-11-19",
    local_start: "09:30:00",
    local_end: "11:00:00",
    to_local_start: "09:30",
    to_local_end: "11:00",
    room_id: idOf("room Cedar"),
    staff_ids: [],
    booked: 10,
    later: null,
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

it("lets delayed sessions begin later and last as long, and says why one cannot", async () => {
  const { user, closures } = open("/schedule?from=2026-11-19");
  const begun = { local_date: "2026-11-19", local_start: "10:00:00", local_end: "11:30:00", minutes: 90 };
  const delayed = (title: string, clash: ClosureClash | null): ClosurePreview["hits"][number] => ({
    session_id: idOf(title),
    version: 2,
    title,
    service_kind: "group",
    outcome: "shortened",
    local_date: "2026-11-19",
    local_start: "09:30:00",
    local_end: "11:00:00",
    to_local_start: "10:00",
    to_local_end: "11:00",
    room_id: null,
    staff_ids: [],
    booked: 10,
    later: { time: { ...begun, room_id: null }, clash },
  });
  const process = {
    title: "Process Group",
    service_kind: "group",
    local_start: "11:15:00",
    local_end: "12:15:00",
  } as const;
  const hits = [
    delayed("DBT Skills", null),
    delayed("CBT Core", null),
    delayed("Evening DBT", { kind: "room", ...process }),
    delayed("Family group", {
      kind: "participant",
      title: null,
      service_kind: null,
      local_start: null,
      local_end: null,
    }),
  ];
  const applied: { moves: unknown[] }[] = [];
  server.use(
    http.post(`${API}/api/v1/closures/preview`, () =>
      HttpResponse.json({ hits, cancelled: 0, shortened: 4, by_video: 0, participants: 18, staff: 3 }),
    ),
    http.post(`${API}/api/v1/closures/apply`, async ({ request }) => {
      applied.push((await request.json()) as { moves: unknown[] });
      closures.push({ ...aClosure(), kind: "delayed" });
      return HttpResponse.json(closures[0], { status: 201 });
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Close, delay or end early…" }));
  const form = within(await screen.findByRole("dialog", { name: "Close, delay or end early" }));
  await user.selectOptions(form.getByLabelText("What happens"), "delayed");
  await user.type(form.getByLabelText("What it is called"), "Snow");
  await user.click(form.getByRole("button", { name: "Preview" }));
  const sessions = await form.findByRole("list", { name: "The sessions" });
  expect(sessions).toHaveTextContent(
    /Evening DBT.*Cannot begin later, same length \(10:00–11:30.*\): the room is in use then by Process Group, 11:15/,
  );
  expect(sessions).toHaveTextContent(/Family group.*: somebody booked in it is booked elsewhere then\./);
  const choice = (title: string) => form.queryByRole("combobox", { name: `Where ${title}, Thu, Nov 19 goes` });
  expect(choice("Evening DBT")).toBeNull();
  expect(choice("DBT Skills")).toHaveDisplayValue(/^Shorten: 10:00–11:00/);
  await user.click(form.getByRole("button", { name: "Begin all 2 that can later, same length" }));
  expect(choice("DBT Skills")).toHaveDisplayValue(/^Begin later, same length: 10:00–11:30/);
  expect(form.getByRole("list", { name: "What will happen" })).toHaveTextContent(
    "2 sessions are moved2 sessions are shortened",
  );
  await user.selectOptions(choice("CBT Core") as HTMLElement, "");
  await user.click(form.getByRole("button", { name: "Apply the delay" }));
  expect(await screen.findByRole("list", { name: "Coming closures" })).toHaveTextContent("Snow day");
  const move = { local_date: "2026-11-19", local_start: "10:00:00", minutes: 90, room_id: null };
  expect(applied.map(({ moves }) => moves)).toEqual([[{ ...move, session_id: idOf("DBT Skills"), version: 2 }]]);
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

it("calls sessions whose titles are not for the reader by their kinds, in their language", async () => {
  await chooseLanguage("es");
  try {
    const { user, closures } = open("/schedule?from=2026-11-19");
    closures.push(aClosure());
    const times = { local_date: "2026-11-19", local_start: "09:30:00", local_end: "11:00:00" };
    const clash = { kind: "room", title: "Family", service_kind: "family", ...times } as const;
    const hidden = { session_id: idOf("hidden"), version: 1, title: "Psychiatric Evaluation", ...times };
    const hit: ClosurePreview["hits"][number] = {
      ...{ ...hidden, service_kind: "psychiatric_evaluation", outcome: "shortened", booked: 1 },
      ...{ to_local_start: "10:00", to_local_end: "11:00", room_id: null, staff_ids: [] },
      later: { time: { ...times, minutes: 90, room_id: null }, clash },
    };
    const moved: ClosureMoved = {
      ...{ ...hidden, service_kind: "psychiatric_evaluation", stays_because: "room" },
      ...{ from_local_date: "2026-11-18", from_local_start: "09:30:00", from_local_end: "11:00:00" },
      ...{ other_title: "Group", other_service_kind: "group" },
      ...{ other_local_start: "09:00:00", other_local_end: "10:00:00" },
    };
    server.use(
      http.post(`${API}/api/v1/closures/preview`, () =>
        HttpResponse.json({ hits: [hit], cancelled: 0, shortened: 1, by_video: 0, participants: 1, staff: 1 }),
      ),
      http.get(`${API}/api/v1/closures/:id/moved`, () => HttpResponse.json({ sessions: [moved] })),
    );
    await user.click(await screen.findByRole("button", { name: "Quitar el cierre Snow day" }));
    const question = within(await screen.findByRole("dialog"));
    expect(await question.findByText(/^Evaluación psiquiátrica \(/)).toHaveTextContent("Grupo, 9:00–10:00");
    await user.keyboard("{Escape}");
    await user.click(await screen.findByRole("button", { name: "Cerrar, retrasar o terminar antes…" }));
    const form = within(await screen.findByRole("dialog"));
    await user.type(form.getByLabelText("Cómo se llama"), "Nieve");
    await user.click(form.getByRole("button", { name: "Vista previa" }));
    const list = await form.findByRole("list", { name: "Las sesiones" });
    expect(list).toHaveTextContent(/^Evaluación psiquiátrica.*Familia/);
    expect(within(list).getByRole("button", { name: /Evaluación psiquiátrica/ })).toBeVisible();
  } finally {
    await chooseLanguage("en");
  }
});
