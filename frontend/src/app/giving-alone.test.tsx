import { act, screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it, vi } from "vitest";

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
  ...{
    licence: "text_ships",
    terms: "",
    credit: null,
    languages: ["en"],
    own_languages: [],
    usable: true,
    higher: "worse",
  },
  ...{ instruction: null, lowest: 0, highest: 27, decimals: false },
  items: [{ number: "9", text: { en: "Question 9" }, options, scored: true, may_not_apply: false, safety: true }],
};
const begun: Administration = {
  ...{ id: idOf("alone"), version: 1, participant_id: PERSON, episode_id: idOf("episode"), mode: "self" },
  ...{ instrument_key: "phq-9", instrument_version: 1, language: "en", status: "in_progress", taken_on: "2026-11-18" },
  ...{ given_by: idOf("sam"), started_at: "2026-11-18T16:00:00Z", answered_at: null, completed_at: null, answers: [] },
  ...{ corrections: [], total: null, prorated: false, band: null, subscales: {}, flags: [], flags_unknown: [] },
  ...{ positive: [], reason: null, withdraw_reason: null, alert_ids: [], instrument_text_id: null },
};

const told = () => screen.queryByText("Call or text 988 at any hour. In danger now: 911.");
const staffWasTold = () => screen.queryByText(/The team was told that something is missing, not what/);

/** A screen on which somebody answers, and what the server was told is missing. */
function opened(mode: Administration["mode"], refusal: () => Response | undefined, reachable = () => true) {
  let given: Administration = { ...begun, mode };
  const reports: string[] = [];
  const app = openApp(new Clinic("2026-11-18"), `/measures/${begun.id}`);
  server.use(
    http.get(at("/administrations/:id"), () => HttpResponse.json(given)),
    http.get(at("/instruments/definition"), () => HttpResponse.json({ ...instrument, items: [plain] })),
    http.put(at("/administrations/:id/answers/:item"), async ({ request }) => {
      const refused = refusal();
      if (refused) return refused;
      const { value } = (await request.json()) as { value: number };
      given = { ...given, version: 2, answers: [{ item: "1", value, answered_at: begun.started_at }] };
      return HttpResponse.json(given);
    }),
    http.post(at("/administrations/:id/complete"), () => {
      const refused = refusal();
      if (refused) return refused;
      given = { ...given, status: "completed" };
      return HttpResponse.json(given);
    }),
    http.post(at("/administrations/:id/not-stored"), async ({ request }) => {
      if (!reachable()) return HttpResponse.error();
      reports.push(`${new URL(request.url).pathname} ${await request.text()}`);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return { ...app, reports };
}
const plain = {
  ...(instrument.items[0] as Instrument["items"][number]),
  number: "1",
  text: { en: "Question 1" },
  safety: false,
};
const REPORT = `/api/v1/administrations/${begun.id}/not-stored `;

describe.each([
  ["a server that fails", () => problem(500, "internal-error")],
  ["too many requests", () => problem(429, "too-many-requests", { retry_after_seconds: 60 })],
  ["no network", () => HttpResponse.error()],
])("an answer lost to %s", (_, refusal) => {
  it("stays on the screen, with whom to call, and staff is told that one is missing", async () => {
    const { user, reports } = opened("self", refusal);
    await screen.findByRole("heading", { name: "Question 1" });
    const kept = [{ ...localStorage }, { ...sessionStorage }];
    await user.click(screen.getByRole("button", { name: "Several days" }));
    expect(await screen.findByText(/^Not saved/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Several days" })).toHaveAttribute("aria-pressed", "true");
    expect(told()).toBeVisible();
    await vi.waitFor(() => expect(staffWasTold()).toBeVisible());
    // What was answered is nowhere in it, nor anything in this browser.
    expect(reports).toEqual([REPORT]);
    expect([{ ...localStorage }, { ...sessionStorage }]).toEqual(kept);
  });
});

it("has an answer that was not stored when somebody comes back to its question, and stores it then", async () => {
  let refusing = true;
  const { user } = opened("self", () => (refusing ? problem(503, "unavailable") : undefined));
  await screen.findByRole("heading", { name: "Question 1" });
  await user.click(screen.getByRole("button", { name: "Several days" }));
  expect(await screen.findByText(/^Not saved/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Next" }));
  expect(await screen.findByText(/^1 question is not answered/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Back" }));
  expect(await screen.findByRole("button", { name: "Several days" })).toHaveAttribute("aria-pressed", "true");
  expect(await screen.findByText(/^Not saved/)).toBeVisible();
  const closing = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(closing);
  expect(closing.defaultPrevented).toBe(true);
  await user.click(screen.getByRole("button", { name: "Next" }));
  refusing = false;
  await user.click(await screen.findByRole("button", { name: "Back" }));
  expect(await screen.findByRole("button", { name: "Hand in" })).toBeEnabled();
  expect(screen.queryByText(/is not answered/)).toBeNull();
  const done = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(done);
  expect(done.defaultPrevented).toBe(false);
});

it("tells staff also where a clinician reads it out, without the words for who answers alone", async () => {
  const { user, reports } = opened("read_out", () => problem(503, "unavailable"));
  await screen.findByRole("heading", { name: "Question 1" });
  await user.click(screen.getByRole("button", { name: "Several days" }));
  await vi.waitFor(() => expect(staffWasTold()).toBeVisible());
  expect([reports.length, told()]).toEqual([1, null]);
});

it("goes on telling until a request gets through, and the answer is stored by itself once the network is back", async () => {
  let network = false;
  const { user, reports } = opened(
    "self",
    () => (network ? undefined : HttpResponse.error()),
    () => network,
  );
  await screen.findByRole("heading", { name: "Question 1" });
  await user.click(screen.getByRole("button", { name: "Several days" }));
  expect(await screen.findByText(/^Not saved/)).toBeVisible();
  expect(reports).toEqual([]);
  network = true;
  act(() => void window.dispatchEvent(new Event("online")));
  await vi.waitFor(() => expect(reports).toEqual([REPORT]));
  expect(await screen.findByRole("heading", { name: "All answers" }, { timeout: 5_000 })).toBeVisible();
  expect(staffWasTold()).toBeNull();
});

it("tells when a measure could not be handed in, and not when it is handed in already", async () => {
  let refusal: Response | undefined;
  const { user, reports } = opened("self", () => refusal);
  await screen.findByRole("heading", { name: "Question 1" });
  await user.click(screen.getByRole("button", { name: "Several days" }));
  await screen.findByRole("heading", { name: "All answers" });
  refusal = problem(409, "not-in-progress");
  await user.click(screen.getByRole("button", { name: "Hand in" }));
  expect(await screen.findByText(/^Not handed in/)).toBeVisible();
  expect(reports).toEqual([]);
  refusal = problem(500, "internal-error");
  await user.click(screen.getByRole("button", { name: "Hand in" }));
  await vi.waitFor(() => expect(reports).toEqual([REPORT]));
  await vi.waitFor(() => expect(told()).toBeVisible());
});

it("tells who answers by themselves whom to call, also where the answer could not be stored", async () => {
  let given = begun;
  let broken = true;
  const { user } = openApp(new Clinic("2026-11-18"), `/measures/${begun.id}`);
  server.use(
    http.get(at("/administrations/:id"), () => HttpResponse.json(given)),
    http.get(at("/instruments/definition"), () => HttpResponse.json(instrument)),
    http.post(at("/administrations/:id/not-stored"), () => new HttpResponse(null, { status: 204 })),
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
