import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { AttendancePolicy, AttendancePolicyWrite, MakeUps, SeatWait, SlotSearch, SlotsFound } from "@/api/types";
import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { anEpisode } from "@/test/clinic-care";
import { ALL_RIGHTS, Chart } from "@/test/clinic-chart";
import { aProgram, DIRECTOR, ProgramClinic } from "@/test/clinic-cohorts";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { openChart } from "@/test/open-chart";
import { server } from "@/test/server";

/** What mends: a time that fits, a make-up, a seat that is waited for, and what a program does about absences. */
const at = (path: string) => `${API}/api/v1${path}`;
const page = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

const SCHEDULER = ["schedule:read", "session:read", "session:write", "booking:read", "booking:write"];

function openSchedule(path: string, change: (clinic: Clinic) => void = () => {}) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions: [...SCHEDULER, "schedule:clinical", "participant:read"] });
  change(clinic);
  const app = openApp(clinic, path);
  server.use(
    http.get(at("/programs"), () => page([aProgram()])),
    http.get(at("/episodes"), ({ request }) => {
      const participant_id = new URL(request.url).searchParams.get("participant_id") as string;
      return page([anEpisode({ participant_id, program_id: idOf("program dbt") })]);
    }),
  );
  return app;
}

it("finds a time that fits everybody, says why, and fills the form with it", async () => {
  const { user } = openSchedule("/schedule");
  const asked: unknown[] = [];
  const found: SlotsFound = {
    time_zone: "America/Denver",
    slots: [
      {
        starts_at: "2026-11-19T20:00:00Z",
        ends_at: "2026-11-19T20:50:00Z",
        local_date: "2026-11-19",
        local_start: "13:00:00",
        staff_ids: [idOf("staff dana")],
        room_id: idOf("room Birch"),
        reasons: ["continuity", "no_gap"],
      },
    ].flatMap((slot) => [
      slot,
      { ...slot, starts_at: "2026-11-19T20:15:00Z", local_start: "13:15:00" },
    ]) as SlotsFound["slots"],
  };
  server.use(
    http.post(at("/sessions/find-slots"), async ({ request }) => {
      asked.push(await request.json());
      if (asked.length === 1) return problem(409, "location-inactive");
      return HttpResponse.json(asked.length === 2 ? { ...found, slots: [] } : found);
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Add session" }));
  const form = await screen.findByRole("dialog", { name: "Add a session" });
  await within(form).findByRole("option", { name: "Dana Ruiz" });
  await user.selectOptions(await within(form).findByLabelText("Location"), idOf("main street"));
  const find = within(form).getByRole("button", { name: "Find a time…" });
  await user.click(find);
  expect(await within(form).findByRole("alert")).toHaveTextContent("This location is not in use any more.");
  await user.click(find);
  expect(await within(form).findByText("No time fits everybody")).toBeVisible();
  await user.clear(within(form).getByLabelText("Minutes"));
  await user.type(within(form).getByLabelText("Minutes"), "45");
  expect(within(form).queryByText("No time fits everybody")).toBeNull();
  await user.click(find);
  const times = await within(form).findByRole("region", { name: "Times that fit" });
  expect(times).toHaveTextContent("Thursday, November 19, 1:00–1:45 PM");
  expect(within(times).getAllByRole("listitem")).toHaveLength(1);
  expect(times).toHaveTextContent("Birch · Dana Ruiz");
  expect(times).toHaveTextContent("their own clinician, no gap in the clinician's day");
  await user.click(within(times).getByRole("button", { name: /^Use Thursday/ }));
  expect(find).toHaveFocus();
  expect(within(form).getByLabelText("Day")).toHaveValue("2026-11-19");
  expect(within(form).getByLabelText("Start")).toHaveValue("13:00");
  expect(within(form).getByLabelText("Room")).toHaveDisplayValue(/Birch/);
  expect(within(form).getByLabelText("Clinician")).toHaveDisplayValue("Dana Ruiz");
  expect(asked.at(-1)).toMatchObject({ minutes: 45, from_date: "2026-11-18", to_date: "2026-12-01", episode_ids: [] });
});

it("looks for times at which those of the family who come can, and for nobody's where they do not come", async () => {
  const { user } = openSchedule("/schedule");
  const asked: SlotSearch[] = [];
  const aContact = (name: string) => ({ id: idOf(name), name, relationship: "parent" });
  server.use(
    http.get(at("/participants/:id/contacts"), () => page([aContact("Ines Brooks"), aContact("Marco Brooks")])),
    http.post(at("/sessions/find-slots"), async ({ request }) => {
      asked.push((await request.json()) as SlotSearch);
      return asked.length === 1
        ? problem(404, "contact-not-found")
        : HttpResponse.json({ time_zone: "America/Denver", slots: [] });
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Add session" }));
  const form = await screen.findByRole("dialog", { name: "Add a session" });
  await within(form).findByRole("option", { name: "Dana Ruiz" });
  await user.selectOptions(await within(form).findByLabelText("Location"), idOf("main street"));
  await user.type(within(form).getByLabelText("Find a participant"), "ave");
  await user.click((await within(form).findAllByRole("button", { name: /Add Avery Brooks/ }))[0] as HTMLElement);
  expect(within(form).queryByRole("group", { name: "Who of the family comes" })).toBeNull();
  await user.selectOptions(within(form).getByLabelText("Kind"), "family");
  const family = await within(form).findByRole("group", { name: "Who of the family comes" });
  const marco = await within(family).findByRole("checkbox", { name: "Marco Brooks" });
  await user.click(marco);
  const find = within(form).getByRole("button", { name: "Find a time…" });
  await user.click(find);
  expect(await within(form).findByRole("alert")).toBeVisible();
  await user.click(find);
  expect(await within(form).findByText("No time fits everybody")).toBeVisible();
  await user.click(marco);
  expect(within(form).queryByText("No time fits everybody")).toBeNull();
  await user.click(within(family).getByRole("checkbox", { name: "Ines Brooks" }));
  await user.click(find);
  await waitFor(() => expect(asked).toHaveLength(3));
  await user.selectOptions(within(form).getByLabelText("Kind"), "individual");
  await user.click(find);
  await waitFor(() => expect(asked).toHaveLength(4));
  expect(asked.map((one) => one.contact_ids)).toEqual([
    [idOf("Marco Brooks")],
    [idOf("Marco Brooks")],
    [idOf("Ines Brooks")],
    [],
  ]);
});

it("says that the family cannot be read, and looks for times all the same", async () => {
  const { user } = openSchedule("/schedule");
  const asked: SlotSearch[] = [];
  server.use(
    http.get(at("/participants/:id/contacts"), () => problem(403, "forbidden")),
    http.post(at("/sessions/find-slots"), async ({ request }) => {
      asked.push((await request.json()) as SlotSearch);
      return HttpResponse.json({ time_zone: "America/Denver", slots: [] });
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Add session" }));
  const form = await screen.findByRole("dialog", { name: "Add a session" });
  await user.selectOptions(await within(form).findByLabelText("Location"), idOf("main street"));
  await user.selectOptions(within(form).getByLabelText("Kind"), "family");
  await user.type(within(form).getByLabelText("Find a participant"), "ave");
  await user.click((await within(form).findAllByRole("button", { name: /Add Avery Brooks/ }))[0] as HTMLElement);
  expect(await within(form).findByText(/Contacts could not be read/)).toBeVisible();
  await user.click(within(form).getByRole("button", { name: "Find a time…" }));
  await waitFor(() => expect(asked.map((one) => one.contact_ids)).toEqual([[]]));
});

it("books what would mend a week as a make-up of the first missed place, and says why where it is refused", async () => {
  const { user } = openChart(new Chart("2026-11-18"), "", [...ALL_RIGHTS, "booking:write"]);
  const offer = (title: string, date: string, minutes: number, mends_day: boolean) => ({
    session_id: idOf(title),
    title,
    service_kind: "group" as const,
    starts_at: `${date}T18:15:00Z`,
    ends_at: `${date}T19:45:00Z`,
    local_date: date,
    minutes: 90,
    mends_minutes: minutes,
    mends_day,
  });
  const week: MakeUps = {
    episode_id: anEpisode().id,
    starts_on: "2026-11-16",
    short_by_minutes: 90,
    missed_booking_ids: [idOf("missed first"), idOf("missed second")],
    offers: [offer("Process Group", "2026-11-19", 90, true), offer("Yoga", "2026-11-20", 45, false)],
    enough_session_ids: [idOf("Process Group")],
  };
  const sent: unknown[] = [];
  server.use(
    http.get(at("/episodes/:id/make-ups"), () => HttpResponse.json(week)),
    http.post(at("/sessions/:id/bookings"), async ({ request, params }) => {
      if (params.id === idOf("Yoga")) return problem(409, "participant-taken");
      sent.push(await request.json());
      week.offers = week.offers.slice(1);
      week.enough_session_ids = [];
      return HttpResponse.json({}, { status: 201 });
    }),
  );
  const ask = await screen.findByRole("button", { name: "What would mend it" });
  await user.click(ask);
  const dialog = await screen.findByRole("dialog", { name: "What would mend this week" });
  expect(
    await within(dialog).findByText("The week will be 1 h 30 short. Process Group (Thu 19) is enough."),
  ).toBeVisible();
  const offers = within(dialog).getByRole("list", { name: "Sessions with a seat while they are free" });
  expect(offers).toHaveTextContent("Mends 1 h 30 of 1 h 30, makes Thu 19 a day that counts");
  expect(offers).toHaveTextContent("Mends 45 min of 1 h 30, does not make Fri 20 a day that counts");
  await user.click(within(dialog).getByRole("button", { name: /^Book Yoga/ }));
  expect(await within(dialog).findByText("They are booked in another session at that time.")).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: /^Book Process Group/ }));
  const notice = await within(dialog).findByText("Process Group, Thursday, November 19, is booked as a make-up");
  expect(notice.closest("[role=status]")).toHaveFocus();
  expect(sent).toEqual([{ episode_id: anEpisode().id, make_up_for_booking_id: idOf("missed first") }]);
  await waitFor(() => expect(within(dialog).queryByRole("button", { name: /^Book Process/ })).toBeNull());
  await user.keyboard("{Escape}");
  await waitFor(() => expect(ask).toHaveFocus());
});

it("shows what followed from absences, and what no longer holds", async () => {
  openChart(new Chart("2026-11-18"), "?tab=hours", [...ALL_RIGHTS, "attendance:read"]);
  const step = { episode_id: anEpisode().id, step_key: "one", reached_on: "2026-11-11", task_id: null, created_at: "" };
  server.use(
    http.get(at("/episodes/:id/attendance-consequences"), () =>
      page([
        { ...step, id: idOf("talk"), act: "conversation", days: ["2026-11-10", "2026-11-11"], holds: false },
        { ...step, id: idOf("contract"), act: "contract", days: ["2026-11-11"], holds: true },
      ]),
    ),
  );
  const followed = await screen.findByRole("region", { name: "What followed from absences" });
  const [contract, talk] = within(followed).getAllByRole("listitem");
  expect(contract).toHaveTextContent("Attendance contract");
  expect(contract).not.toHaveTextContent("No longer holds");
  expect(talk).toHaveTextContent("Conversation No longer holds");
});

it("lists who waits for a seat of a full session, adds somebody and takes somebody off; a free seat is given", async () => {
  const waits: SeatWait[] = ["Chidi Nwosu", "Grace Liu"].map((name, place) => ({
    id: idOf(`wait ${name}`),
    version: 1,
    session_id: idOf("Process Group 2026-11-18"),
    episode_id: idOf(`episode ${name}`),
    participant_id: idOf(`person ${name}`),
    status: "waiting",
    created_at: `2026-11-1${place + 5}T17:00:00Z`,
  }));
  const sent: unknown[] = [];
  const clinic = new Clinic("2026-11-18");
  const group = clinic.session("Process Group");
  const path = `/schedule?session=${group.id}`;
  const { user } = openSchedule(path, (here) => {
    Object.assign(here.session("Process Group"), { capacity: group.booked, starts_at: "2026-11-18T20:00:00Z" });
    here.session("Process Group").ends_at = "2026-11-18T21:00:00Z";
    Object.assign(clinic, { sessions: here.sessions });
  });
  server.use(
    http.get(at("/sessions/:id/waits"), () => page(waits)),
    http.get(at("/participants/:id"), ({ params }) =>
      HttpResponse.json({ ...new ProgramClinic("2026-11-18").record(String(params.id)) }),
    ),
    http.post(at("/sessions/:id/waits"), async ({ request }) => {
      sent.push(await request.json());
      return sent.length === 1 ? problem(409, "already-waiting") : HttpResponse.json(waits[0], { status: 201 });
    }),
    http.post(at("/seat-waits/:id/withdraw"), ({ params, request }) => {
      if (request.headers.get("If-Match") !== '"1"') return problem(412, "stale-version");
      waits.splice(
        waits.findIndex((one) => one.id === params.id),
        1,
      );
      clinic.session("Process Group").capacity = group.booked + 1;
      return HttpResponse.json({});
    }),
    http.post(at("/sessions/:id/bookings"), async ({ request }) => {
      sent.push(await request.json());
      waits.length = 0;
      return HttpResponse.json({}, { status: 201 });
    }),
  );
  const part = await screen.findByRole("region", { name: /^Waiting for a seat/ });
  expect(await within(part).findByText(/Chidi Nwosu/)).toBeVisible();
  expect(within(part).queryByRole("button", { name: /^Book/ })).toBeNull();
  await user.click(within(part).getByRole("button", { name: "Put somebody on the list" }));
  await user.type(within(part).getByLabelText("Who waits"), "ave");
  const choose = (await within(part).findAllByRole("button", { name: "Choose Avery Brooks" }))[0] as HTMLElement;
  await user.click(choose);
  expect(await within(part).findByText("They wait for this session already.")).toBeVisible();
  await user.click(choose);
  await waitFor(() => expect(within(part).getByRole("button", { name: "Put somebody on the list" })).toHaveFocus());
  await user.click(within(part).getByRole("button", { name: "Take off the list: Grace Liu" }));
  expect(await within(part).findByText(/1 seat is free/)).toBeVisible();
  expect(within(part).getByRole("heading")).toHaveFocus();
  await user.click(within(part).getByRole("button", { name: "Book Chidi Nwosu" }));
  await waitFor(() => expect(sent.at(-1)).toEqual({ episode_id: idOf("episode Chidi Nwosu") }));
});

it("sets what a program does about absences; others read it", async () => {
  const policy: AttendancePolicy = {
    id: null,
    version: 0,
    program_id: idOf("program dbt"),
    steps: [],
    outreach: true,
    outreach_minutes: 60,
    attempts: 2,
    applies_from: null,
  };
  const sent: { version: string | null; body: AttendancePolicyWrite }[] = [];
  const path = `/programs/${idOf("program dbt")}`;
  const rights = [...DIRECTOR, "attendance_policy:read", "attendance_policy:write"];
  const { user } = openApp(new ProgramClinic("2026-11-18", rights), path);
  server.use(
    http.get(at("/programs/:id/attendance-policy"), () => HttpResponse.json(policy)),
    http.put(at("/programs/:id/attendance-policy"), async ({ request }) => {
      const version = request.headers.get("If-Match");
      const body = (await request.json()) as AttendancePolicyWrite;
      sent.push({ version, body });
      if (sent.length === 1) {
        const errors = [{ pointer: "/steps/0/times", code: "wrong", detail: "" }];
        return HttpResponse.json({ ...(await problem(422, "invalid-request").json()), errors }, { status: 422 });
      }
      if (version !== `"${policy.version}"`) return problem(412, "stale-version");
      Object.assign(policy, body, { version: policy.version + 1, applies_from: "2026-11-18" });
      return HttpResponse.json(policy);
    }),
  );
  const panel = await screen.findByRole("region", { name: "Absences" });
  expect(await within(panel).findByText(/Nobody has set this yet/)).toBeVisible();
  const edit = within(panel).getByRole("button", { name: "Edit" });
  await user.click(edit);
  let dialog = await screen.findByRole("dialog", { name: /^What Dialectical .* does about absences$/ });
  await user.clear(within(dialog).getByLabelText("Tries in vain before it is due at once"));
  await user.type(within(dialog).getByLabelText("Tries in vain before it is due at once"), "4");
  const again = await givenUpAndOpenedAnew(user, {
    form: "attendance-policy",
    kept: { attempts: "4" },
    open: async () => {
      await user.click(edit);
      dialog = await screen.findByRole("dialog", { name: /^What Dialectical .* does about absences$/ });
      return dialog;
    },
  });
  expect(again.getByLabelText("Tries in vain before it is due at once")).toHaveValue("4");
  await user.click(within(dialog).getByRole("button", { name: "Add a step" }));
  const step = within(dialog).getByRole("group", { name: "Step 1" });
  await waitFor(() => expect(within(step).getByLabelText("Step 1 asks for")).toHaveFocus());
  const save = within(dialog).getByRole("button", { name: "Save" });
  await user.click(save);
  expect(await within(dialog).findByRole("alert")).toHaveTextContent("Step 1: choose which days count");
  await user.click(within(step).getByRole("checkbox", { name: "no call, no show" }));
  await user.click(save);
  await waitFor(() => expect(within(dialog).getByRole("alert")).toHaveTextContent("Days: this is not accepted"));
  policy.version = 4;
  await user.click(save);
  await waitFor(() => expect(within(dialog).getByRole("alert")).toHaveTextContent("Somebody changed this policy"));
  await user.click(save);
  await waitFor(() => expect(edit).toHaveFocus());
  expect(sent.map((one) => one.version)).toEqual(['"0"', '"0"', '"4"']);
  expect(sent.at(-1)?.body.steps).toEqual([
    {
      key: "step_1",
      act: "conversation",
      counting: ["no_call_no_show"],
      times: 3,
      within_days: 30,
      due_hours: 24,
    },
  ]);
  expect(panel).toHaveTextContent("Conversation3 days: no call, no show, within 30 daysTask due within 24 hours");
});
