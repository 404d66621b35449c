import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { RunBoard, RunEnd, SessionPlan, TopicPin } from "@/api/types";
import { announcement } from "@/lib/announce";
import { chooseLanguage } from "@/lib/i18n";
import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { DIRECTOR, ProgramClinic } from "@/test/clinic-cohorts";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T13:12:00Z") }));
afterEach(() => vi.useRealTimers());

const topics = ["Wise mind", "STOP", "Opposite action"].map((name) => ({
  key: name.toLowerCase().replace(" ", "-"),
  name,
  module: null,
  skills: [],
  homework: null,
  records: {},
}));
const [wiseMind, stop, opposite] = topics;
if (!wiseMind || !stop || !opposite) throw new Error("There are three topics.");

const plan: SessionPlan = {
  run_id: idOf("run"),
  curriculum_id: idOf("skills"),
  curriculum_name: "DBT skills",
  cohort_id: idOf("cohort Day DBT"),
  modality_id: idOf("dbt"),
  topic: wiseMind,
  number: 1,
  of: 3,
  pinned: false,
  next_topic: "STOP",
};

const run: RunBoard = {
  id: plan.run_id,
  version: 5,
  curriculum_id: plan.curriculum_id,
  curriculum_name: plan.curriculum_name,
  cohort_id: plan.cohort_id,
  modality_id: plan.modality_id,
  series_id: idOf("series"),
  starts_on: "2026-11-02",
  ended_on: null,
  first_topic: wiseMind.key,
  topics,
  meetings: [],
};

const page = <Item,>(items: Item[]) => HttpResponse.json({ items, next_cursor: null });

function openSession(permissions: string[], plans: SessionPlan[] = [plan]) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions: ["schedule:read", "session:read", ...permissions] });
  const opened = openApp(clinic, `/schedule?session=${clinic.session("DBT Skills").id}`);
  const sent: TopicPin[] = [];
  let now = plans;
  server.use(
    http.get(`${API}/api/v1/sessions/:id/plans`, () => page(now)),
    http.get(`${API}/api/v1/cohorts/:id/curriculum-runs`, () => page([run])),
    http.put(`${API}/api/v1/sessions/:id/topic`, async ({ request }) => {
      const pin = (await request.json()) as TopicPin;
      sent.push(pin);
      if (pin.topic === stop?.key) return problem(409, "session-closed-for-plans");
      const changed = {
        ...plan,
        topic: opposite as SessionPlan["topic"],
        number: 3,
        pinned: true,
        next_topic: "Wise mind",
      };
      now = [changed];
      return HttpResponse.json(changed);
    }),
  );
  return { sent, ...opened };
}

it("a session says which topic is planned for it, and takes another one", async () => {
  const { user, sent } = openSession(["curriculum:read", "curriculum:lead"]);
  const part = await screen.findByRole("region", { name: "Planned topic" });
  expect(within(part).getByText("Wise mind")).toBeVisible();
  expect(within(part).getByText("DBT skills, 1 of 3")).toBeVisible();
  expect(within(part).getByText("Next time: STOP")).toBeVisible();
  await user.click(within(part).getByRole("button", { name: "Another topic: DBT skills" }));
  const dialog = await screen.findByRole("dialog", { name: "Another topic for this session" });
  const choice = within(dialog).getByLabelText("Topic");
  await waitFor(() => expect(within(choice).getAllByRole("option")).toHaveLength(3));
  await user.selectOptions(choice, "2. STOP");
  await user.click(within(dialog).getByRole("button", { name: "Teach this one" }));
  expect(await within(dialog).findByRole("alert")).toHaveTextContent("The session is locked: its topic stays.");
  await user.selectOptions(choice, "3. Opposite action");
  await user.click(within(dialog).getByRole("button", { name: "Teach this one" }));
  expect(await within(part).findByText("Out of turn")).toBeVisible();
  expect(within(part).getByText("Opposite action")).toBeVisible();
  expect(announcement.get()).toMatchObject({ text: "This session teaches Opposite action" });
  expect(sent.at(-1)).toEqual({ run_id: plan.run_id, topic: opposite.key });
});

it("topics that came with the product are said in the reader's language", async () => {
  await chooseLanguage("es");
  try {
    const { user } = openSession(["curriculum:read", "curriculum:lead"]);
    const texts = { STOP: "Parar", "Wise mind": "Mente sabia" };
    server.use(
      http.get(`${API}/api/v1/curriculum-templates/texts/es`, () => HttpResponse.json({ language: "es", texts })),
    );
    expect(await screen.findByText("Mente sabia")).toBeVisible();
    expect(screen.getByText("La próxima vez: Parar")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Otro tema: DBT skills" }));
    expect(await screen.findByRole("option", { name: "2. Parar" })).toBeVisible();
    expect(screen.getByRole("option", { name: "3. Opposite action" })).toBeVisible();
  } finally {
    await chooseLanguage("en");
  }
});

it("who does not lead reads the planned topic; without a curriculum nothing is said", async () => {
  openSession(["curriculum:read"]);
  const part = await screen.findByRole("region", { name: "Planned topic" });
  expect(within(part).queryByRole("button")).toBeNull();
});

it("a session without a curriculum says nothing about one", async () => {
  openSession(["curriculum:read", "curriculum:lead"], []);
  expect(await screen.findByRole("link", { name: "Open roster" })).toBeVisible();
  expect(screen.queryByRole("region", { name: "Planned topic" })).toBeNull();
});

it("what a cohort is taught ends on a day", async () => {
  const clinic = new ProgramClinic("2026-11-18", [...DIRECTOR, "curriculum:read", "curriculum:write"]);
  const sent: { match: string | null; body: RunEnd }[] = [];
  let stored = run;
  const { user } = openApp(clinic, `/cohorts/${idOf("cohort Day DBT")}`);
  server.use(
    http.get(`${API}/api/v1/cohorts/:id/curriculum-runs`, () => page([stored])),
    http.post(`${API}/api/v1/curriculum-runs/:id/end`, async ({ request }) => {
      const body = (await request.json()) as RunEnd;
      sent.push({ match: request.headers.get("If-Match"), body });
      if (body.ended_on < run.starts_on) return problem(422, "run-days-reversed");
      stored = { ...run, version: 6, ended_on: body.ended_on };
      return HttpResponse.json(stored);
    }),
  );
  await user.click(await screen.findByRole("button", { name: "End: DBT skills" }));
  const dialog = await screen.findByRole("dialog", { name: "End the curriculum" });
  const day = within(dialog).getByLabelText("Last day");
  await user.clear(day);
  await user.click(within(dialog).getByRole("button", { name: "End it" }));
  expect(day).toHaveAccessibleDescription("Enter a day");
  await user.type(day, "2026-10-01");
  await user.click(within(dialog).getByRole("button", { name: "End it" }));
  expect(await within(dialog).findByText("It cannot end before it began.")).toBeVisible();
  await user.clear(day);
  await user.type(day, "2026-11-20");
  await user.click(within(dialog).getByRole("button", { name: "End it" }));
  expect(await screen.findByRole("heading", { name: "DBT skills, Nov 2, 2026 to Nov 20, 2026" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "End: DBT skills" })).toBeNull();
  expect(sent.at(-1)).toEqual({ match: '"5"', body: { ended_on: "2026-11-20" } });
});
