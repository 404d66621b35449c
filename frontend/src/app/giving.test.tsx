import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, it, vi } from "vitest";

import type { Administration } from "@/api/types";
import { Clinic, idOf } from "@/test/clinic";
import { begun, instrument } from "@/test/clinic-measures";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
beforeEach(() => {
  vi.setSystemTime(new Date(`${TODAY}T09:00:00-07:00`));
});

const at = (path: string) => `${API}/api/v1${path}`;

it("a measure is given by keys, keeps what was not saved, and says at once that an alert was opened", async () => {
  let given: Administration = { ...begun, instrument_text_id: idOf("text") };
  let refuse = true;
  let told = 0;
  const clinic = new Clinic(TODAY);
  const { user } = openApp(clinic, `/measures/${begun.id}`);
  server.use(
    http.get(at("/administrations/:id"), () => HttpResponse.json(given)),
    http.get(at("/instruments/definition"), ({ request }) => {
      // In the words it was begun with, whatever was entered since.
      expect(new URL(request.url).search).toBe(`?key=phq-9&version=1&instrument_text_id=${idOf("text")}`);
      return HttpResponse.json(instrument);
    }),
    http.put(at("/administrations/:id/answers/:item"), async ({ request, params }) => {
      if (refuse) {
        refuse = false;
        return problem(500, "internal-error");
      }
      const { value } = (await request.json()) as { value: number };
      const item = String(params.item);
      const answers = [
        ...given.answers.filter((one) => one.item !== item),
        { item, value, answered_at: begun.started_at },
      ];
      given = { ...given, version: given.version + 1, answers, alert_ids: item === "9" ? [idOf("alert")] : [] };
      return HttpResponse.json(given);
    }),
    http.post(at("/administrations/:id/not-stored"), () => {
      told += 1;
      return new HttpResponse(null, { status: 204 });
    }),
    http.post(at("/administrations/:id/complete"), ({ request }) => {
      expect(request.headers.get("If-Match")).toBe(`"${given.version}"`);
      given = { ...given, status: "completed", total: 2 };
      return HttpResponse.json(given);
    }),
  );
  expect(await screen.findByRole("heading", { name: "Question text 8" })).toHaveFocus();
  expect(screen.getByText("© Pfizer Inc.")).toBeVisible();
  await user.keyboard("1");
  expect(await screen.findByText(/^Not saved/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Several days" })).toHaveAttribute("aria-pressed", "true");
  await waitFor(() => expect(told).toBe(1));
  await user.click(screen.getByRole("button", { name: "Send again" }));
  expect(await screen.findByRole("heading", { name: "Question text 9" })).toHaveFocus();
  await user.keyboard("1");
  expect(await screen.findByText("An alert was opened. Ask about it now, before anything else.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Next" }));
  await user.click(await screen.findByRole("button", { name: "Hand in" }));
  expect(await screen.findByRole("heading", { name: "Score 2" })).toBeVisible();
});
