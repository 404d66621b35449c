import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, it, vi } from "vitest";

import { idOf } from "@/test/clinic";
import { ALL_RIGHTS, Chart } from "@/test/clinic-chart";
import { PERSON } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew, keptOf } from "@/test/kept-form";
import { openChart } from "@/test/open-chart";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
beforeEach(() => {
  vi.setSystemTime(new Date(`${TODAY}T09:00:00-07:00`));
});

const at = (path: string) => `${API}/api/v1${path}`;
const page = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });

const item = (number: string) => ({
  ...{ number, text: { en: `Question text ${number}` }, scored: true, may_not_apply: false, safety: false },
  options: [
    { value: 0, text: { en: "Not at all" } },
    { value: 1, text: { en: "Several days" } },
  ],
});
const phq = {
  ...{ key: "phq-9", version: 1, name: "PHQ-9", title: { en: "Depression" }, about: { en: "Depression" } },
  ...{ licence: "text_ships", usable: true, languages: ["en"], items: ["8", "9"].map(item) },
};
const given = {
  ...{ id: idOf("phq"), version: 1, participant_id: PERSON, episode_id: idOf("episode"), instrument_key: "phq-9" },
  ...{ instrument_version: 1, mode: "read_out", language: "en", status: "in_progress", taken_on: TODAY, total: 0 },
  ...{ started_at: "2026-11-18T16:00:00Z", answers: [], corrections: [], alert_ids: [], flags: [], positive: [] },
};

function open() {
  const rights = [...ALL_RIGHTS, "measure:read", "measure:give", "measure:correct", "instrument:read"];
  const { user } = openChart(new Chart(TODAY), "?tab=measures", rights);
  const due = [
    {
      instrument_key: "gad-7",
      name: "GAD-7",
      moment: "weekly",
      since: TODAY,
      therapy: null,
      episode_id: idOf("episode"),
    },
  ];
  server.use(
    http.get(at("/participants/:id/measures"), () =>
      HttpResponse.json({ participant_id: PERSON, in_progress: [given], due, series: [] }),
    ),
    http.get(at("/participants/:id/progress"), () => HttpResponse.json({ participant_id: PERSON, progress: [] })),
    http.get(at("/participants/:id/safety-plans"), () => page([])),
    http.get(at("/administrations/:id"), () => HttpResponse.json({ ...given, status: "completed" })),
    http.get(at("/instruments"), () => page([phq, { ...phq, key: "gad-7", name: "GAD-7" }])),
    http.get(at("/instruments/definition"), () => HttpResponse.json(phq)),
    http.post(at("/participants/:id/risk-screens"), () => HttpResponse.json({ level: "low" }, { status: 201 })),
  );
  return user;
}

it("keeps nothing of a risk screen before it is entered: an answer that is stored has its alert with it", async () => {
  const user = open();
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Enter a risk screen" }));
    return within(await screen.findByRole("dialog", { name: "Risk screen" }));
  };
  const dialog = await form();
  await user.selectOptions(dialog.getByLabelText("Question 1"), "yes");
  await user.click(dialog.getByRole("button", { name: "Cancel" }));
  expect(keptOf("risk-screen")).toBeUndefined();
  const again = await form();
  expect(again.getByLabelText("Question 1")).toHaveValue("");
  await user.selectOptions(again.getByLabelText("Question 1"), "no");
  await user.selectOptions(again.getByLabelText("Question 2"), "no");
  await user.selectOptions(again.getByLabelText("Question 6"), "no");
  await user.click(again.getByRole("button", { name: "Enter" }));
  expect(await again.findByText("Level: low")).toBeVisible();
  expect(keptOf("risk-screen")).toBeUndefined();
});

