import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";

import type { Administration, Instrument } from "@/api/types";
import { Clinic, idOf } from "@/test/clinic";
import { PERSON } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const at = (path: string) => `${API}/api/v1${path}`;

const options = [
  { value: 0, text: { en: "Not at all" } },
  { value: 1, text: { en: "Several days" } },
];
const instrument: Instrument = {
  ...{ key: "phq-9", version: 1, name: "PHQ-9", title: { en: "Depression" }, about: { en: "Depression" } },
  ...{ licence: "text_ships", terms: "", credit: null, languages: ["en"], usable: true, higher: "worse" },
  ...{ instruction: null, lowest: 0, highest: 27, decimals: false },
  items: [{ number: "9", text: { en: "Question 9" }, options, scored: true, may_not_apply: false, safety: true }],
};
const begun: Administration = {
  ...{ id: idOf("alone"), version: 1, participant_id: PERSON, episode_id: idOf("episode"), mode: "self" },
  ...{ instrument_key: "phq-9", instrument_version: 1, language: "en", status: "in_progress", taken_on: "2026-11-18" },
  ...{ given_by: idOf("sam"), started_at: "2026-11-18T16:00:00Z", answered_at: null, completed_at: null, answers: [] },
  ...{ corrections: [], total: null, prorated: false, band: null, subscales: {}, flags: [], flags_unknown: [] },
  ...{ positive: [], reason: null, withdraw_reason: null, alert_ids: [] },
};

it("tells who answers by themselves whom to call, also where the answer could not be stored", async () => {
  let given = begun;
  let broken = true;
  const { user } = openApp(new Clinic("2026-11-18"), `/measures/${begun.id}`);
  server.use(
    http.get(at("/administrations/:id"), () => HttpResponse.json(given)),
    http.get(at("/instruments/definition"), () => HttpResponse.json(instrument)),
    http.put(at("/administrations/:id/answers/:item"), async ({ request }) => {
      if (broken) return problem(500, "internal-error");
      const { value } = (await request.json()) as { value: number };
      const answers = [{ item: "9", value, answered_at: begun.started_at }];
      given = { ...given, version: 2, answers, alert_ids: value > 0 ? [idOf("alert")] : [] };
      return HttpResponse.json(given);
    }),
    http.post(at("/administrations/:id/complete"), () => {
      given = { ...given, status: "completed" };
      return HttpResponse.json(given);
    }),
  );
  const told = () => screen.queryByText("Call or text 988 at any hour. In danger now: 911.");
  await screen.findByRole("heading", { name: "Question 9" });
  expect(told()).toBeNull();
  await user.click(screen.getByRole("button", { name: "Several days" }));
  expect(await screen.findByText(/^Not saved/)).toBeVisible();
  expect(told()).toBeVisible();
  broken = false;
  await user.click(screen.getByRole("button", { name: "Send again" }));
  expect(await screen.findByText("Saved")).toBeVisible();
  expect(told()).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Next" }));
  await user.click(await screen.findByRole("button", { name: "Hand in" }));
  expect(await screen.findByRole("heading", { name: "Handed in" })).toBeVisible();
  expect(told()).toBeVisible();
});
