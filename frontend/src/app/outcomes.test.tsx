import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { OutcomeFigures, Outcomes } from "@/api/types";
import { Clinic, idOf, someModalities } from "@/test/clinic";
import { signedInWith } from "@/test/clinic-chart";
import { aCohort, aProgram, DIRECTOR, ProgramClinic } from "@/test/clinic-cohorts";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

const EVIDENCE = { citation: "IAPT manual", population: { en: "Adults treated in England" }, confidence: "probable" };

const share = (count: number, of: number) => ({
  count,
  of,
  share: count / of,
  lowest: Math.max(0, count / of - 0.15),
  highest: Math.min(1, count / of + 0.15),
});

const figures = (change: Partial<OutcomeFigures> = {}): OutcomeFigures => ({
  people: 48,
  followed: share(40, 48),
  improved: share(22, 40),
  deteriorated: share(2, 40),
  recovered: null,
  effect: { size: 0.62, lowest: 0.3, highest: 0.94 },
  ...change,
});

/** A clinic whose groups came to `outcome`; returns what it was asked. */
function opened(path: string, outcome: OutcomeFigures | null, by_dose: Outcomes["by_dose"] = [], more: string[] = []) {
  const here = new ProgramClinic("2026-11-18", [...DIRECTOR, "outcome:read", ...more]);
  here.programs = [aProgram()];
  here.cohorts = [aCohort("Day DBT")];
  const asked: string[] = [];
  const app = openApp(here, path);
  server.use(
    http.get(`${API}/api/v1/instruments`, () =>
      HttpResponse.json({
        items: ["phq-9", "gad-7", "audit"].map((key) => ({ key, name: key.toUpperCase(), usable: key !== "audit" })),
        next_cursor: null,
      }),
    ),
    http.get(`${API}/api/v1/outcomes`, ({ request }) => {
      const { search, searchParams } = new URL(request.url);
      asked.push(search);
      return HttpResponse.json({
        instrument_key: "phq-9",
        instrument_version: 1,
        name: "PHQ-9",
        first: searchParams.get("first"),
        last: searchParams.get("last"),
        least_people: 10,
        reliable_change: {
          ...{ key: "nhs-6", points: 6, level: { en: "95 %" }, formula: { en: "z × SD" } },
          ...{ sd: null, reliability: null, z: null, ...EVIDENCE },
        },
        clinical_range: { at_least: 10, at_most: null, ...EVIDENCE },
        outcome,
        by_dose,
      });
    }),
    http.get(`${API}/api/v1/programs/:id/doses`, () =>
      HttpResponse.json({
        modalities: [{ modality_id: idOf("dbt"), name: "DBT", sessions: 31, people: 12, minutes: 3720 }],
      }),
    ),
  );
  return { ...app, asked };
}

/** The rows of a table in words: reading each by role and name takes long where there are many. */
const rowsOf = (table: HTMLElement) => [...table.querySelectorAll("tbody tr")].map((row) => row.textContent);

it("shows each figure with its interval and its people, and why one is not there", async () => {
  const { asked, user } = opened(`/outcomes?program=${idOf("program dbt")}`, figures());
  expect(rowsOf(await screen.findByLabelText("PHQ-9: what 48 people came to", { selector: "table" }))).toEqual([
    expect.stringMatching(/^Completed.*83%68 to 98%40 of 48$/),
    expect.stringMatching(/^Reliably better.*55%40 to 70%22 of 40$/),
    expect.stringMatching(/^Reliably worse.*5%0 to 20%2 of 40$/),
    expect.stringMatching(/^Recovered.*fewer than 10 people began in the clinical range/),
    expect.stringMatching(/^Size of the change.*0.620.30 to 0.9440$/),
  ]);
  expect(asked[0]).toBe(`?instrument=phq-9&first=2025-11-18&last=2026-11-18&program_id=${idOf("program dbt")}`);
  await user.click(screen.getByText("What these figures mean"));
  expect([...document.querySelectorAll("details[open] li")].map((one) => one.textContent)).toEqual([
    "Reliable change: 6 points or more (95 %)Formulaz × SDFound inAdults treated in EnglandSourceIAPT manual (read at second hand)",
    expect.stringMatching(/^Clinical range: 10 and more.*Adults treated in England.*IAPT manual/),
    expect.stringMatching(/^95% interval of a share.*Wilson EB/),
    expect.stringMatching(/^Size of the change.*Becker BJ/),
  ]);
  const doses = await screen.findByLabelText("Dose by therapy", { selector: "table" });
  expect(rowsOf(doses)).toEqual([expect.stringMatching(/^DBT311262.h5.h.10$/)]);
});

it("says nothing of fewer than ten people, and why", async () => {
  opened("/outcomes", null);
  expect(await screen.findByText("Fewer than 10 people")).toBeVisible();
  expect(screen.getByText(/would tell on each of them/)).toBeVisible();
  expect(screen.getByText(/Choose a program or a cohort/)).toBeVisible();
});

