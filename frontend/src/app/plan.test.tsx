import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { BuildChange, ScheduleBuild, ScheduleBuildCreate } from "@/api/types";
import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { aRoom } from "@/test/clinic-setup";
import { API, problem } from "@/test/handlers";
import { keptOf } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

/** A week is planned: asked for, worked out, looked at beside the present one, applied or given up. */
const at = (path: string) => `${API}/api/v1${path}`;
const BUILD = idOf("build");
const ROBIN = idOf("participant robin");

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

const seat = (change: Partial<NonNullable<BuildChange["before"]>> = {}) => ({
  local_date: "2026-11-19",
  local_start: "09:30:00",
  minutes: 90,
  staff_id: idOf("staff dana"),
  room_id: idOf("room Cedar"),
  telehealth: false,
  second_id: null,
  ...change,
});

const changes: BuildChange[] = [
  {
    what: "changed",
    why: ["away"],
    kind: "group",
    location_id: idOf("main street"),
    session_id: idOf("session skills"),
    title: "DBT Skills",
    cohort_ids: [],
    participant_ids: [],
    before: seat(),
    after: seat({ staff_id: idOf("staff sam") }),
  },
  {
    what: "changed",
    why: ["makes_way"],
    kind: "individual",
    location_id: idOf("hill"),
    session_id: idOf("session robin"),
    title: "Individual",
    cohort_ids: [],
    participant_ids: [ROBIN],
    before: seat({ local_start: "14:00:00", minutes: 50 }),
    after: seat({ local_date: "2026-11-20", local_start: "15:00:00", minutes: 50, room_id: idOf("room Birch") }),
  },
];

function aBuild(change: Partial<ScheduleBuild> = {}): ScheduleBuild {
  return {
    id: BUILD,
    version: 3,
    kind: "repair",
    status: "running",
    location_id: idOf("main street"),
    location_ids: [idOf("main street")],
    monday: "2026-11-16",
    progress: 40,
    cost: 12,
    failure: null,
    asked_by: idOf("account"),
    asked_by_name: "Ana Ruiz",
    created_at: "2026-11-18T17:12:00Z",
    applied_at: null,
    undone_at: null,
    kept: false,
    program_ids: [],
    losses: [],
    state: "state",
    as_of: "2026-11-18T17:12:00Z",
    changes: [],
    without: [],
    cost_before: null,
    cost_after: null,
    bound: null,
    clashes: [],
    people: [{ participant_id: ROBIN, name: "Robin" }],
    staff_ids: [idOf("staff dana"), idOf("staff sam")],
    ...change,
  };
}

/** The page before a server that has one build. */
function openPlan(path: string, first: ScheduleBuild = aBuild(), prepare: (clinic: Clinic) => void = () => {}) {
  const clinic = new Clinic("2026-11-18");
  prepare(clinic);
  clinic.signedIn = aSignedIn({
    permissions: ["schedule:read", "session:read", "session:write", "schedule_build:read", "schedule_build:write"],
  });
  const app = openApp(clinic, path);
  const state = { build: first, asked: [] as ScheduleBuildCreate[], listed: [] as (string | null)[] };
  const page = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });
  server.use(
    http.get(at("/staff"), () =>
      page([
        { id: idOf("staff dana"), display_name: "Dana Reyes", status: "active" },
        { id: idOf("staff sam"), display_name: "Sam Ortiz", status: "active" },
      ]),
    ),
    http.get(at("/schedule-builds"), ({ request }) => {
      state.listed.push(new URL(request.url).searchParams.get("location_id"));
      return page([state.build]);
    }),
    http.get(at("/schedule-builds/:id"), () => HttpResponse.json(state.build)),
    http.post(at("/schedule-builds"), async ({ request }) => {
      state.asked.push((await request.json()) as ScheduleBuildCreate);
      return HttpResponse.json(state.build, { status: 202 });
    }),
    http.post(at(`/schedule-builds/${BUILD}/cancel`), () => {
      state.build = aBuild({ status: "cancelled" });
      return HttpResponse.json(state.build);
    }),
  );
  return { ...app, state };
}

