import { screen, waitFor, within } from "@testing-library/react";
import { http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { chooseLanguage } from "@/lib/i18n";
import { idOf } from "@/test/clinic";
import { aProgram, DIRECTOR, ProgramClinic } from "@/test/clinic-cohorts";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

const clinic = (permissions?: string[]) => new ProgramClinic("2026-11-18", permissions);
const reader = DIRECTOR.filter((one) => one !== "program:write" && one !== "program_staff:write");
const detail = `/programs/${idOf("program dbt")}`;

it("lists programs with their week and length", async () => {
  openApp(clinic(), "/programs");
  const row = within((await screen.findByRole("link", { name: /Dialectical/ })).closest("li") as HTMLElement);
  expect(row.getByText("3 days × 3 h 40")).toBeVisible();
  expect(row.getByText("10 h countable a week")).toBeVisible();
  expect(row.getByText("8–24 weeks")).toBeVisible();
  expect(row.getByText("Takes people")).toBeVisible();
  expect(screen.getByRole("link", { name: "New program" })).toHaveAttribute("href", "/programs/new");
});

it("says why there are none, and offers to begin one only to who may", async () => {
  const here = clinic(reader);
  here.programs = [];
  openApp(here, "/programs");
  expect(await screen.findByText("No programs yet")).toBeVisible();
  expect(screen.queryByRole("link", { name: "New program" })).toBeNull();
});

it("names the cause when programs cannot be loaded", async () => {
  const { user } = openApp(clinic(), "/programs");
  server.use(http.get(`${API}/api/v1/programs`, () => problem(403, "forbidden"), { once: true }));
  expect(await screen.findByText("Your role does not allow this.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("link", { name: /Dialectical/ })).toBeVisible();
});

it("creates a program from a template, under a name of its own", async () => {
  const here = clinic();
  const { id: _, version: __, ...parts } = aProgram({ name: "Trauma (EMDR and CPT)" });
  here.templates = [{ ...parts, key: "trauma", template_version: "2026-11-23" }];
  const { user, router } = openApp(here, "/programs/new");
  await user.click(await screen.findByRole("button", { name: "Create program" }));
  expect(screen.getByRole("alert")).toHaveFocus();
  await user.click(screen.getByRole("radio", { name: /Trauma/ }));
  await user.type(screen.getByLabelText("Name of the program"), "Trauma, mornings");
  server.use(http.post(`${API}/api/v1/programs`, () => problem(409, "program-name-taken"), { once: true }));
  await user.click(screen.getByRole("button", { name: "Create program" }));
  expect(await screen.findByText(/A program of this name exists/)).toBeVisible();
  expect(screen.getByLabelText("Name of the program")).toHaveValue("Trauma, mornings");
  await user.click(screen.getByRole("button", { name: "Create program" }));
  await waitFor(() => expect(router.state.location.pathname).toBe(`/programs/${idOf("program new")}`));
  expect(here.written).toEqual([{ path: "create", body: { template_key: "trauma", name: "Trauma, mornings" } }]);
});

it("creates a program freely", async () => {
  const here = clinic();
  const { user, router } = openApp(here, "/programs/new");
  await user.click(await screen.findByRole("radio", { name: /An empty plan/ }));
  await user.click(screen.getByRole("button", { name: "An empty plan" }));
  await user.click(await screen.findByRole("button", { name: "Create program" }));
  expect((await screen.findAllByText("Enter a name"))[0]).toBeVisible();
  await user.type(screen.getByLabelText("Name"), "Recovery");
  await user.click(screen.getByRole("button", { name: "Create program" }));
  await waitFor(() => expect(router.state.location.pathname).toBe(`/programs/${idOf("program new")}`));
  expect(here.written[0]?.body).toMatchObject({
    values: { name: "Recovery", days_per_week: 3, minutes_per_day: 195, level_of_care: "intensive_outpatient" },
  });
});

it("creates nothing for who may not", async () => {
  openApp(clinic(reader), "/programs/new");
  expect(await screen.findByText("Your role does not create programs")).toBeVisible();
});

it("shows the plan, its rules with their sources, and staff", async () => {
  const here = clinic();
  const { user } = openApp(here, detail);
  await waitFor(() => expect(screen.getByText("Diary cards")).toBeVisible());
  expect(screen.getByText("Mon, Tue, Thu")).toBeVisible();
  const rules = within(screen.getByRole("region", { name: "Rules of the week" }));
  expect(await rules.findByText("All rules are kept")).toBeVisible();
  expect(rules.getByText(/Standard: at least 9 h a week, planned 10 h/)).toBeVisible();
  expect(rules.getAllByText(/Source: ASAM Criteria/)[0]).toBeVisible();
  const staff = within(screen.getByRole("region", { name: "Staff" }));
  expect(await staff.findByText("Dana Ruiz")).toBeVisible();
  expect(staff.queryByText("Omar Haddad")).toBeNull();
  await user.click(staff.getByRole("button", { name: "Show 1 ended" }));
  expect(staff.getByText("Omar Haddad")).toBeVisible();
});

it("says in words which template the plan came from, and of which date", async () => {
  const here = clinic();
  const { id: _, version: __, ...parts } = aProgram({ name: "DBT skills" });
  here.templates = [{ ...parts, key: "dbt", template_version: "2026-11-23" }];
  openApp(here, detail);
  await waitFor(() => expect(screen.getByText("From the template “DBT skills” as of Nov 23, 2026")).toBeVisible());
});

it("speaks Spanish", async () => {
  const { user } = openApp(clinic(), detail);
  await user.click(await screen.findByRole("button", { name: /Account and settings/ }));
  await user.click(await screen.findByRole("button", { name: "Español" }));
  expect(await screen.findByText("Se cumplen todas las reglas")).toBeInTheDocument();
  expect(screen.getByText("Lun, Mar, Jue")).toBeInTheDocument();
});

it("explains broken rules while the plan is written", async () => {
  const { user, router } = openApp(clinic(), detail);
  await user.click(await screen.findByRole("button", { name: "Edit plan" }));
  expect(router.state.location.search).toEqual({ edit: true });
  const rules = within(await screen.findByRole("region", { name: "Rules of the week" }));
  expect(await rules.findByText("All rules are kept")).toBeVisible();
  const days = screen.getByLabelText("Days a week", { selector: "#plan-days_per_week" });
  await user.clear(days);
  expect(rules.getByText(/Enter whole numbers/)).toBeVisible();
  await user.type(days, "2");
  expect(rules.getByText("3 rules are not kept")).toBeVisible();
  expect(rules.getByText(/at least 9 h a week, planned 6 h 40/)).toBeVisible();
  expect(rules.getByText("3 to 5 days a week, planned 2")).toBeVisible();
});

it("saves only what was changed", async () => {
  const here = clinic();
  const { user, router } = openApp(here, `${detail}?edit=true`);
  const minutes = await screen.findByLabelText("Minutes", { selector: "#plan-blocks-3-minutes" });
  await user.clear(minutes);
  await user.type(minutes, "70");
  await user.clear(screen.getByLabelText("Minutes a day"));
  await user.type(screen.getByLabelText("Minutes a day"), "215");
  await user.click(screen.getByRole("button", { name: "Save plan" }));
  await waitFor(() => expect(router.state.location.search).toEqual({}));
  expect(Object.keys(here.written[0]?.body ?? {}).sort()).toEqual(["blocks", "minutes_per_day"]);
});

it("takes a refusal to its field, with the limit and its source", async () => {
  const { user } = openApp(clinic(), `${detail}?edit=true`);
  const days = await screen.findByLabelText("Days a week", { selector: "#plan-days_per_week" });
  await user.clear(days);
  await user.type(days, "5");
  server.use(
    http.patch(`${API}/api/v1/programs/:id`, () =>
      problem(422, "week-above-maximum", {
        planned_minutes: 1200,
        allowed_minutes: 1140,
        citation: "42 CFR 410.44",
        errors: [{ pointer: "/days_per_week", code: "week-above-maximum", detail: "" }],
      }),
    ),
  );
  await user.click(screen.getByRole("button", { name: "Save plan" }));
  const link = await screen.findByRole("link", { name: /Planned 20.h, limit 19.h. Source: 42 CFR 410.44/ });
  expect(screen.getByRole("alert")).toHaveFocus();
  await user.click(link);
  expect(days).toHaveFocus();
  expect(days).toHaveValue("5");
});

it("says what somebody else changed, and saves over it on purpose", async () => {
  const here = clinic();
  const { user, router } = openApp(here, `${detail}?edit=true`);
  const name = await screen.findByLabelText("Name");
  here.programs = [aProgram({ version: 4, description: "Rewritten." })];
  await user.clear(name);
  await user.type(name, "DBT");
  await user.click(screen.getByRole("button", { name: "Save plan" }));
  expect(await screen.findByText(/They changed: description/)).toBeVisible();
  expect(screen.getByRole("alert")).toHaveFocus();
  expect(name).toHaveValue("DBT");
  await user.click(screen.getByRole("button", { name: "Save plan" }));
  await waitFor(() => expect(router.state.location.search).toEqual({}));
  expect(here.programs[0]).toMatchObject({ name: "DBT", description: "Rewritten.", version: 5 });
});

it("drops one's own changes for theirs", async () => {
  const here = clinic();
  const { user } = openApp(here, `${detail}?edit=true`);
  await user.type(await screen.findByLabelText("Name"), " 2");
  here.programs = [aProgram({ version: 4, name: "DBT program" })];
  await user.click(screen.getByRole("button", { name: "Save plan" }));
  await user.click(await screen.findByRole("button", { name: "Drop mine and use theirs" }));
  expect(screen.getByLabelText("Name")).toHaveValue("DBT program");
});

it("asks before a plan is left whose draft cannot be kept", async () => {
  const { user, router } = openApp(clinic(), `${detail}?edit=true`);
  server.use(http.put(`${API}/api/v1/drafts/:form/:subject`, () => problem(409, "too-many-drafts")));
  await user.type(await screen.findByLabelText("Name"), " 2");
  await screen.findByText(/^Not saved yet/);
  await user.click(screen.getByRole("link", { name: "Participants" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Leave without saving?" }));
  await user.click(dialog.getByRole("button", { name: "Stay here" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByLabelText("Name")).toHaveValue("Dialectical behavior therapy 2");
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await user.click(await screen.findByRole("button", { name: "Leave" }));
  expect(await screen.findByRole("button", { name: "Edit plan" })).toBeVisible();
  expect(router.state.location.search).toEqual({});
});

it("leaves a changed plan without a question and has it again later", async () => {
  const { user } = openApp(clinic(), `${detail}?edit=true`);
  await user.type(await screen.findByLabelText("Name"), " 2");
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await user.click(await screen.findByRole("button", { name: "Edit plan" }));
  expect(await screen.findByText(/^What you typed on/)).toBeVisible();
  expect(screen.getByLabelText("Name")).toHaveValue("Dialectical behavior therapy 2");
});

it("moves, adds and removes blocks", async () => {
  const { user } = openApp(clinic(), `${detail}?edit=true`);
  await user.click(await screen.findByRole("button", { name: "Move block 2 up" }));
  expect(screen.getByLabelText("Name of the block", { selector: "#plan-blocks-0-label" })).toHaveValue("Skills group");
  await user.click(screen.getByRole("button", { name: "Remove block 1" }));
  expect(screen.getByText(/Blocks fill the day: 130 of 220 min/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Add block" }));
  expect(screen.getByLabelText("Name of the block", { selector: "#plan-blocks-4-label" })).toHaveValue("");
});

it("says how long a day may last when closures take others, explains the rule while it is typed, and shows it", async () => {
  const here = clinic();
  const { user } = openApp(here, `${detail}?edit=true`);
  const field = await screen.findByLabelText("Longest day, in minutes");
  expect(field).toHaveValue("");
  expect(screen.queryByText(/longest day is at least/)).toBeNull();
  await user.type(field, "200");
  expect(await screen.findByText(/The longest day is at least the program's 3.h.40, planned 3.h.20/)).toBeVisible();
  await user.clear(field);
  await user.type(field, "300");
  await user.click(screen.getByRole("button", { name: "Save plan" }));
  await waitFor(() => expect(here.written).toHaveLength(1));
  expect(here.written[0]?.body).toEqual({ longest_day_minutes: 300 });
  const fact = await screen.findByText("Longest day, when closures take others");
  expect(fact.nextElementSibling).toHaveTextContent("5 h");
});

it("says what the room of a block must have, and shows it", async () => {
  const here = clinic();
  const { user } = openApp(here, detail);
  await waitFor(() => expect(screen.getByText("needs: Whiteboard")).toBeVisible());
  await user.click(screen.getByRole("button", { name: "Edit plan" }));
  const therapy = within(await screen.findByRole("group", { name: "Block 2" }));
  expect(therapy.getByLabelText("Its room needs")).toHaveValue("Whiteboard");
  await user.type(therapy.getByLabelText("Its room needs"), ", screen");
  expect(within(screen.getByRole("group", { name: "Block 3" })).queryByLabelText("Its room needs")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Save plan" }));
  await waitFor(() => expect(here.written).toHaveLength(1));
  const things = [[], ["Whiteboard", "screen"], [], [], []];
  expect(here.written[0]?.body).toMatchObject({ blocks: things.map((equipment) => ({ equipment })) });
});

it("says that two lead a block and what the second may lead, and shows it", async () => {
  const here = clinic();
  const { user } = openApp(here, `${detail}?edit=true`);
  const therapy = within(await screen.findByRole("group", { name: "Block 2" }));
  expect(therapy.queryByLabelText("The second may lead")).toBeNull();
  await user.selectOptions(therapy.getByLabelText("Led by"), "Two together");
  await user.selectOptions(therapy.getByLabelText("The second may lead"), "Recreation");
  expect(within(screen.getByRole("group", { name: "Block 3" })).queryByLabelText("Led by")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Save plan" }));
  await waitFor(() => expect(here.written).toHaveLength(1));
  const leading = [1, 2, 1, 1, 1].map((leaders) => ({ leaders, second_leads: leaders > 1 ? "recreation" : null }));
  expect(here.written[0]?.body).toMatchObject({ blocks: leading });
  expect(await screen.findByText("two leaders, the second may lead: Recreation")).toBeVisible();
});

it("chooses the weekdays of a track", async () => {
  const here = clinic();
  const { user } = openApp(here, `${detail}?edit=true`);
  await user.click(await screen.findByRole("checkbox", { name: "Evening track" }));
  const days = within(screen.getByRole("group", { name: "Weekdays of the Evening track" }));
  for (const day of ["Wed", "Mon", "Thu"]) await user.click(days.getByRole("checkbox", { name: day }));
  await user.click(screen.getByRole("button", { name: "Save plan" }));
  await waitFor(() => expect(here.written).toHaveLength(1));
  expect(here.written[0]?.body).toMatchObject({
    tracks: [{ track: "day" }, { track: "evening", weekdays: ["monday", "wednesday", "thursday"], starts_at: "17:30" }],
  });
});

it("asks before a program takes nobody new", async () => {
  const here = clinic();
  const { user } = openApp(here, detail);
  await user.click(await screen.findByRole("button", { name: "Take nobody new" }));
  const dialog = within(await screen.findByRole("dialog", { name: /Take nobody new into/ }));
  await user.click(dialog.getByRole("button", { name: "Take nobody new" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(here.written).toEqual([{ path: "update", body: { active: false } }]);
  expect(screen.getByRole("button", { name: "Take people again" })).toBeVisible();
  expect(screen.queryByText("Takes people")).toBeNull();
});

it("assigns staff, and keeps what was chosen when it is refused", async () => {
  const here = clinic();
  const { user } = openApp(here, detail);
  await user.click(await screen.findByRole("button", { name: "Assign staff" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(dialog.getByRole("button", { name: "Assign staff" }));
  expect((await dialog.findAllByText("Choose a staff member")).length).toBeGreaterThan(1);
  await user.selectOptions(dialog.getByLabelText("Staff member"), "Ngozi Okafor");
  server.use(
    http.post(`${API}/api/v1/programs/:id/staff`, () => problem(409, "staff-assigned-already"), { once: true }),
  );
  await user.click(dialog.getByRole("button", { name: "Assign staff" }));
  expect(await dialog.findByText(/assigned to this program already/)).toBeVisible();
  expect(dialog.getByLabelText("Staff member")).toHaveDisplayValue("Ngozi Okafor");
  await user.click(dialog.getByRole("button", { name: "Assign staff" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(here.written[0]?.body).toEqual({
    staff_id: idOf("staff Ngozi Okafor"),
    duty: "clinician",
    starts_on: "2026-11-18",
    ends_on: null,
  });
});

it("ends an assignment, also after somebody else changed it", async () => {
  const here = clinic();
  const { user } = openApp(here, detail);
  await user.click(await screen.findByRole("button", { name: "End the assignment of Dana Ruiz" }));
  const dialog = within(await screen.findByRole("dialog"));
  here.program_staff = here.program_staff.map((one) => ({ ...one, version: 7 }));
  await user.click(dialog.getByRole("button", { name: "End assignment" }));
  expect(await dialog.findByText(/changed this assignment meanwhile/)).toBeVisible();
  await waitFor(async () => {
    await user.click(dialog.getByRole("button", { name: "End assignment" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
  expect(here.written).toEqual([{ path: "end assignment", body: { ends_on: "2026-11-18" } }]);
});

it("offers no changes to who may not make them", async () => {
  openApp(clinic(reader), `${detail}?edit=true`);
  await waitFor(() => expect(screen.getByText("Diary cards")).toBeVisible());
  expect(screen.queryByRole("button", { name: "Edit plan" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Assign staff" })).toBeNull();
});

it("says in words that a program is not there", async () => {
  openApp(clinic(), `/programs/${idOf("program nowhere")}`);
  expect(await screen.findByText("This program is not available")).toBeVisible();
});

it("keeps an assignment that was begun", async () => {
  const { user } = openApp(clinic(), detail);
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Assign staff" }));
    return screen.findByRole("dialog");
  };
  const dialog = within(await form());
  await user.selectOptions(dialog.getByLabelText("Staff member"), "Ngozi Okafor");
  const kept = { staffId: idOf("staff Ngozi Okafor") };
  const again = await givenUpAndOpenedAnew(user, { form: "program-staff", kept, open: form });
  expect(again.getByLabelText("Staff member")).toHaveDisplayValue("Ngozi Okafor");
});

it("keeps the name of a program that is begun from a template", async () => {
  const here = clinic();
  const { id: _, version: __, ...parts } = aProgram({ name: "Trauma (EMDR and CPT)" });
  here.templates = [{ ...parts, key: "trauma", template_version: "2026-11-23" }];
  const { user } = openApp(here, "/programs");
  const form = async () => {
    await user.click(await screen.findByRole("link", { name: "New program" }));
    await screen.findByRole("radio", { name: /Trauma/ });
    return screen.getByRole("main");
  };
  const page = within(await form());
  await user.click(page.getByRole("radio", { name: /Trauma/ }));
  await user.type(page.getByLabelText("Name of the program"), "Mornings");
  const kept = { chosen: "trauma", name: "Mornings" };
  const again = await givenUpAndOpenedAnew(user, { form: "program-template", kept, open: form });
  expect(again.getByLabelText("Name of the program")).toHaveValue("Mornings");
});

it("shows and changes what came with a template in Spanish, and keeps it as everybody's language has it", async () => {
  await chooseLanguage("es");
  try {
    const here = clinic();
    const [stored] = here.programs;
    if (!stored) throw new Error("The clinic of the tests has no program.");
    const [first, ...others] = stored.blocks;
    if (!first) throw new Error("The program of the tests has no day.");
    Object.assign(stored, { description: "Skills in rounds.", blocks: [{ ...first, label: "Opening" }, ...others] });
    here.template_texts = { "Skills in rounds.": "Habilidades en ciclos.", Opening: "Bienvenida" };
    const { user, router } = openApp(here, detail);
    await waitFor(() => expect(screen.getByText("Habilidades en ciclos.")).toBeVisible());
    expect(screen.getByText("Bienvenida")).toBeVisible();
    await router.navigate({ to: "/programs/$programId", params: { programId: stored.id }, search: { edit: true } });
    const described = await screen.findByDisplayValue("Habilidades en ciclos.");
    expect(screen.getByDisplayValue("Bienvenida")).toBeVisible();
    await user.clear(described);
    await user.type(described, "Nuestro programa");
    await user.click(screen.getByRole("button", { name: "Guardar el plan" }));
    await waitFor(() => expect(here.written).toEqual([{ path: "update", body: { description: "Nuestro programa" } }]));
  } finally {
    await chooseLanguage("en");
  }
});

it("offers templates in Spanish, and gives a program the name that was shown", async () => {
  await chooseLanguage("es");
  try {
    const here = clinic();
    const { id: _, version: __, ...parts } = aProgram({ name: "Addiction recovery", description: "For all." });
    here.templates = [{ ...parts, key: "addiction", template_version: "2026-11-23" }];
    here.template_texts = { "Addiction recovery": "Recuperación de adicciones", "For all.": "Para todos." };
    const { user } = openApp(here, "/programs/new");
    await user.click(await screen.findByRole("radio", { name: /^Recuperación de adicciones.*Para todos\./ }));
    await user.click(screen.getByRole("button", { name: "Crear programa" }));
    const body = { template_key: "addiction", name: "Recuperación de adicciones" };
    await waitFor(() => expect(here.written).toEqual([{ path: "create", body }]));
  } finally {
    await chooseLanguage("en");
  }
});

it("says in Spanish what Handrail itself decided of weeks, and names published sources as they are published", async () => {
  await chooseLanguage("es");
  try {
    const here = clinic();
    const { standard } = here.limits;
    if (!standard?.max_minutes_per_week) throw new Error("The clinic of the tests has no limits.");
    const citation = "Handrail: a planned taper keeps the upper limit of level 2.1 and has no lower one";
    here.limits.standard = { ...standard, max_minutes_per_week: { ...standard.max_minutes_per_week, citation } };
    openApp(here, detail);
    const rules = within(await screen.findByRole("region", { name: "Reglas de la semana" }));
    await waitFor(() => expect(rules.getAllByText(/Fuente: ASAM Criteria/)[0]).toBeVisible());
    expect(rules.getAllByText(/Fuente: Handrail: una reducción planificada/)[0]).toBeVisible();
  } finally {
    await chooseLanguage("en");
  }
});
