import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { anEpisode } from "@/test/clinic-care";
import { aProgram } from "@/test/clinic-cohorts";
import { aPerson } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

const PLANNER = ["schedule:read", "session:read", "session:write", "booking:write", "schedule_build:read"];
const LOCATION = idOf("location");
const person = aPerson();
const owed = (name: string, change: object = {}) => ({
  participant_id: idOf(name),
  name,
  program_id: idOf("program dbt"),
  service_kind: "individual",
  minutes: 45,
  times: 1,
  staff_id: null,
  ...change,
});

const short = (name: string, change: object = {}) => ({
  participant_id: idOf(name),
  name,
  episode_id: idOf(`episode ${name}`),
  starts_on: "2026-11-16",
  short_by_minutes: 90,
  groups: 2,
  ...change,
});

function open(items: object[], { path = "/schedule", permissions = PLANNER, makeUps = [] as object[] } = {}) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions });
  const app = openApp(clinic, path);
  const page = (list: unknown[]) => HttpResponse.json({ items: list, next_cursor: null });
  const asked: string[] = [];
  server.use(
    http.get(`${API}/api/v1/locations`, () => page([{ id: LOCATION, name: "Northgate", active: true }])),
    http.get(`${API}/api/v1/programs`, () => page([aProgram()])),
    http.get(`${API}/api/v1/participants/:id`, () => HttpResponse.json(person)),
    http.get(`${API}/api/v1/episodes`, () =>
      page([anEpisode({ participant_id: person.id, program_id: idOf("program dbt") })]),
    ),
    http.get(`${API}/api/v1/schedule-builds/unplaced`, ({ request }) => {
      asked.push(new URL(request.url).search);
      const mend = { make_ups_total: makeUps.length, make_ups: makeUps };
      return HttpResponse.json({ monday: "2026-11-16", total: items.length, items, ...mend });
    }),
  );
  return { ...app, asked };
}

it("lists whose sessions of the week have no time yet, and takes one into the form that finds a time", async () => {
  const names = ["Blanca Torres", "Chidi Nwosu", "Elena Petrova", "Grace Liu"];
  const rest = names.map((name) => owed(name, { service_kind: "family", minutes: 60, times: 2 }));
  const { user, asked } = open([owed("Sunny Petrova", { participant_id: person.id }), ...rest]);
  const strip = await screen.findByRole("region", { name: "To place" });
  expect(asked).toEqual([`?location_id=${LOCATION}&monday=2026-11-16`]);
  expect(within(strip).getAllByRole("listitem")).toHaveLength(4);
  expect(within(strip).getByText(/Family · 2 × 60 min/, { selector: "li:nth-child(2) span" })).toBeVisible();
  await user.click(within(strip).getByRole("button", { name: "Show all (5)" }));
  expect(within(strip).getAllByRole("listitem")).toHaveLength(5);
  await user.click(within(strip).getByRole("button", { name: /^Sunny Petrova.*Individual · 45 min.*find a time$/ }));
  const form = await screen.findByRole("dialog", { name: "Add a session" });
  expect(within(form).getByLabelText("Kind")).toHaveDisplayValue("Individual");
  expect(within(form).getByLabelText("Minutes")).toHaveDisplayValue("45");
  expect(within(form).getByRole("list", { name: "Participants" })).toHaveTextContent(/^Sunny Petrova 20404Remove$/);
  expect(within(form).getByRole("button", { name: "Find a time…" })).toBeVisible();
});

it("lists whose hours a group could mend beside them, and books one", async () => {
  const names = ["Blanca Torres", "Chidi Nwosu", "Elena Petrova", "Grace Liu"];
  const makeUps = [short("Sunny Petrova"), short("Avery Brooks", { short_by_minutes: 45, groups: 1 })];
  const { user, asked } = open(
    names.map((name) => owed(name)),
    { makeUps },
  );
  const offer = {
    session_id: idOf("session"),
    title: "Relapse prevention",
    service_kind: "group",
    starts_at: "2026-11-19T17:00:00Z",
    ends_at: "2026-11-19T18:30:00Z",
    local_date: "2026-11-19",
    minutes: 90,
    mends_minutes: 90,
    mends_day: null,
  };
  const weeks: string[] = [];
  const booked: unknown[] = [];
  server.use(
    http.get(`${API}/api/v1/episodes/:id/make-ups`, ({ request, params }) => {
      weeks.push(new URL(request.url).search);
      return HttpResponse.json({
        episode_id: params.id,
        starts_on: "2026-11-16",
        short_by_minutes: 90,
        missed_booking_ids: [],
        offers: [offer],
        enough_session_ids: [offer.session_id],
      });
    }),
    http.post(`${API}/api/v1/sessions/:id/bookings`, async ({ request }) => {
      booked.push(await request.json());
      makeUps.shift();
      return HttpResponse.json({}, { status: 201 });
    }),
  );
  const strip = await screen.findByRole("region", { name: "To place" });
  expect(within(strip).getByText(/4 sessions .* · 2 people could make hours up in a group/)).toBeVisible();
  expect(within(strip).getAllByRole("listitem")).toHaveLength(4);
  expect(within(strip).queryByText("Avery Brooks")).toBeNull();
  await user.click(within(strip).getByRole("button", { name: /^Sunny Petrova.*1.h.30 short · 2 groups.*choose a/ }));
  const dialog = await screen.findByRole("dialog", { name: "Sunny Petrova: what would mend the week" });
  await user.click(await within(dialog).findByRole("button", { name: /^Book Relapse prevention/ }));
  expect(booked).toEqual([{ episode_id: idOf("episode Sunny Petrova"), make_up_for_booking_id: null }]);
  expect(weeks[0]).toBe("?week=2026-11-16");
  expect(await within(strip).findByRole("button", { name: /^Avery Brooks.*45.min short · 1 group,/ })).toBeVisible();
  expect(asked).toHaveLength(2);
});

it("says nothing of a week that lacks nothing", async () => {
  const { asked } = open([]);
  await screen.findByRole("link", { name: /DBT Skills/ });
  expect(asked).toHaveLength(1);
  expect(screen.queryByRole("region", { name: "To place" })).toBeNull();
});

it.each([
  ["that is over", { path: "/schedule?from=2026-11-09" }],
  ["that is not one's to plan", { permissions: PLANNER.filter((one) => one !== "schedule_build:read") }],
])("does not ask about a week %s", async (_, how) => {
  const { asked } = open([owed("Avery Brooks")], how);
  expect(await screen.findByText("booked of seats")).toBeVisible(); // the schedule is there
  expect(asked).toEqual([]);
});

it("shows the schedule also where that cannot be read", async () => {
  open([]);
  server.use(http.get(`${API}/api/v1/schedule-builds/unplaced`, () => problem(503, "unavailable")));
  expect(await screen.findByRole("link", { name: /DBT Skills/ })).toBeVisible();
  expect(screen.queryByRole("region", { name: "To place" })).toBeNull();
});