it("shows the dose beside the outcome, and that it is no cause", async () => {
  const by_dose = [
    { least_minutes: 60, most_minutes: 600, outcome: figures({ people: 16 }) },
    { least_minutes: 610, most_minutes: 1500, outcome: figures({ people: 32, effect: null }) },
  ];
  const { user, asked } = opened("/outcomes", figures(), by_dose);
  await user.selectOptions(await screen.findByLabelText("People of"), "Day DBT");
  await user.selectOptions(screen.getByLabelText("Who received"), someModalities()[0]?.name ?? "");
  expect(rowsOf(await screen.findByLabelText("Time received beside the outcome", { selector: "table" }))).toEqual([
    expect.stringMatching(/^1.h to 10.h1683%.*55%.*5%.*0.620.30 to 0.94$/),
    expect.stringMatching(/^10.h.10 to 25.h3283%.*–$/),
  ]);
  expect(screen.getByText(/^This shows no cause/)).toBeVisible();
  expect(asked.at(-1)).toContain(`cohort_id=${idOf("cohort Day DBT")}&modality_id=`);
});

it("keeps back a span that cannot be asked for, and keeps what is chosen in the address", async () => {
  const { user, router, asked } = opened("/outcomes?from=2024-01-01", figures());
  expect(await screen.findByText("At most two years can be looked at together")).toBeVisible();
  expect(asked).toEqual([]);
  await user.selectOptions(screen.getByLabelText("Measure"), "GAD-7");
  await user.click(screen.getByRole("button", { name: "Show the last year" }));
  expect(await screen.findByLabelText(/48 people/, { selector: "table" })).toBeVisible();
  expect(router.state.location.search).toEqual({ instrument: "gad-7" });
});

it.each([
  ["/programs", "/outcomes"],
  ["/cohorts", "/outcomes"],
])("is reached from %s", async (path, to) => {
  opened(path, figures());
  expect((await screen.findByText("Outcomes")).closest("a")).toHaveAttribute("href", to);
});

const owed = (name: string, measure: string, since: string) => ({
  participant_id: idOf(name),
  participant_name: name,
  episode_id: idOf(`episode ${name}`),
  instrument_key: measure.toLowerCase(),
  name: measure,
  moment: "weekly",
  since,
  therapy: null as string | null,
});

it("names on the cohort's page who owes what since when, and leads to where it is given", async () => {
  opened(`/cohorts/${idOf("cohort Day DBT")}`, null, [], ["measure:read", "measure:give"]);
  server.use(
    http.get(`${API}/api/v1/programs/:id/measures-due`, ({ request }) => {
      const query = new URL(request.url).searchParams;
      expect(query.get("cohort_id")).toBe(idOf("cohort Day DBT"));
      if (query.get("cursor") === null) return HttpResponse.json({ due: [], further: "further" });
      const cpt = { ...owed("Avery Brooks", "PCL-5", "2026-11-11"), moment: "every_session", therapy: "CPT" };
      const due = [owed("Avery Brooks", "PHQ-9", "2026-11-02"), owed("Avery Brooks", "GAD-7", "2026-11-09"), cpt];
      return HttpResponse.json({ due, further: null });
    }),
  );
  const panel = within(await screen.findByRole("region", { name: "Measures due" }));
  expect(await panel.findAllByRole("listitem")).toHaveLength(1);
  expect(panel.getByText(/^PCL-5: CPT, for each session, due since Nov 11/)).toBeVisible();
  const outcomes = `/outcomes?cohort=${idOf("cohort Day DBT")}`;
  expect(screen.getByText("Outcomes").closest("a")).toHaveAttribute("href", outcomes);
  expect(panel.getByText("GAD-7: weekly, due since Nov 9, 2026")).toBeVisible();
  expect(panel.getByRole("link", { name: "Give Avery Brooks what is due" })).toHaveAttribute(
    "href",
    `/participants/${idOf("Avery Brooks")}?tab=measures&episode=${idOf("episode Avery Brooks")}`,
  );
});

