import { act, screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, it, vi } from "vitest";

import { idOf } from "@/test/clinic";
import { ALL_RIGHTS, Chart } from "@/test/clinic-chart";
import { PERSON } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew, keptOf } from "@/test/kept-form";
import { leaveRoomMode } from "@/test/on-today";
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
  const clinician = ["measure:read", "measure:give", "measure:correct", "instrument:read", "alert:read", "alert:work"];
  const { user } = openChart(new Chart(TODAY), "?tab=measures", [...ALL_RIGHTS, ...clinician]);
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

type User = ReturnType<typeof open>;

const screenDialog = async () => within(await screen.findByRole("dialog", { name: "Risk screen" }));

async function screenOpened(user: User) {
  await user.click(await screen.findByRole("button", { name: "Enter a risk screen" }));
  return screenDialog();
}

async function answerNo(user: User, ...questions: string[]) {
  const dialog = await screenDialog();
  for (const one of questions) await user.selectOptions(dialog.getByLabelText(one), "no");
}

/** The clock goes on; whoever looks at the page again sees the time of then: one's own group runs from 9:30. */
function becomes(time: string) {
  vi.setSystemTime(new Date(`${TODAY}T${time}:00-07:00`));
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
}

it("sends a risk screen under one key until it is stored, and another screen under another", async () => {
  const user = open();
  const keys: (string | null)[] = [];
  let answer = () => HttpResponse.error();
  server.use(
    http.post(at("/participants/:id/risk-screens"), ({ request }) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return answer();
    }),
  );
  const enter = async () => user.click((await screenDialog()).getByRole("button", { name: "Enter" }));
  const dialog = await screenOpened(user);
  await answerNo(user, "Question 1", "Question 2", "Question 6");
  await enter();
  expect(await dialog.findByText(/^Not stored\./)).toBeVisible();
  await enter();
  await vi.waitFor(() => expect(keys).toHaveLength(2));
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys[1]).toBe(keys[0]);

  // Another answer is another screen, and so is one with the same answers on another day.
  await vi.waitFor(() => expect(dialog.getByRole("button", { name: "Enter" })).toBeEnabled());
  await user.selectOptions(dialog.getByLabelText("Question 1"), "yes");
  answer = () => HttpResponse.json({ level: "low" }, { status: 201 });
  await enter();
  expect(await dialog.findByText("Level: low")).toBeVisible();
  await user.click(dialog.getAllByRole("button", { name: "Close" })[1] as HTMLElement);
  const next = await screenOpened(user);
  await user.selectOptions(next.getByLabelText("Question 1"), "yes");
  await answerNo(user, "Question 2", "Question 6");
  await enter();
  expect(await next.findByText("Level: low")).toBeVisible();
  expect(new Set(keys).size).toBe(3);
});

it("has a risk screen as it was when room mode that came on over it is left, and nothing of it in between", async () => {
  const user = open();
  const keys: (string | null)[] = [];
  server.use(
    http.post(at("/participants/:id/risk-screens"), ({ request }) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return keys.length < 2 ? HttpResponse.error() : HttpResponse.json({ level: "low" }, { status: 201 });
    }),
  );
  const dialog = await screenOpened(user);
  await user.selectOptions(dialog.getByLabelText("Question 1"), "yes");
  becomes("09:31");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toMatch(/wish|risk|yes/);
  expect(keptOf("risk-screen")).toBeUndefined();
  await leaveRoomMode(user);
  const back = await screenDialog();
  expect(back.getByText(/^What you typed on .* is back\.$/)).toBeVisible();
  expect(back.getByLabelText("Question 1")).toHaveValue("yes");

  // One that was not stored is not forgotten either, and is sent under its key again.
  await answerNo(user, "Question 2", "Question 6");
  await user.click(back.getByRole("button", { name: "Enter" }));
  expect(await back.findByText(/^Not stored\./)).toBeVisible();
  becomes("11:16"); // the next group
  expect(screen.queryByRole("dialog")).toBeNull();
  await leaveRoomMode(user);
  const again = await screenDialog();
  expect(again.getByText(/^Not stored\./)).toBeVisible();
  expect(again.getByLabelText("Question 6")).toHaveValue("no");
  await user.click(again.getByRole("button", { name: "Enter" }));
  expect(await again.findByText("Level: low")).toBeVisible();
  expect(keys[1]).toBe(keys[0]);
  await user.click(again.getAllByRole("button", { name: "Close" })[1] as HTMLElement);
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("tells what became of a risk screen that was on its way when room mode came on", async () => {
  const user = open();
  let answer = () => {};
  const waited = new Promise<void>((resolve) => {
    answer = resolve;
  });
  server.use(
    http.post(at("/participants/:id/risk-screens"), async () => {
      await waited;
      return HttpResponse.json({ level: "high" }, { status: 201 });
    }),
  );
  const dialog = await screenOpened(user);
  await answerNo(user, "Question 1", "Question 2", "Question 6");
  await user.click(dialog.getByRole("button", { name: "Enter" }));
  becomes("09:31");
  answer();
  await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(document.body.textContent).not.toMatch(/high/);
  await leaveRoomMode(user);
  expect((await screenDialog()).getByText("Level: high")).toBeVisible();
});

it("forgets a risk screen that was given up or begun anew, and asks before the page is closed over one", async () => {
  const user = open();
  const closing = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(closing()).toBe(false);
  const dialog = await screenOpened(user);
  await user.selectOptions(dialog.getByLabelText("Question 1"), "yes");
  becomes("09:31");
  expect(closing()).toBe(true);
  await leaveRoomMode(user);
  await user.click((await screenDialog()).getByRole("button", { name: "Start over" }));
  expect((await screenDialog()).getByLabelText("Question 1")).toHaveValue("");
  expect(closing()).toBe(false);
  await user.selectOptions((await screenDialog()).getByLabelText("Question 1"), "yes");
  await user.click((await screenDialog()).getByRole("button", { name: "Cancel" }));
  expect(closing()).toBe(false);
  becomes("11:16");
  await leaveRoomMode(user);
  expect(await screen.findByRole("button", { name: "Enter a risk screen" })).toBeVisible();
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("sends an alert that is raised under one key until it is stored", async () => {
  const user = open();
  const keys: (string | null)[] = [];
  server.use(
    http.post(at("/participants/:id/alerts"), ({ request }) => {
      keys.push(request.headers.get("Idempotency-Key"));
      return keys.length < 2 ? HttpResponse.error() : HttpResponse.json({}, { status: 201 });
    }),
  );
  await user.click(await screen.findByRole("button", { name: "Raise an alert" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Raise an alert" }));
  await user.selectOptions(dialog.getByLabelText("What it is about"), "said_something");
  await user.type(dialog.getByLabelText("What you saw or heard"), "At the door");
  await user.click(dialog.getByRole("button", { name: "Raise it" }));
  await vi.waitFor(() => expect(keys).toHaveLength(1));
  await vi.waitFor(() => expect(dialog.getByRole("button", { name: "Raise it" })).toBeEnabled());
  await user.click(dialog.getByRole("button", { name: "Raise it" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0]]);
});

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