it("says that a risk screen is not stored, keeps what was entered, and asks before it is closed", async () => {
  const user = open();
  let refused: (() => Response) | undefined;
  server.use(
    http.post(
      at("/participants/:id/risk-screens"),
      () => refused?.() ?? HttpResponse.json({ level: "low" }, { status: 201 }),
    ),
  );
  await user.click(await screen.findByRole("button", { name: "Enter a risk screen" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Risk screen" }));
  await user.selectOptions(dialog.getByLabelText("Question 1"), "yes");
  await user.selectOptions(dialog.getByLabelText("Question 2"), "no");
  await user.selectOptions(dialog.getByLabelText("Question 6"), "no");
  for (const failure of [() => problem(500, "internal-error"), () => HttpResponse.error()]) {
    refused = failure;
    await user.click(dialog.getByRole("button", { name: "Enter" }));
    expect(await dialog.findByText(/^Not stored\. What you entered stays here/)).toBeVisible();
    expect(dialog.getByLabelText("Question 1")).toHaveValue("yes");
  }
  for (const wayOut of ["Cancel", "Close"]) {
    await user.click(dialog.getByRole("button", { name: wayOut }));
    const question = within(await screen.findByRole("dialog", { name: "Close without storing the screen?" }));
    await user.click(question.getByRole("button", { name: "Stay here" }));
    expect(dialog.getByLabelText("Question 1")).toHaveValue("yes");
  }
  refused = undefined;
  await user.click(dialog.getByRole("button", { name: "Enter" }));
  expect(await dialog.findByText("Level: low")).toBeVisible();
  await user.click(dialog.getAllByRole("button", { name: "Close" })[1] as HTMLElement);
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("asks in Spanish too before a risk screen that is not stored is given up, and then closes", async () => {
  const user = open();
  server.use(http.post(at("/participants/:id/risk-screens"), () => problem(503, "unavailable")));
  await user.click(await screen.findByRole("button", { name: /Account and settings/ }));
  await user.click(await screen.findByRole("button", { name: "Español" }));
  await user.click(await screen.findByRole("button", { name: "Anotar una evaluación de riesgo" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Evaluación de riesgo" }));
  for (const one of ["Pregunta 1", "Pregunta 2", "Pregunta 6"]) {
    await user.selectOptions(dialog.getByLabelText(one), "no");
  }
  await user.click(dialog.getByRole("button", { name: "Anotar" }));
  expect(await dialog.findByText(/^Sin guardar\. Lo que anotó sigue aquí/)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Cancelar" }));
  const question = within(await screen.findByRole("dialog", { name: "¿Cerrar sin guardar la evaluación?" }));
  await user.click(question.getByRole("button", { name: "Cerrar sin guardar" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("keeps how a measure is to be given, for that measure", async () => {
  const user = open();
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Give a measure: GAD-7" }));
    return screen.findByRole("dialog", { name: "Give a measure" });
  };
  const dialog = within(await form());
  await user.selectOptions(await dialog.findByLabelText("How"), "self");
  const kept = { mode: "self" };
  const again = await givenUpAndOpenedAnew(user, { form: "measure-give-gad-7", kept, open: form });
  expect(again.getByLabelText("How")).toHaveValue("self");
});

it("keeps a correction and its reason for the question it is about, and why a measure is taken back", async () => {
  const user = open();
  await user.click(await screen.findByRole("button", { name: /^Answers of PHQ-9/ }));
  const answers = await screen.findByRole("dialog", { name: "PHQ-9: answers" });
  const opened = (name: string) => async () => {
    await user.click(await within(answers).findByRole("button", { name }));
    return answers;
  };
  const dialog = within(await opened("Correct question 9")());
  await user.selectOptions(dialog.getByLabelText("How it was really answered"), "1");
  await user.type(dialog.getByLabelText("Reason"), "Wrong line");
  const kept = { value: "1", reason: "Wrong line" };
  await givenUpAndOpenedAnew(user, { form: "measure-correction-9", kept, open: opened("Correct question 9") });
  expect(dialog.getByLabelText("How it was really answered")).toHaveValue("1");
  expect(dialog.getByLabelText("Reason")).toHaveValue("Wrong line");

  await user.click(dialog.getByRole("button", { name: "Cancel" }));
  await opened("Correct question 8")();
  expect(dialog.getByLabelText("Reason")).toHaveValue("");
  await user.click(dialog.getByRole("button", { name: "Cancel" }));

  const takeBack = opened("Take this measure back");
  await takeBack();
  await user.type(dialog.getByLabelText("Reason"), "Somebody else’s");
  const why = { reason: "Somebody else’s" };
  await givenUpAndOpenedAnew(user, { form: "measure-withdrawal", kept: why, open: takeBack });
  expect(dialog.getByLabelText("Reason")).toHaveValue("Somebody else’s");
});
