import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, it, vi } from "vitest";

import type { Administration } from "@/api/types";
import { idOf } from "@/test/clinic";
import { ALL_RIGHTS, Chart } from "@/test/clinic-chart";
import { begun, instrument, SAM } from "@/test/clinic-measures";
import { PERSON } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { openChart } from "@/test/open-chart";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
beforeEach(() => {
  vi.setSystemTime(new Date(`${TODAY}T09:00:00-07:00`));
});

const at = (path: string) => `${API}/api/v1${path}`;
const page = <Item,>(items: Item[]) => HttpResponse.json({ items, next_cursor: null });

const EVIDENCE = {
  citation: "IAPT manual",
  population: { en: "Adults treated in England" },
  confidence: "probable",
};

it("the chart shows a course in a graph and a table, and a safety plan in words", async () => {
  const chart = new Chart(TODAY);
  const { user } = openChart(chart, "?tab=measures", [...ALL_RIGHTS, "measure:read"]);
  const point = {
    ...{ administration_id: idOf("one"), episode_id: chart.episodes[0]?.id, status: "completed", mode: "read_out" },
    ...{ prorated: false, band: "severe", subscales: {}, flags: [], flags_unknown: [], reason: null, change: null },
    ...{ positive: ["likely"] },
    ...{ improvement: null, reliably_improved: null, reliably_deteriorated: null, recovered: null },
    ...{ clinically_significant: null, turning_point: null, first: true, on: "2026-11-02", total: 20 },
  };
  const better = {
    ...point,
    ...{ administration_id: idOf("two"), on: "2026-11-16", total: 12, band: "moderate", first: false, change: -8 },
    ...{ positive: [] },
    ...{ improvement: 8, reliably_improved: ["six"], reliably_deteriorated: [], turning_point: "improved" },
  };
  server.use(
    http.get(at("/participants/:id/measures"), () =>
      HttpResponse.json({
        participant_id: PERSON,
        in_progress: [],
        due: [],
        series: [
          {
            ...{ instrument_key: "phq-9", instrument_version: 1, name: "PHQ-9", title: { en: "Depression" } },
            ...{ higher: "worse", lowest: 0, highest: 27, subscales: [] },
            bands_evidence: { ...EVIDENCE, population: { en: "Adults in primary care" } },
            clinical_range: { ...EVIDENCE, at_least: 10, at_most: null },
            cutoffs: [
              { ...EVIDENCE, key: "likely", label: { en: "Likely" }, on: "total", at_least: 15, at_most: null },
            ],
            criteria: [
              {
                ...EVIDENCE,
                ...{ key: "count", label: { en: "Symptom count" } },
                needs: [{ items: { "1": 2, "2": 2, "9": 1 }, at_least: 2, at_most: null }],
              },
            ],
            bands: [
              { key: "moderate", label: { en: "Moderate" }, lowest: 0 },
              { key: "severe", label: { en: "Severe" }, lowest: 20 },
            ],
            reliable_change: [
              {
                ...EVIDENCE,
                ...{ key: "six", points: 6, level: { en: "95 %" }, formula: { en: "z × SD" }, sd: 7.7, z: 1.96 },
                reliability: 0.9,
              },
            ],
            points: [point, better],
          },
        ],
      }),
    ),
    http.get(at("/participants/:id/progress"), () => HttpResponse.json({ participant_id: PERSON, progress: [] })),
    http.get(at("/participants/:id/safety-plans"), () =>
      page([
        {
          ...{ id: idOf("plan"), participant_id: PERSON, number: 2, alert_id: null, language: "en" },
          ...{ warning_signs: "I lie awake.", own_ways: null, places_and_people: null, people_to_ask: null },
          ...{ professionals: null, safer_place: null, made_together: true, written_by: SAM.account_id },
          ...{ written_by_name: "Sam Reyes", written_at: "2026-11-17T17:00:00Z" },
        },
      ]),
    ),
  );
  const table = await screen.findByRole("table", { name: "Scores of PHQ-9" });
  const rows = within(table).getAllByRole("row").slice(1);
  expect(
    rows.map((row) =>
      within(row)
        .getAllByRole("cell")
        .map((cell) => cell.textContent)
        .slice(0, 4),
    ),
  ).toEqual([
    ["12", "Moderate", "−8", "Reliably better"],
    ["20", "Severe", "–", "First of this episodeCut-off met: Likely"],
  ]);
  await user.click(screen.getByText("What these figures mean"));
  const figures = [...document.querySelectorAll("details[open] li")].map((one) => one.textContent);
  const source = "SourceIAPT manual (read at second hand)";
  const england = `Found inAdults treated in England${source}`;
  expect(figures).toEqual([
    `Reliable change: 6 points or more (95 %)Formulaz × SD, with SD 7.7, reliability 0.9, z 1.96${england}`,
    expect.stringContaining(`Clinical range: 10 and moreFormulaRecovered`),
    `Bands: Moderate from 0, Severe from 20FormulaFrom this score up to the next bandFound inAdults in primary care${source}`,
    `LikelyFormulaAt or above the cut-off of 15${england}`,
    `Symptom countFormulaat least 2 of the questions 1, 2 (answered 2 or more) and 9 (answered 1 or more)${england}`,
  ]);
  expect(await screen.findByText("I lie awake.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Give a measure" })).toBeNull();

  server.use(
    http.get(at("/administrations/:id"), () => HttpResponse.json({ ...begun, status: "completed", total: 12 })),
    http.get(at("/instruments/definition"), () => HttpResponse.json(instrument)),
  );
  await user.click(screen.getByRole("button", { name: "Answers of PHQ-9, Nov 16, 2026" }));
  const dialog = within(await screen.findByRole("dialog", { name: "PHQ-9: answers" }));
  expect(await dialog.findByText("Question text 9")).toBeVisible();
  expect(dialog.queryByRole("button", { name: /Correct|Take/ })).toBeNull();
});

