import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";

import type { Episode } from "@/api/types";
import { announcement } from "@/lib/announce";
import { idOf } from "@/test/clinic";
import { anEpisode, EPISODE } from "@/test/clinic-care";
import { ALL_RIGHTS, Chart } from "@/test/clinic-chart";
import { PERSON } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew } from "@/test/kept-form";
import { openChart } from "@/test/open-chart";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
vi.setSystemTime(new Date(`${TODAY}T16:00:00Z`));

const at = (path: string) => `${API}/api/v1${path}`;
const INTAKE = [...ALL_RIGHTS, "episode:refer", "episode:admit", "membership:write", "cohort:read"];
const DBT = idOf("program dbt");

const referred = (change: Partial<Episode> = {}) =>
  anEpisode({
    ...{ status: "referred", program_id: DBT, referred_on: "2026-11-10", screened_on: null, admitted_on: null },
    ...{ planned_end_on: null, primary_clinician_id: null, location_id: null, ...change },
  });

/** The chart of somebody before a server on which episodes begin. */
function open(episodes: Episode[], permissions: readonly string[] = INTAKE) {
  const chart = new Chart(TODAY);
  chart.episodes = episodes;
  chart.memberships = [];
  const opened = openChart(chart, "", permissions);
  const sent: [string, unknown][] = [];
  const change = (path: string, next: (body: Record<string, unknown>) => Partial<Episode>) =>
    http.post(at(path), async ({ request }) => {
      const body = (await request.json()) as Record<string, unknown>;
      sent.push([path, body]);
      chart.episodes = [referred(next(body))];
      return HttpResponse.json(chart.episodes[0], { status: 201 });
    });
  const named = (id: string, name: string) => ({
    id,
    name,
    active: true,
    tracks: [{ track: "day" }, { track: "evening" }],
  });
  const page = (items: object[]) => HttpResponse.json({ items, next_cursor: null });
  server.use(
    http.get(at("/programs"), () =>
      page([named(DBT, "DBT program"), { ...named(idOf("old"), "Retired program"), active: false }]),
    ),
    http.get(at("/programs/:id/staff"), () =>
      page([{ staff_id: idOf("staff dana"), starts_on: "2026-01-01", ends_on: null }]),
    ),
    http.get(at("/staff"), () =>
      page([
        { id: idOf("staff rosa"), display_name: "Rosa Lind", status: "active" },
        { id: idOf("staff dana"), display_name: "Dana Ruiz, LCSW", status: "active" },
      ]),
    ),
    change("/episodes", () => ({})),
    change(`/episodes/${EPISODE}/screen`, () => ({ status: "screening", screened_on: TODAY })),
    change(`/episodes/${EPISODE}/admit`, () => ({ status: "active", admitted_on: TODAY })),
  );
  return { ...opened, chart, sent };
}

const steps = () => screen.findByRole("region", { name: "Next steps" });
const press = async (name: string) => within(await steps()).findByRole("button", { name });

it("starts an episode of care with a referral, and offers what comes next", async () => {
  const { user, sent } = open([]);
  await user.click(await press("Start an episode of care"));
  const form = within(await screen.findByRole("dialog", { name: "Start an episode of care" }));
  await user.click(await form.findByRole("button", { name: "Start an episode of care" }));
  expect(await form.findByRole("alert")).toHaveFocus();
  expect(form.getAllByRole("link").map((link) => link.textContent)).toEqual([
    "Choose the program",
    "Choose who or what brought them",
  ]);
  expect(form.queryByRole("option", { name: "Retired program" })).toBeNull();
  await user.selectOptions(form.getByLabelText("Program"), "DBT program");
  await user.selectOptions(form.getByLabelText("Who or what brought them"), "A hospital");
  await user.selectOptions(form.getByLabelText("Level of care just before"), "Inpatient");
  await user.click(form.getByRole("button", { name: "Start an episode of care" }));
  expect(await press("Admit")).toBeVisible();
  expect(announcement.get().text).toBe("The episode of care has begun with the referral");
  expect(sent).toEqual([
    [
      "/episodes",
      {
        ...{ participant_id: PERSON, program_id: DBT, referred_on: TODAY, location_id: null },
        ...{ source: "hospital", prior_level: "inpatient" },
      },
    ],
  ]);
});

