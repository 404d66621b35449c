import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Delivery, Modality } from "@/api/types";
import { chooseLanguage } from "@/lib/i18n";
import { Clinic } from "@/test/clinic";
import { API, problem } from "@/test/handlers";
import { choiceOf, leaveRoomMode } from "@/test/on-today";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
const at = (time: string) => new Date(`${TODAY}T${time}:00-07:00`);
let clinic: Clinic;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: at("10:12") });
  clinic = new Clinic(TODAY);
});
afterEach(() => vi.useRealTimers());

const stored = (name: string) => clinic.row(clinic.session("DBT Skills"), name).attendance;

/** Opens Today with everything shown: the group that runs is in room mode otherwise. */
async function openRoster(path = "/today") {
  const opened = openApp(clinic, path);
  await leaveRoomMode(opened.user);
  return opened;
}

describe("closing the group", () => {
  it("asks for everyone to be marked first", async () => {
    const { user } = await openRoster();
    await user.click(screen.getByRole("button", { name: "Close group" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText("10 people are not marked. Mark them first.")).toBeVisible();
    expect(within(dialog).getByRole("button", { name: "Close group" })).toBeDisabled();
  });

  it("confirms when each left, and makes the minutes final", async () => {
    vi.setSystemTime(at("11:05"));
    const { user } = openApp(clinic, `/today?session=${clinic.session("DBT Skills").id}`);
    await user.click(await screen.findByRole("button", { name: /Mark rest present/ }));
    await waitFor(() => expect(stored("Jonas Berg")?.outcome).toBe("present"));
    await user.click(screen.getByRole("button", { name: "Close group" }));
    const dialog = await screen.findByRole("dialog", { name: "Close DBT Skills" });
    await user.click(within(dialog).getByRole("button", { name: "Someone left earlier or was out" }));
    const left = within(dialog).getByLabelText("Grace Liu left at");
    await user.clear(left);
    await user.type(left, "10:40");
    await user.click(within(dialog).getByRole("button", { name: "Close group" }));
    await waitFor(() => expect(clinic.session("DBT Skills").status).toBe("closed"));
    expect(stored("Grace Liu")?.left_at).toBe(at("10:40").toISOString());
    expect(stored("Avery Brooks")?.left_at).toBe(at("11:00").toISOString());
    expect(await screen.findByText(/The minutes are final/)).toBeVisible();
    expect(choiceOf("Avery Brooks", "Present")).toBeDisabled();
  });

  it("takes who was out of the room for a while, and when they came back", async () => {
    vi.setSystemTime(at("11:05"));
    const group = clinic.session("DBT Skills");
    const { user } = openApp(clinic, `/today?session=${group.id}`);
    await user.click(await screen.findByRole("button", { name: /Mark rest present/ }));
    await waitFor(() => expect(stored("Jonas Berg")?.outcome).toBe("present"));
    let stays = [
      { starts_at: at("09:30").toISOString(), ends_at: null as string | null, reason: null as string | null },
    ];
    const path = `${API}/api/v1/sessions/:id/attendance/${clinic.row(group, "Grace Liu").booking_id}`;
    const sent: unknown[] = [];
    server.use(
      http.get(path, () => HttpResponse.json({ version: 1, stays })),
      http.post(`${path}/pull-outs`, async ({ request }) => {
        const given = (await request.json()) as { out_at: string; back_at: string; reason: string };
        sent.push(given);
        stays = [
          { starts_at: at("09:30").toISOString(), ends_at: given.out_at, reason: given.reason },
          { starts_at: given.back_at, ends_at: null, reason: null },
        ];
        return HttpResponse.json({ version: 2, stays });
      }),
    );
    await user.click(screen.getByRole("button", { name: "Close group" }));
    const dialog = await screen.findByRole("dialog", { name: "Close DBT Skills" });
    await user.click(within(dialog).getByRole("button", { name: "Someone left earlier or was out" }));
    await user.click(within(dialog).getByRole("button", { name: "Was out: Grace Liu" }));
    const times = await within(dialog).findByRole("group", { name: "Was out: Grace Liu" });
    await user.type(within(times).getByLabelText("Out at"), "10:10");
    await user.type(within(times).getByLabelText("Back at"), "10:05");
    await user.click(within(times).getByRole("button", { name: "Save" }));
    expect(await within(times).findByRole("alert")).toHaveTextContent("between 9:30");
    await user.clear(within(times).getByLabelText("Back at"));
    await user.type(within(times).getByLabelText("Back at"), "10:25");
    await user.selectOptions(within(times).getByLabelText("Why"), "Nursing");
    await user.click(within(times).getByRole("button", { name: "Save" }));
    expect(await within(times).findByText(/Out 10:10–10:25/)).toBeVisible();
    expect(sent).toEqual([
      { out_at: at("10:10").toISOString(), back_at: at("10:25").toISOString(), reason: "nursing", version: 1 },
    ]);
  });
});

describe("delivery", () => {
  it("records one entry for the group and a difference for one person", async () => {
    const { user } = await openRoster();
    await user.click(screen.getByRole("button", { name: "Record delivery" }));
    const editor = await screen.findByRole("dialog", { name: "What was delivered" });
    await user.click(await within(editor).findByRole("button", { name: "Save delivery" }));
    expect(within(editor).getByRole("alert")).toHaveTextContent("Choose a modality");

    await user.selectOptions(within(editor).getByLabelText("Modality"), "Dialectical behavior therapy");
    await user.selectOptions(within(editor).getByLabelText("Module"), "Distress tolerance");
    await user.click(within(editor).getByRole("checkbox", { name: "TIP" }));
    await user.type(within(editor).getByLabelText("Homework set"), "Diary card");
    await user.selectOptions(within(editor).getByLabelText("Add a person"), "Grace Liu");
    const grace = within(editor).getByRole("group", { name: "Grace Liu" });
    await user.type(within(grace).getByLabelText("Minutes"), "30");
    await user.click(within(editor).getByRole("button", { name: "Save delivery" }));

    expect(await screen.findByText("DBT · Distress tolerance")).toBeVisible();
    const strip = screen.getByRole("region", { name: "What was delivered" });
    const who = within(strip).getByRole("button", { name: "Grace Liu" });
    expect(within(strip).queryByText("30 minutes")).toBeNull();
    await user.click(who);
    expect(who).toHaveAttribute("aria-expanded", "true");
    expect(within(strip).getByText("30 minutes")).toBeVisible();
    expect(clinic.roster(clinic.session("DBT Skills").id).delivery).toMatchObject({
      module: "distress_tolerance",
      minutes: 90,
      skills: ["tip"],
      homework: "Diary card",
      exceptions: [{ minutes: 30 }],
    });
  });

  it("records what is of the group once, and of each who was there what is theirs", async () => {
    const record = { least: null, most: null, note: null };
    const craving = { key: "craving", name: "Strongest craving", kind: "scale", scope: "each", note: null } as const;
    const records: Modality["records"] = [
      { ...record, key: "minutes", name: "Minutes of practice", kind: "count", scope: "group" },
      { ...record, key: "urge", name: "Urge", kind: "count", scope: "course" },
      { ...craving, least: 0, most: 10 },
    ];
    for (const one of clinic.modalities) one.records = records;
    const { user } = await openRoster();
    await user.click(screen.getByRole("button", { name: "Record delivery" }));
    const editor = await screen.findByRole("dialog", { name: "What was delivered" });
    await user.selectOptions(await within(editor).findByLabelText("Modality"), "Dialectical behavior therapy");
    await user.type(within(editor).getByLabelText("Minutes of practice"), "20");
    expect(within(editor).queryByLabelText("Urge")).toBeNull();
    const each = within(editor).getByRole("region", { name: "Each participant" });
    await user.type(within(each).getByLabelText("Grace Liu: Strongest craving"), "11");
    await user.click(within(editor).getByRole("button", { name: "Save delivery" }));
    expect(within(editor).getByRole("alert")).toHaveTextContent("Strongest craving: 0 to 10");
    await user.clear(within(each).getByLabelText("Grace Liu: Strongest craving"));
    await user.type(within(each).getByLabelText("Grace Liu: Strongest craving"), "7");
    await user.selectOptions(within(editor).getByLabelText("Add a person"), "Jonas Berg");
    const jonas = within(editor).getByRole("group", { name: "Jonas Berg" });
    expect(within(jonas).getByLabelText("Minutes of practice")).toHaveAttribute("placeholder", "As the group: 20");
    await user.type(within(jonas).getByLabelText("Minutes of practice"), "5");
    await user.click(within(editor).getByRole("button", { name: "Save delivery" }));
    await waitFor(() => expect(editor).not.toBeInTheDocument());
    const group = clinic.session("DBT Skills");
    const stored = clinic.roster(group.id).delivery;
    expect(stored?.records).toEqual({ minutes: 20 });
    expect(stored?.exceptions.map((one) => [one.booking_id, one.records])).toEqual([
      [clinic.row(group, "Jonas Berg").booking_id, { minutes: 5 }],
      [clinic.row(group, "Grace Liu").booking_id, { craving: 7 }],
    ]);
  });

  it("begins with a curriculum's homework in the reader's language, and keeps it so that others read theirs", async () => {
    const topic = { key: "sleep", name: "Sleep", module: null, skills: [], homework: "Keep a bedtime.", records: {} };
    const plan = { topic, modality_id: clinic.modalities[0]?.id, curriculum_name: "Ours", next_topic: "Sleep" };
    const texts = { Sleep: "Sueño", "Keep a bedtime.": "Acuéstese a la misma hora." };
    const { user } = await openRoster();
    server.use(
      http.get(`${API}/api/v1/curriculum-templates/texts/es`, () => HttpResponse.json({ language: "es", texts })),
      http.get(`${API}/api/v1/sessions/:id/plans`, () => HttpResponse.json({ items: [plan], next_cursor: null })),
    );
    await chooseLanguage("es");
    try {
      await user.click(screen.getByRole("button", { name: "Registrar lo impartido" }));
      const editor = await screen.findByRole("dialog");
      expect(await within(editor).findByDisplayValue("Acuéstese a la misma hora.")).toBeVisible();
      await user.click(within(editor).getByRole("button", { name: "Guardar lo impartido" }));
      expect(await screen.findByText("Acuéstese a la misma hora.", { selector: "dd" })).toBeVisible();
    } finally {
      await chooseLanguage("en");
    }
    expect(clinic.roster(clinic.session("DBT Skills").id).delivery?.homework).toBe("Keep a bedtime.");
  });

  it("leaves how closely a colleague kept to a therapy out of the form", async () => {
    for (const one of clinic.modalities) one.fidelity_items = [{ key: "agenda", name: "Agenda set" }];
    const { user } = await openRoster();
    await user.click(screen.getByRole("button", { name: "Record delivery" }));
    const own = await screen.findByRole("dialog", { name: "What was delivered" });
    await user.selectOptions(await within(own).findByLabelText("Modality"), "Dialectical behavior therapy");
    expect(within(own).getByRole("group", { name: "Fidelity" })).toBeVisible();
    await user.click(within(own).getByRole("button", { name: "Save delivery" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const recorded = clinic.roster(clinic.session("DBT Skills").id).delivery as Delivery;
    server.use(
      http.get(`${API}/api/v1/sessions/:id/delivery`, () => HttpResponse.json({ ...recorded, fidelity: null })),
    );
    await user.click(screen.getByRole("button", { name: "Edit delivery" }));
    const theirs = await screen.findByRole("dialog", { name: "What was delivered" });
    expect(await within(theirs).findByLabelText("Modality")).toHaveDisplayValue("Dialectical behavior therapy");
    await waitFor(() => expect(within(theirs).queryByRole("group", { name: "Fidelity" })).toBeNull());
  });

  it("keeps what was typed when somebody else saved first", async () => {
    const { user } = await openRoster();
    server.use(http.put(`${API}/api/v1/sessions/:id/delivery`, () => problem(412, "stale-version"), { once: true }));
    await user.click(screen.getByRole("button", { name: "Record delivery" }));
    const editor = await screen.findByRole("dialog");
    await user.selectOptions(await within(editor).findByLabelText("Modality"), "Cognitive behavioral therapy");
    await user.click(within(editor).getByRole("button", { name: "Save delivery" }));
    expect(await within(editor).findByText(/Somebody else changed this entry/)).toBeVisible();
    expect(within(editor).getByLabelText("Modality")).toHaveDisplayValue("Cognitive behavioral therapy");
  });
});
