import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";

import type { Curriculum, CurriculumCreate, CurriculumTemplate, CurriculumUpdate } from "@/api/types";
import { chooseLanguage } from "@/lib/i18n";
import { idOf, someModalities } from "@/test/clinic";
import { aProgram, DIRECTOR, ProgramClinic } from "@/test/clinic-cohorts";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const [plain] = someModalities();
if (!plain) throw new Error("The clinic of the tests has no therapy.");
const therapy = {
  ...plain,
  modules: [
    { key: "mindfulness", name: "Mindfulness", skills: [{ key: "observe", name: "Observe" }] },
    { key: "distress", name: "Distress tolerance", skills: [{ key: "stop", name: "STOP" }] },
  ],
};

const template: CurriculumTemplate = {
  key: "dbt-8",
  name: "DBT in 8 weeks",
  modality: therapy.key,
  topics: [
    { key: "wise-mind", name: "Wise mind", module: "mindfulness", skills: ["observe"], homework: null, records: {} },
    { key: "stop", name: "STOP", module: "distress", skills: ["stop"], homework: "Once", records: {} },
  ],
};

const skills: Curriculum = {
  id: idOf("curriculum skills"),
  version: 4,
  program_id: idOf("program dbt"),
  modality_id: therapy.id,
  modality_name: therapy.name,
  name: "Skills",
  template_key: null,
  active: true,
  topics: template.topics,
};

/** A program with these curricula; returns what was sent. */
function opened(own: Curriculum[], more: string[], refusal?: string) {
  const here = new ProgramClinic("2026-11-18", [...DIRECTOR, "curriculum:read", ...more]);
  here.programs = [aProgram()];
  const sent: { method: string; match: string | null; body: CurriculumCreate | CurriculumUpdate }[] = [];
  const app = openApp(here, `/programs/${idOf("program dbt")}`);
  const page = <Item,>(items: Item[]) => HttpResponse.json({ items, next_cursor: null });
  const take = async ({ request }: { request: Request }) => {
    const body = (await request.json()) as CurriculumCreate | CurriculumUpdate;
    sent.push({ method: request.method, match: request.headers.get("If-Match"), body });
    return refusal ? problem(409, refusal) : HttpResponse.json({ ...skills, name: body.name ?? skills.name });
  };
  server.use(
    http.get(`${API}/api/v1/curricula`, () => page(own)),
    http.get(`${API}/api/v1/curriculum-templates`, () => page([template])),
    http.get(`${API}/api/v1/modalities`, () => page([therapy])),
    http.post(`${API}/api/v1/curricula`, take),
    http.patch(`${API}/api/v1/curricula/:id`, take),
  );
  return { ...app, sent };
}

const panel = async () => within(await screen.findByRole("region", { name: "Curricula" }));

it("makes one that begins with a shipped one, changed as the program likes", async () => {
  const { user, sent } = opened([], ["curriculum:write"]);
  await user.click(await (await panel()).findByRole("button", { name: "New curriculum" }));
  const form = within(await screen.findByRole("dialog", { name: "New curriculum" }));
  await user.click(await form.findByRole("button", { name: "Save" }));
  expect(form.getByText("Add a topic", { selector: "a" })).toBeVisible();

  await user.selectOptions(form.getByLabelText("Begin with"), "DBT in 8 weeks");
  expect(form.getByLabelText("Name")).toHaveValue("DBT in 8 weeks");
  expect(form.getByLabelText("Therapy")).toHaveValue(therapy.id);
  await user.click(form.getByRole("button", { name: "Move down: Wise mind" }));
  const second = within(form.getByRole("group", { name: "Wise mind" }));
  await user.selectOptions(second.getByLabelText("Module"), "Distress tolerance");
  await user.type(second.getByLabelText("Homework"), "Twice");
  await user.click(form.getByRole("button", { name: "Add a topic" }));
  await user.type(form.getByRole("textbox", { name: "Topic 3" }), "Looking back");
  await user.click(form.getByRole("button", { name: "Save" }));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toEqual({
    program_id: idOf("program dbt"),
    name: "DBT in 8 weeks",
    modality_id: therapy.id,
    template_key: "dbt-8",
    topics: [
      { key: "stop", name: "STOP", module: "distress", skills: ["stop"], homework: "Once", records: {} },
      { key: "wise-mind", name: "Wise mind", module: "distress", skills: [], homework: "Twice", records: {} },
      { key: "looking-back", name: "Looking back", module: null, skills: [], homework: null, records: {} },
    ],
  });
});

it("changes one, and sends only what differs", async () => {
  const { user, sent } = opened([skills], ["curriculum:write"]);
  await user.click(await (await panel()).findByRole("button", { name: "Change: Skills" }));
  const form = within(await screen.findByRole("dialog", { name: "Change the curriculum" }));
  await user.click(await form.findByRole("checkbox", { name: /In use/ }));
  await user.click(form.getByRole("button", { name: "Save" }));
  await vi.waitFor(() => expect(sent).toEqual([{ method: "PATCH", match: '"4"', body: { active: false } }]));
});

it("says why the topics of one that is taught stay", async () => {
  const { user } = opened([skills], ["curriculum:write"], "curriculum-in-use");
  await user.click(await (await panel()).findByRole("button", { name: "Change: Skills" }));
  const form = within(await screen.findByRole("dialog", { name: "Change the curriculum" }));
  await user.click(await form.findByRole("button", { name: "Remove: STOP" }));
  await user.click(form.getByRole("button", { name: "Save" }));
  expect(await form.findByText(/A cohort is taught by it, so its topics stay/)).toBeVisible();
});

it("shows them to who may only read", async () => {
  opened([{ ...skills, active: false }], []);
  const shown = await panel();
  expect(await shown.findByText("Skills")).toBeVisible();
  expect(shown.getByText("Not in use")).toBeVisible();
  expect(shown.queryByRole("button")).toBeNull();
});

it("is filled in and changed in Spanish, and keeps what is shipped as everybody's language has it", async () => {
  await chooseLanguage("es");
  try {
    const shipped = { ...skills, name: template.name, template_key: template.key };
    const { user, sent } = opened([shipped], ["curriculum:write"]);
    const texts = { "DBT in 8 weeks": "DBT en 8 semanas", "Wise mind": "Mente sabia", Once: "Una vez" };
    // The skill is a therapy's word; as a topic's name it would not be told back.
    const words = { STOP: "PARA" };
    server.use(
      http.get(`${API}/api/v1/curriculum-templates/texts/es`, () => HttpResponse.json({ language: "es", texts })),
      http.get(`${API}/api/v1/modalities/texts/es`, () => HttpResponse.json({ language: "es", texts: words })),
    );
    const shown = within(await screen.findByRole("region", { name: "Temarios" }));
    await user.click(await shown.findByRole("button", { name: "Cambiar: DBT en 8 semanas" }));
    const form = within(await screen.findByRole("dialog", { name: "Cambiar el temario" }));
    expect(await form.findByLabelText("Nombre")).toHaveValue("DBT en 8 semanas");
    expect(form.getByRole("textbox", { name: "Tema 1" })).toHaveValue("Mente sabia");
    const homework = within(form.getByRole("group", { name: "Mente sabia" })).getByLabelText("Tarea para casa");
    await user.type(homework, "Cada día");
    await user.click(form.getByRole("button", { name: "Guardar" }));
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    const [wise, stop] = template.topics;
    expect(sent[0]?.body).toEqual({ topics: [{ ...wise, homework: "Cada día" }, stop] });
  } finally {
    await chooseLanguage("en");
  }
});