it("notes the screening, and refuses a day before the referral", async () => {
  const { user, sent } = open([referred()]);
  await user.click(await press("Note the screening"));
  const form = within(await screen.findByRole("dialog", { name: "Note the screening" }));
  const day = await form.findByLabelText("Screened on");
  await user.clear(day);
  await user.type(day, "2026-11-09");
  await user.click(form.getByRole("button", { name: "Note the screening" }));
  expect(await form.findByRole("link", { name: "This day lies before the referral" })).toBeVisible();
  await user.clear(day);
  await user.type(day, TODAY);
  await user.click(form.getByRole("button", { name: "Note the screening" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(within(await steps()).queryByRole("button", { name: "Note the screening" })).toBeNull();
  expect(sent).toEqual([[`/episodes/${EPISODE}/screen`, { screened_on: TODAY }]]);
});

it("admits with the program's team first among the clinicians, and leads to a cohort", async () => {
  const { user, sent } = open([referred()]);
  await user.click(await press("Admit"));
  const dialog = await screen.findByRole("dialog", { name: "Admit to DBT program" });
  const form = within(dialog);
  const clinicians = await form.findByLabelText("Primary clinician");
  expect([...clinicians.querySelectorAll("optgroup")].map((group) => `${group.label}: ${group.textContent}`)).toEqual([
    "Team of the program: Dana Ruiz, LCSW",
    "Other staff: Rosa Lind",
  ]);
  await user.click(form.getByRole("button", { name: "Admit" }));
  await user.click(await form.findByRole("link", { name: "Choose the primary clinician" }));
  expect(clinicians).toHaveFocus();
  await user.selectOptions(clinicians, "Dana Ruiz, LCSW");
  await user.selectOptions(form.getByLabelText("Track"), "Evening");
  await user.click(form.getByRole("button", { name: "Admit" }));
  const cohort = await screen.findByRole("link", { name: "Find a cohort" });
  expect(cohort).toHaveAttribute("href", `/cohorts?program=${DBT}`);
  expect(announcement.get().text).toBe("Admitted to DBT program");
  expect(sent).toEqual([
    [
      `/episodes/${EPISODE}/admit`,
      {
        ...{ admitted_on: TODAY, primary_clinician_id: idOf("staff dana"), track: "evening" },
        ...{ location_id: null, planned_end_on: null },
      },
    ],
  ]);
});

it("says why somebody was not admitted, at the field where one is to blame", async () => {
  const { user } = open([referred()]);
  await user.click(await press("Admit"));
  const form = within(await screen.findByRole("dialog", { name: /^Admit to/ }));
  await user.selectOptions(await form.findByLabelText("Primary clinician"), "Rosa Lind");
  server.use(
    http.post(
      at(`/episodes/${EPISODE}/admit`),
      () =>
        problem(422, "clinician-not-available", {
          errors: [{ pointer: "/primary_clinician_id", code: "clinician-not-available", detail: "" }],
        }),
      { once: true },
    ),
  );
  await user.click(form.getByRole("button", { name: "Admit" }));
  expect(
    await form.findByRole("link", { name: "This staff member cannot be the primary clinician. Choose another one." }),
  ).toBeVisible();
  server.use(http.post(at(`/episodes/${EPISODE}/admit`), () => problem(409, "age-outside-program")));
  await user.click(form.getByRole("button", { name: "Admit" }));
  expect(await form.findByText(/The program is for people of another age/)).toBeVisible();
});

it("keeps a referral that was given up", async () => {
  const { user } = open([]);
  const start = async () => {
    await user.click(await press("Start an episode of care"));
    return screen.findByRole("dialog", { name: "Start an episode of care" });
  };
  const form = within(await start());
  await user.selectOptions(await form.findByLabelText("Program"), "DBT program");
  const again = await givenUpAndOpenedAnew(user, { form: "referral", kept: { program: DBT }, open: start });
  expect(again.getByLabelText("Program")).toHaveValue(DBT);
});

it("offers no step to who may take none, nor where nothing is left to do", async () => {
  open([referred()], ALL_RIGHTS);
  expect(await screen.findByText(/not admitted yet/)).toBeVisible();
  expect(screen.queryByRole("region", { name: "Next steps" })).toBeNull();
});

it("offers no second episode beside one that runs, and no cohort to who has one", async () => {
  const chart = new Chart(TODAY);
  openChart(chart, "", INTAKE);
  expect(await screen.findAllByText(/Day DBT cohort/)).not.toEqual([]);
  expect(screen.queryByRole("region", { name: "Next steps" })).toBeNull();
});
