import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { idOf } from "@/test/clinic";
import { aProgram, DIRECTOR, ProgramClinic } from "@/test/clinic-cohorts";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T13:12:00Z") }));
afterEach(() => vi.useRealTimers());

type Text = { number: number; in_use: boolean; language: string };

const item = (number: string) => ({
  number,
  text: null,
  options: [0, 4].map((value) => ({ value, text: null })),
  ...{ scored: true, may_not_apply: false, safety: false },
});

it("enters the questions of an instrument that are not here, keeps what is typed, and takes them out of use", async () => {
  const here = new ProgramClinic("2026-11-18", [...DIRECTOR, "instrument:read", "instrument:manage"]);
  here.programs = [aProgram()];
  const { user } = openApp(here, `/programs/${idOf("program dbt")}`);
  let texts: Text[] = [];
  const sent: Record<string, unknown>[] = [];
  const own = () => texts.filter((one) => one.in_use).map((one) => one.language);
  const bam = () => ({
    ...{ key: "bam-iop", name: "BAM-IOP", title: { en: "Addiction, 7 days" }, licence: "text_ships", version: 1 },
    ...{ terms: "", credit: "VA", languages: own(), own_languages: own(), usable: own().length > 0 },
  });
  const isi = {
    ...{ key: "isi", name: "ISI", title: { en: "Insomnia" }, licence: "score_only", usable: true },
    ...{ languages: [], own_languages: [] },
  };
  server.use(
    http.get(`${API}/api/v1/programs/:id/measure-schedule`, () =>
      HttpResponse.json({ id: null, program_id: idOf("program dbt"), entries: [], version: 0 }),
    ),
    http.get(`${API}/api/v1/instruments`, () => HttpResponse.json({ items: [bam(), isi], next_cursor: null })),
    http.get(`${API}/api/v1/instruments/definition`, () =>
      HttpResponse.json({ ...bam(), items: ["1", "2"].map(item) }),
    ),
    http.get(`${API}/api/v1/instruments/texts`, () => HttpResponse.json({ items: texts, next_cursor: null })),
    http.post(`${API}/api/v1/instruments/texts`, async ({ request }) => {
      const body = (await request.json()) as Record<string, unknown>;
      if (sent.push(body) === 1) {
        texts = [{ ...body, id: idOf("text"), number: 1, in_use: true } as unknown as Text];
        return problem(409, "text-changed");
      }
      texts = [{ ...body, id: idOf("text"), number: 2, in_use: true } as unknown as Text];
      return HttpResponse.json(texts[0], { status: 201 });
    }),
    http.post(`${API}/api/v1/instruments/texts/:id/withdraw`, ({ params }) => {
      expect(params.id).toBe(idOf("text"));
      texts = texts.map((one) => ({ ...one, in_use: false }));
      return HttpResponse.json(texts[0]);
    }),
  );
  const panel = within(await screen.findByRole("region", { name: "Measures and when" }));
  const open = async () => {
    await user.click(panel.getByRole("button", { name: "Instruments" }));
    const list = within(await screen.findByRole("dialog", { name: "Instruments" }));
    await user.click(await list.findByRole("button", { name: "Enter its questions in English: BAM-IOP" }));
    return screen.findByRole("dialog", { name: "Questions of BAM-IOP in English" });
  };
  let dialog = within(await open());
  expect(await dialog.findByRole("textbox", { name: /^Above the questions/ })).toHaveFocus();
  await user.type(dialog.getByRole("textbox", { name: "Question 1" }), "How was it?");
  const question = (text: string, number: string) => ({ number, text, values: [0, 4], answers: ["", ""] });
  dialog = await givenUpAndOpenedAnew(user, {
    form: "instrument-text-bam-iop-en",
    kept: { questions: [question("How was it?", "1"), question("", "2")] },
    open,
  });
  const save = () => user.click(dialog.getByRole("button", { name: "I confirm this, save the questions" }));
  await save();
  expect(dialog.getAllByText("Question 1: write answer 4")[0]).toBeVisible();
  expect(dialog.getAllByText("Question 2: write it")[0]).toBeVisible();
  expect(sent).toEqual([]);
  await user.type(dialog.getByRole("textbox", { name: "Answer 0 to question 1" }), "Bad");
  await user.type(dialog.getByRole("textbox", { name: "Answer 4 to question 1" }), "Good");
  await user.type(dialog.getByRole("textbox", { name: "Question 2" }), "And now?");
  await user.click(dialog.getByRole("button", { name: "Answers as in the question above: question 2" }));
  await user.type(dialog.getByRole("textbox", { name: /^By which right/ }), "Letter of the owner, 2026");
  await save();
  expect(await dialog.findByText(/^Somebody changed these questions meanwhile/)).toBeVisible();
  await save();
  const list = within(await screen.findByRole("dialog", { name: "Instruments" }));
  expect(await list.findByText("Your own questions: English")).toBeVisible();
  const options = [
    { value: 0, text: "Bad" },
    { value: 4, text: "Good" },
  ];
  expect(sent[1]).toEqual({
    ...{ instrument_key: "bam-iop", language: "en", replaces: 1, instruction: null },
    licence: "Letter of the owner, 2026",
    items: [
      { number: "1", text: "How was it?", options },
      { number: "2", text: "And now?", options },
    ],
  });
  expect(list.queryByRole("button", { name: /ISI/ })).toBeNull();
  await user.click(list.getByRole("button", { name: "Take out of use: BAM-IOP, English" }));
  expect(await list.findByText("Its questions are not here: enter them if you may use them")).toBeVisible();
});