it("names on Today whose course waits for a second look", async () => {
  vi.setSystemTime(new Date("2026-11-18T07:00:00-07:00")); // no group runs yet: nothing but the room's list would show
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = signedInWith(["schedule:read", "attendance:read", "track:respond"]);
  openApp(clinic, "/today");
  server.use(
    http.get(`${API}/api/v1/today/last-day`, () => HttpResponse.json({ date: null, people: [], open: [] })),
    http.get(`${API}/api/v1/off-track`, ({ request }) => {
      const cursor = new URL(request.url).searchParams.get("cursor");
      const scores = { first: 8, last: 16, last_on: "2026-11-16" };
      const first = Array.from({ length: 9 }, (_, n) => ({
        ...owed(`Person ${n}`, "PHQ-9", ""),
        off_track: "no_gain",
        ...scores,
      }));
      const last = [{ ...owed("Avery Brooks", "PHQ-9", ""), off_track: "worse", ...scores }];
      return HttpResponse.json({ items: cursor ? last : first, next_cursor: cursor ? null : "further" });
    }),
  );
  const name = await screen.findByText("Avery Brooks", { selector: "a" });
  expect(within(name.closest("ul") as HTMLElement).getAllByRole("listitem", { hidden: true })).toHaveLength(8);
  expect(name.closest("li")).toBe(name.closest("ul")?.firstElementChild);
  fireEvent.click(screen.getByText("Show 2 more"));
  expect(screen.getByText("Person 8", { selector: "a" })).toBeInTheDocument();
  expect(name).toHaveAttribute("href", expect.stringContaining("tab=measures"));
  expect(screen.getByText("PHQ-9 reliably worse: 8 to 16")).toBeVisible();
});

it("sets which measures a program asks for, and switches an instrument on under its owner's terms", async () => {
  const rights = ["instrument:read", "measure_schedule:write", "instrument:manage"];
  const { user } = opened(`/programs/${idOf("program dbt")}`, null, [], rights);
  const schedule = (entries: object[], version: number) => ({
    id: null,
    program_id: idOf("program dbt"),
    entries,
    version,
  });
  let stored = schedule([], 0);
  let on = false;
  const sent: unknown[] = [];
  const core = { key: "core-10", name: "CORE-10", title: { en: "Distress" }, licence: "opt_in", languages: [] };
  const terms = { terms: "CC BY-NC-ND 4.0", credit: "© CORE System Trust", own_languages: [] };
  const phq = {
    ...{ key: "phq-9", name: "PHQ-9", title: { en: "Depression" }, licence: "text_ships", usable: true },
    ...{ languages: ["en", "es"], own_languages: [] },
  };
  server.use(
    http.get(`${API}/api/v1/programs/:id/measure-schedule`, () => HttpResponse.json(stored)),
    http.put(`${API}/api/v1/programs/:id/measure-schedule`, async ({ request }) => {
      const { entries } = (await request.json()) as { entries: object[] };
      if (sent.push([request.headers.get("If-Match"), entries]) === 1) return problem(412, "stale-version");
      stored = schedule(
        entries.map((one) => ({ ...one, name: "CORE-10" })),
        1,
      );
      return HttpResponse.json(stored);
    }),
    http.get(`${API}/api/v1/instruments`, () =>
      HttpResponse.json({ items: [{ ...core, ...terms, usable: on }, phq], next_cursor: null }),
    ),
    http.post(`${API}/api/v1/instruments/switch-on`, () => {
      on = true;
      return HttpResponse.json({});
    }),
  );
  const panel = within(await screen.findByRole("region", { name: "Measures and when" }));
  expect(await panel.findByText(/asks for no measure/)).toBeVisible();
  const outcomes = `/outcomes?program=${idOf("program dbt")}`;
  expect(screen.getByText("Outcomes").closest("a")).toHaveAttribute("href", outcomes);
  await user.click(panel.getByRole("button", { name: "Instruments" }));
  let dialog = within(await screen.findByRole("dialog", { name: "Instruments" }));
  expect(await dialog.findByText("© CORE System Trust")).toBeVisible();
  expect(dialog.getByText("CC BY-NC-ND 4.0")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Accept the terms and switch on: CORE-10" }));
  expect(await dialog.findByRole("button", { name: "Switch off: CORE-10" })).toBeVisible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

  await user.click(panel.getByRole("button", { name: "Edit measures" }));
  dialog = within(await screen.findByRole("dialog", { name: /asks for/ }));
  await user.click(dialog.getByRole("button", { name: "Add a measure" }));
  dialog = await givenUpAndOpenedAnew(user, {
    form: "measure-schedule",
    kept: { entries: [{ id: 0, key: "", moments: [] }] },
    open: async () => {
      await user.click(panel.getByRole("button", { name: "Edit measures" }));
      return screen.findByRole("dialog", { name: /asks for/ });
    },
  });
  await user.click(dialog.getByRole("button", { name: "Save" }));
  expect(dialog.getAllByText("Measure 1: choose when it is asked for")[0]).toBeVisible();
  await user.selectOptions(dialog.getByRole("combobox", { name: "Measure 1" }), "CORE-10");
  for (const when of ["3 months after", "Weekly"]) await user.click(dialog.getByRole("checkbox", { name: when }));
  await user.click(dialog.getByRole("button", { name: "Save" }));
  expect(await dialog.findByText(/changed this schedule meanwhile/)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Save" }));
  expect(await panel.findByText("Weekly, 3 months after")).toBeVisible();
  expect(sent[1]).toEqual([`"0"`, [{ instrument_key: "core-10", moments: ["weekly", "after_3_months"] }]]);
});
