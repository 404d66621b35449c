import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";

import type { Modality } from "@/api/types";
import { chooseLanguage } from "@/lib/i18n";
import { Clinic, idOf } from "@/test/clinic";
import { signedInWith } from "@/test/clinic-chart";
import { emdr } from "@/test/clinic-courses";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const TODAY = "2026-11-18";

function openTherapies(path: string, rights = ["modality:read", "modality:write"]) {
  const clinic = new Clinic(TODAY);
  clinic.signedIn = signedInWith(rights);
  clinic.modalities = [emdr];
  const opened = openApp(clinic, path);
  const sent: unknown[] = [];
  let stored: Modality = emdr;
  const { version: _, name: __, ...protocol } = emdr;
  server.use(
    http.get(`${API}/api/v1/instruments`, () => HttpResponse.json([])),
    http.get(`${API}/api/v1/modalities/:id`, () => HttpResponse.json(stored)),
    http.get(`${API}/api/v1/modalities/:id/versions`, () =>
      HttpResponse.json({
        items: [{ ...protocol, number: 1, note: null, published_at: "2026-11-01T09:00:00Z", published_by: null }],
        next_cursor: null,
      }),
    ),
    http.patch(`${API}/api/v1/modalities/:id`, async ({ request }) => {
      sent.push(await request.json());
      stored = { ...emdr, version: 2, protocol_version: 2, adapted: true };
      return HttpResponse.json(stored);
    }),
  );
  return { ...opened, sent };
}

it("lists therapies, and publishes what was adapted as a new version with its reason", async () => {
  const { user, sent } = openTherapies("/therapies");
  await user.click(await screen.findByRole("link", { name: emdr.name }));
  expect(await screen.findByText(/came with Handrail · for courses that start now/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Adapt" }));

  await user.click(await screen.findByRole("button", { name: "Publish version 2" }));
  expect(await screen.findByText("Nothing was changed")).toBeVisible();
  const phases = within(screen.getByRole("group", { name: "Phases" }));
  await user.click(phases.getByRole("button", { name: "Add a phase" }));
  await user.click(screen.getByRole("button", { name: "Publish version 2" }));
  expect(await screen.findByRole("link", { name: "Phase 2: write what it is, or remove it" })).toBeVisible();
  await user.type(phases.getByRole("textbox", { name: "Phase 2" }), "Future template");
  await user.click(phases.getByRole("button", { name: "Move up: Future template" }));
  await user.type(screen.getByLabelText("What changed, and why"), "What is ahead");
  server.use(http.patch(`${API}/api/v1/modalities/:id`, () => problem(412, "stale-version"), { once: true }));
  await user.click(screen.getByRole("button", { name: "Publish version 2" }));
  expect(await screen.findByText(/Somebody else changed this therapy meanwhile/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Publish version 2" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual({
    phases: [
      { key: "future-template", name: "Future template" },
      { key: "desensitization", name: "Desensitization" },
    ],
    note: "What is ahead",
  });
  expect(await screen.findByRole("button", { name: "Adapt" })).toBeVisible();
});

it("lists what is out of use as such, and says nothing twice", async () => {
  openTherapies("/therapies");
  const rest = { phases: [], modules: [], version: 1, protocol_version: 3 };
  server.use(
    http.get(`${API}/api/v1/modalities`, () =>
      HttpResponse.json({
        items: [
          emdr,
          { ...emdr, ...rest, id: idOf("family"), name: "Family therapy", short_name: "Family", family: "family" },
          { ...emdr, ...rest, id: idOf("own"), name: "Tai chi", short_name: "Tai chi", active: false, adapted: true },
        ],
        next_cursor: null,
      }),
    ),
  );
  const rowOf = async (name: string) => (await screen.findByRole("link", { name })).closest("li")?.textContent;
  expect(await rowOf(emdr.name)).toMatch(/EMDR · Trauma.*As shipped$/);
  expect(await rowOf("Family therapy")).toMatch(/^Family therapyFamily(?! ·)/);
  expect(await rowOf("Tai chi")).toMatch(/Version 3 Adapted.*Not in use$/);
});

it("offers no change to who may only read", async () => {
  openTherapies(`/therapies/${emdr.id}`, ["modality:read"]);
  expect(await screen.findByRole("heading", { level: 1, name: emdr.name })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Adapt" })).toBeNull();
});

it("says and changes in the reader's language what came with the product, and keeps it as everybody's language has it", async () => {
  await chooseLanguage("es");
  try {
    const { user, sent } = openTherapies("/therapies");
    const texts = { [emdr.name]: "Desensibilización por movimientos oculares", Desensitization: "Desensibilización" };
    server.use(http.get(`${API}/api/v1/modalities/texts/es`, () => HttpResponse.json({ language: "es", texts })));
    await user.click(await screen.findByRole("link", { name: "Desensibilización por movimientos oculares" }));
    expect(await screen.findByText("Desensibilización")).toBeVisible();
    expect(screen.getByText("SUDS")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Adaptar" }));
    expect(await screen.findByRole("textbox", { name: "Fase 1" })).toHaveValue("Desensibilización");
    const phases = within(screen.getByRole("group", { name: "Fases" }));
    await user.click(phases.getByRole("button", { name: "Añadir una fase" }));
    await user.type(phases.getByRole("textbox", { name: "Fase 2" }), "Hacia adelante");
    await user.click(screen.getByRole("button", { name: "Publicar la versión 2" }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toEqual({
      note: null,
      phases: [
        { key: "desensitization", name: "Desensitization" },
        { key: "hacia-adelante", name: "Hacia adelante" },
      ],
    });
  } finally {
    await chooseLanguage("en");
  }
});