it("asks for a week without somebody, says how far it is, and shows what would change and whom to tell", async () => {
  const { user, state, router } = openPlan("/schedule/plan");
  await user.click(await screen.findByRole("button", { name: "Someone is away" }));
  await user.click(screen.getByRole("button", { name: "Work it out" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Choose who is away.");
  await user.selectOptions(screen.getByLabelText("Who is away"), "Dana Reyes");
  await user.click(screen.getByRole("button", { name: "Work it out" }));
  expect(await screen.findByRole("progressbar")).toHaveAttribute("aria-valuetext", "40 percent");
  expect(state.asked[0]).toMatchObject({
    kind: "repair",
    monday: "2026-11-16",
    losses: [{ kind: "clinician", from_date: "2026-11-18", to_date: "2026-11-18" }],
  });
  expect(router.state.location.href).toContain(`build=${BUILD}`);

  state.build = aBuild({ status: "proposed", progress: 100, changes });
  const proposal = await screen.findByRole("region", { name: "What would change" }, { timeout: 5_000 });
  const [first, second] = within(proposal).getAllByRole("listitem");
  expect(first).toHaveTextContent("DBT SkillsGroup Changed: clinician away");
  expect(first).toHaveTextContent("Then: Thu, Nov 19, 9:30–11:00 AMSam Ortiz");
  expect(second).toHaveTextContent("Individual · Robin");
  await user.click(within(proposal).getByRole("button", { name: "Clinician" }));
  await user.selectOptions(within(proposal).getByLabelText("Only"), "Sam Ortiz");
  expect(within(proposal).getAllByRole("listitem")).toHaveLength(1);
  const told = screen.getByRole("region", { name: "Who is to be told" });
  expect(within(told).getByRole("region", { name: "Participants" })).toHaveTextContent("Robin");
});

it("names both who lead a group, and says which one is led alone and what is missing", async () => {
  const both = seat({ second_id: idOf("staff sam") });
  const led = { ...changes[0], before: both, after: seat() } as BuildChange;
  const group = { kind: "group", location_id: idOf("main street"), participant_id: null, cohort_id: "x" } as const;
  const without = [
    { ...group, second_kind: "skills", no_chair: false, seat: seat() },
    { ...group, second_kind: "skills", no_chair: true, seat: seat() },
  ] as const;
  const { user } = openPlan(
    `/schedule/plan?build=${BUILD}`,
    aBuild({ status: "proposed", changes: [led], without: [...without] }),
  );
  const proposal = await screen.findByRole("region", { name: "What would change" });
  await waitFor(() =>
    expect(proposal).toHaveTextContent("Now: Thu, Nov 19, 9:30–11:00 AMDana Reyes, co-led by Sam Ortiz"),
  );
  const marked = proposal.querySelectorAll("b");
  expect([...marked].map((one) => one.textContent)).toEqual(["Dana Reyes"]);
  await user.click(within(proposal).getByRole("button", { name: "Clinician" }));
  expect(within(proposal).getByRole("region", { name: "Sam Ortiz" })).toHaveTextContent("DBT Skills");
  const [free, chair] = within(screen.getByRole("region", { name: "What finds no place" })).getAllByRole("listitem");
  expect(free).toHaveTextContent(
    "Thu, Nov 19, 9:30–11:00 AM: nobody who may lead Skills is free to co-lead. Dana Reyes leads alone.",
  );
  expect(chair).toHaveTextContent("the room has no chair for a co-leader. Dana Reyes leads alone.");
});

it("asks how much the hours count that people prefer", async () => {
  const { user, state } = openPlan("/schedule/plan");
  const wishes = await screen.findByLabelText("Hours that people prefer");
  expect(wishes).toHaveDisplayValue("count a little");
  await user.selectOptions(wishes, "count more than leaving a session where it is");
  await user.click(screen.getByRole("button", { name: "Work it out" }));
  await waitFor(() => expect(state.asked).toHaveLength(1));
  const [{ preference_weight: asked = 0 } = {}] = state.asked;
  expect(asked, "the calendar counts 5 for a change").toBeGreaterThan(5);
});

it("applies all of it, and says why it was refused", async () => {
  const { user, state } = openPlan(`/schedule/plan?build=${BUILD}`, aBuild({ status: "proposed", changes }));
  let refuse = true;
  const versions: (string | null)[] = [];
  server.use(
    http.post(at(`/schedule-builds/${BUILD}/apply`), ({ request }) => {
      versions.push(request.headers.get("if-match"));
      if (refuse) return problem(409, "calendar-changed", { session_ids: [idOf("session skills")], parts: [] });
      state.build = aBuild({ status: "applied", changes });
      return HttpResponse.json(state.build);
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Apply all of it" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The calendar has changed since this was worked out.");
  refuse = false;
  await user.click(screen.getByRole("button", { name: "Apply all of it" }));
  expect(await screen.findByRole("heading", { name: "The week is applied" })).toBeVisible();
  expect(versions).toEqual(['"3"', '"3"']);
});

it("takes an applied week back after a question, and says what stands in the way", async () => {
  const applied = { status: "applied", changes, kept: true, applied_at: "2026-11-18T17:20:00Z" } as const;
  const { user, state } = openPlan(`/schedule/plan?build=${BUILD}`, aBuild(applied));
  let refuse = true;
  const versions: (string | null)[] = [];
  server.use(
    http.post(at(`/schedule-builds/${BUILD}/undo`), ({ request }) => {
      versions.push(request.headers.get("if-match"));
      if (refuse) return problem(409, "build-built-on", { session_ids: [idOf("session skills")], parts: ["attended"] });
      state.build = aBuild({ ...applied, undone_at: "2026-11-18T17:30:00Z" });
      return HttpResponse.json(state.build);
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  const question = await screen.findByRole("dialog", { name: "Take the week back" });
  expect(within(question).getByRole("region", { name: "What happens" })).toHaveTextContent("All of it or nothing");
  expect(versions).toEqual([]);
  await user.click(within(question).getByRole("button", { name: "Take it all back" }));
  const refused = await within(question).findByRole("alert");
  expect(refused).toHaveTextContent("the week cannot be taken back as a whole");
  expect(refused).toHaveTextContent("Somebody is marked in a session: DBT Skills");
  server.use(http.post(at(`/schedule-builds/${BUILD}/undo`), () => problem(409, "staff-taken"), { once: true }));
  await user.click(within(question).getByRole("button", { name: "Take it all back" }));
  await waitFor(() =>
    expect(within(question).getByRole("alert")).toHaveTextContent("A clinician works elsewhere by now"),
  );
  refuse = false;
  await user.click(within(question).getByRole("button", { name: "Take it all back" }));
  expect(await screen.findByRole("heading", { name: "The week was taken back" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  expect(versions).toEqual(['"3"', '"3"']);
});

it("stops a search, and tells in words which rules clash", async () => {
  const { user, state } = openPlan(`/schedule/plan?build=${BUILD}`);
  await user.click(await screen.findByRole("button", { name: "Stop" }));
  expect(await screen.findByRole("heading", { name: "This was given up. Nothing was changed." })).toBeVisible();
  const clash = {
    kinds: [],
    participant_id: null,
    session_id: null,
    cohort_ids: [],
    location_ids: [],
    count: null,
    at: null,
  };
  state.build = aBuild({
    id: idOf("another build"),
    status: "no_week",
    clashes: [
      {
        ...clash,
        rule: "nobody",
        proven: true,
        kinds: ["medication_management"],
        participant_id: ROBIN,
        need: null,
        have: null,
      },
      { ...clash, rule: "hours", proven: false, kinds: ["group"], need: 12, have: 9 },
    ],
  });
  await user.click(screen.getByRole("button", { name: "Start again" }));
  await waitFor(() => expect(screen.getByRole("button", { name: "Work it out" })).toBeVisible());
  await user.click(screen.getByRole("button", { name: "Work it out" }));
  const list = await screen.findByRole("region", { name: "No such week exists" }, { timeout: 5_000 });
  expect(
    within(list)
      .getAllByRole("listitem")
      .map((one) => one.textContent),
  ).toEqual([
    "Medication needs somebody who may lead it; nobody of this week may. (Robin)",
    "Group: 12 hours are needed, those who may lead it have 9. Found by searching, not proven.",
  ]);
});

it("keeps what was asked of a week, and not of another", async () => {
  const { user } = openPlan("/schedule/plan");
  await user.click(await screen.findByRole("button", { name: "Someone is away" }));
  await user.selectOptions(screen.getByLabelText("Who is away"), "Dana Reyes");
  const kept = { task: "clinician", staff: idOf("staff dana") };
  await waitFor(() => expect(keptOf("week-plan-2026-11-16")).toEqual(kept));
  await user.click(screen.getByRole("button", { name: "The week after" }));
  await waitFor(() => expect(screen.queryByLabelText("Who is away")).toBeNull());
  await user.click(screen.getByRole("button", { name: "The week before" }));
  expect(await screen.findByText(/^What you typed on .* is back\.$/)).toBeVisible();
  expect(screen.getByLabelText("Who is away")).toHaveDisplayValue("Dana Reyes");
});

it("lists the weeks that were asked for, by whom and how each stands, and opens one again with its undo", async () => {
  const applied = { status: "applied", applied_at: "2026-11-18T17:20:00Z", kept: true, changes } as const;
  const { user, state, router } = openPlan("/schedule/plan", aBuild(applied));
  const list = await screen.findByRole("region", { name: "Weeks that were worked out" });
  const row = (await within(list).findByRole("link", { name: "Mend the week of November 16 – 22, 2026" })).closest(
    "li",
  );
  expect(row).toHaveTextContent("Asked for by Ana Ruiz, Nov 18, 2026, 10:12 AM");
  expect(row).toHaveTextContent("Applied");
  expect(row).toHaveTextContent("Can be taken back");
  expect(state.listed).toEqual([idOf("main street")]);

  await user.click(within(list).getByRole("link"));
  expect(await screen.findByRole("button", { name: "Undo" })).toBeVisible();
  expect(router.state.location.search).toEqual({ from: "2026-11-16", build: BUILD });
});

it("offers no undo of a week that kept nothing to go back to", async () => {
  openPlan(`/schedule/plan?build=${BUILD}`, aBuild({ status: "applied", applied_at: "2026-11-18T17:20:00Z", changes }));
  expect(await screen.findByRole("heading", { name: "The week is applied" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
});

const HILL = idOf("hill");

/** A second location in the same time zone, with a room, and one that has another clock. */
function withTheHill(clinic: Clinic) {
  const main = clinic.setUp.locations.find((one) => one.id === idOf("main street"));
  if (!main) throw new Error("a clinic has its main street");
  clinic.setUp.locations = [
    main,
    { ...main, id: HILL, name: "Hill House" },
    { ...main, id: idOf("far"), name: "Far Away", time_zone: "America/New_York" },
  ];
  clinic.setUp.rooms.push(aRoom("Larch", { location_id: HILL }));
}

it("plans several locations of one time zone together, and says where everything is", async () => {
  const { user, state } = openPlan("/schedule/plan", aBuild(), withTheHill);
  const together = await screen.findByRole("group", { name: "Plan together with" });
  expect(within(together).queryByRole("checkbox", { name: "Far Away" })).toBeNull();
  expect(together).toHaveTextContent("Locations in another time zone are planned on their own.");
  await user.click(within(together).getByRole("checkbox", { name: "Hill House" }));
  await user.click(screen.getByRole("button", { name: "A room is lost" }));
  await user.selectOptions(screen.getByLabelText("Which room"), "Larch · Hill House");
  await user.click(screen.getByRole("button", { name: "Work it out" }));
  await waitFor(() => expect(state.asked).toHaveLength(1));
  expect(state.asked[0]).toMatchObject({
    location_ids: [idOf("main street"), HILL],
    losses: [{ kind: "room", room_id: idOf("room Larch") }],
  });
  expect(state.asked[0]).not.toHaveProperty("location_id");

  const location_ids = [idOf("main street"), HILL];
  const alone = { second_kind: null, no_chair: false, seat: null };
  const missing = { kind: "family", location_id: HILL, participant_id: ROBIN, cohort_id: null, ...alone } as const;
  state.build = aBuild({ status: "proposed", progress: 100, changes, location_ids, without: [missing] });
  const proposal = await screen.findByRole("region", { name: "What would change" }, { timeout: 5_000 });
  const [first, second] = within(proposal).getAllByRole("listitem");
  expect(first).toHaveTextContent("Main Street");
  expect(second).toHaveTextContent("Hill House");
  await user.click(within(proposal).getByRole("button", { name: "Location" }));
  await user.selectOptions(within(proposal).getByLabelText("Only"), "Hill House");
  expect(within(proposal).getAllByRole("listitem")).toHaveLength(1);
  expect(screen.getByRole("region", { name: "What finds no place" })).toHaveTextContent("Robin · Hill House");
});

it("asks which of several locations opens late, and says at which rules clash", async () => {
  const { user, state } = openPlan("/schedule/plan", aBuild(), withTheHill);
  await user.click(await screen.findByRole("button", { name: "Opening late" }));
  expect(screen.queryByLabelText("Which location opens late")).toBeNull();
  await user.click(screen.getByRole("checkbox", { name: "Hill House" }));
  await user.selectOptions(screen.getByLabelText("Which location opens late"), "Hill House");
  await user.type(screen.getByLabelText("What it is called"), "Snow");
  await user.click(screen.getByRole("button", { name: "Work it out" }));
  await waitFor(() => expect(state.asked).toHaveLength(1));
  expect(state.asked[0]?.losses).toMatchObject([{ kind: "late_opening", location_id: HILL }]);

  const clash = { kinds: [], participant_id: null, session_id: null, cohort_ids: [], count: null, at: "09:30" };
  const location_ids = [idOf("main street"), HILL];
  state.build = aBuild({
    status: "no_week",
    location_ids,
    clashes: [{ ...clash, location_ids: [HILL], rule: "room_days", proven: true, need: 6, have: 5 }],
  });
  const list = await screen.findByRole("region", { name: "No such week exists" }, { timeout: 5_000 });
  expect(within(list).getByRole("listitem")).toHaveTextContent(/^Hill House: .*all meet at 09:30 and need 6 rooms/);
});

it("asks nothing of other locations where there is one", async () => {
  const { user, state } = openPlan("/schedule/plan", aBuild(), (clinic) => clinic.setUp.locations.splice(1));
  const ask = await screen.findByRole("button", { name: "Work it out" });
  expect(screen.getByLabelText("Hours that people prefer")).toBeVisible();
  expect(screen.queryByRole("group", { name: "Plan together with" })).toBeNull();
  await user.click(ask);
  await waitFor(() => expect(state.asked).toHaveLength(1));
  expect(state.asked[0]).toMatchObject({ location_id: idOf("main street") });
  expect(state.asked[0]).not.toHaveProperty("location_ids");
});