it("an answer is corrected and a measure taken back, each with a reason", async () => {
  const chart = new Chart(TODAY);
  const answer = { item: "9", value: 0, answered_at: begun.started_at };
  let given: Administration = { ...begun, status: "completed", total: 0, answers: [answer] };
  const sent: unknown[] = [];
  const { user } = openChart(chart, "?tab=measures", [
    ...ALL_RIGHTS,
    ...["measure:read", "measure:give", "measure:correct"],
  ]);
  const read = () => HttpResponse.json({ participant_id: PERSON, in_progress: [given], due: [], series: [] });
  server.use(
    http.get(at("/participants/:id/measures"), read),
    http.get(at("/participants/:id/progress"), () => HttpResponse.json({ participant_id: PERSON, progress: [] })),
    http.get(at("/participants/:id/safety-plans"), () => page([])),
    http.get(at("/administrations/:id"), () => HttpResponse.json(given)),
    http.get(at("/instruments/definition"), () => HttpResponse.json(instrument)),
    http.post(at("/administrations/:id/corrections"), async ({ request }) => {
      const body = (await request.json()) as { value: number; reason: string };
      if (sent.push([request.headers.get("If-Match"), body]) === 1) return problem(412, "stale-version");
      const how = { item: "9", was_answered: true, replaced: 0, replaced_total: 0, reason: body.reason };
      const by = { value: body.value, corrected_by: SAM.account_id, corrected_at: begun.started_at };
      given = { ...given, version: 2, answers: [{ ...answer, value: body.value }], corrections: [{ ...how, ...by }] };
      given.alert_ids = [idOf("alert")];
      return HttpResponse.json(given);
    }),
    http.post(at("/administrations/:id/withdraw"), async ({ request }) => {
      sent.push(await request.json());
      given = { ...given, status: "withdrawn" };
      return HttpResponse.json(given);
    }),
  );
  await user.click(await screen.findByRole("button", { name: /^Answers of PHQ-9/ }));
  const dialog = within(await screen.findByRole("dialog", { name: "PHQ-9: answers" }));
  await user.click(await dialog.findByRole("button", { name: "Correct question 9" }));
  const value = dialog.getByLabelText("How it was really answered");
  expect(value).toHaveFocus();
  expect(dialog.getByText(/an alert that is open stays open/)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Save the correction" }));
  expect(dialog.getAllByText("Say why")[0]).toBeVisible();
  await user.selectOptions(value, "1 · Several days");
  await user.type(dialog.getByLabelText("Reason"), "Read from the wrong line");
  await user.click(dialog.getByRole("button", { name: "Save the correction" }));
  expect(await dialog.findByText(/Somebody else changed this/)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Save the correction" }));
  expect(await dialog.findByText("Its answers opened an alert")).toBeVisible();
  expect(dialog.getByText("Read from the wrong line")).toBeVisible();
  expect(dialog.getByRole("button", { name: "Correct question 9" })).toHaveFocus();
  expect(sent[1]).toEqual([`"1"`, { item: "9", value: 1, reason: "Read from the wrong line" }]);
  await user.click(dialog.getByRole("button", { name: "Take this measure back" }));
  await user.type(dialog.getByLabelText("Reason"), "Somebody else’s");
  await user.click(dialog.getByRole("button", { name: "Take it back" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent[2]).toEqual({ reason: "Somebody else’s" });
});

it("whose course is not on track stands first, and what was done is said with the day of the next look", async () => {
  const chart = new Chart(TODAY);
  const { user } = openChart(chart, "?tab=measures", [...ALL_RIGHTS, "measure:read", "track:respond"]);
  const course = {
    ...{ episode_id: chart.episodes[0]?.id, instrument_key: "phq-9", name: "PHQ-9", first: 8, first_on: "2026-11-02" },
    ...{ last: 16, last_on: "2026-11-16", off_track: "worse", answered: false, responses: [] as object[] },
    expected: [{ week: 2, people: 34, low: 6, middle: 9, high: 12.5 }],
  };
  let sent: unknown;
  server.use(
    http.get(at("/participants/:id/measures"), () =>
      HttpResponse.json({ participant_id: PERSON, in_progress: [], due: [], series: [] }),
    ),
    http.get(at("/participants/:id/safety-plans"), () => page([])),
    http.get(at("/participants/:id/progress"), () => HttpResponse.json({ participant_id: PERSON, progress: [course] })),
    http.post(at("/participants/:id/track-responses"), async ({ request }) => {
      sent = await request.json();
      const kept = { ...(sent as object), id: idOf("response"), off_track: "worse", responded_by: SAM.account_id };
      course.answered = true;
      course.responses = [{ ...kept, administration_id: idOf("one"), responded_at: "2026-11-17T17:00:00Z" }];
      return HttpResponse.json(course.responses[0], { status: 201 });
    }),
  );
  expect(await screen.findByText("Reliably worse than at the start")).toBeVisible();
  expect(screen.getByRole("table", { name: "PHQ-9: people here who began alike", hidden: true })).toHaveTextContent(
    "6 to 12.5",
  );
  await user.click(screen.getByRole("button", { name: "PHQ-9: say what was done" }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Keep it" }));
  expect(await within(dialog).findByRole("link", { name: "Say what was done." })).toBeVisible();
  await user.selectOptions(within(dialog).getByLabelText("What was done"), "Plan of care changed");
  await user.type(within(dialog).getByLabelText("In words"), "Two sessions a week.");
  await user.type(within(dialog).getByLabelText("Look again on"), "2026-11-24");
  await user.click(within(dialog).getByRole("button", { name: "Keep it" }));
  expect(await screen.findByText("Plan of care changed · looked at again on Nov 24, 2026")).toBeVisible();
  expect(sent).toMatchObject({ kind: "plan_changed", note: "Two sessions a week.", review_on: "2026-11-24" });
});

it("a safety plan that is written from an alert names it", async () => {
  const chart = new Chart(TODAY);
  const about = idOf("alert");
  const { user } = openChart(chart, `?tab=measures&plan=${about}`, [...ALL_RIGHTS, "measure:read", "measure:give"]);
  let sent: unknown;
  server.use(
    http.get(at("/participants/:id/measures"), () =>
      HttpResponse.json({ participant_id: PERSON, in_progress: [], due: [], series: [] }),
    ),
    http.get(at("/participants/:id/progress"), () => HttpResponse.json({ participant_id: PERSON, progress: [] })),
    http.get(at("/participants/:id/safety-plans"), () => page([])),
    http.post(at("/participants/:id/safety-plans"), async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ ...(sent as object), id: idOf("plan"), number: 1 }, { status: 201 });
    }),
  );
  const drawer = await screen.findByRole("dialog", { name: "Safety plan" });
  await user.type(within(drawer).getByLabelText(/^1/), "I lie awake.");
  await user.click(within(drawer).getByRole("button", { name: "Save" }));
  await waitFor(() => expect(sent).toMatchObject({ replaces: 0, alert_id: about, warning_signs: "I lie awake." }));
  await waitFor(() => expect(screen.queryByRole("dialog", { name: "Safety plan" })).toBeNull());
});

it("says where it could not be read whether somebody is on track: silence would mean that they are", async () => {
  openChart(new Chart(TODAY), "?tab=measures", [...ALL_RIGHTS, "measure:read"]);
  server.use(
    http.get(at("/participants/:id/measures"), () =>
      HttpResponse.json({ participant_id: PERSON, in_progress: [], due: [], series: [] }),
    ),
    http.get(at("/participants/:id/safety-plans"), () => page([])),
    http.get(at("/participants/:id/progress"), () => problem(403, "forbidden")),
  );
  expect(await screen.findByRole("alert")).toBeVisible();
});
