import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, expect, it, vi } from "vitest";

import { aSignedIn, Clinic } from "@/test/clinic";
import { rightsOf } from "@/test/clinic-setup";
import { drafts } from "@/test/drafts";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

afterEach(() => void vi.useRealTimers());

function open() {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions: rightsOf.administrator });
  return { clinic, ...openApp(clinic, "/clinic") };
}

async function addRoom(user: ReturnType<typeof open>["user"]) {
  const place = await screen.findByRole("region", { name: "Main Street" });
  await user.click(within(place).getByRole("button", { name: "Add room, Main Street" }));
  return within(await screen.findByRole("dialog", { name: "Add room" }));
}

const contents = () => [...drafts.values()].map(({ content }) => content);

it("keeps what is typed, says when, and finds it again when the form is opened again", async () => {
  const { user } = open();
  const dialog = await addRoom(user);
  await user.type(dialog.getByLabelText("Name"), "Juniper");
  expect(await dialog.findByText(/^Saved \d+:\d\d/)).toBeVisible();
  expect(contents()).toEqual([{ name: "Juniper" }]);
  expect(JSON.stringify({ ...window.localStorage, ...window.sessionStorage })).not.toContain("Juniper");

  await user.type(dialog.getByLabelText("Seats"), "9");
  await user.click(dialog.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(contents()).toEqual([{ name: "Juniper", capacity: "9" }]));

  const again = await addRoom(user);
  expect(await again.findByText(/^What you typed on .* is back\.$/)).toBeVisible();
  expect(again.getByLabelText("Name")).toHaveValue("Juniper");
  expect(again.getByLabelText("Seats")).toHaveValue("9");
});

it("begins anew when asked to, and keeps nothing of a form that was sent", async () => {
  const { user, clinic } = open();
  const first = await addRoom(user);
  await user.type(first.getByLabelText("Name"), "Juniper");
  await user.click(first.getByRole("button", { name: "Cancel" }));
  const again = await addRoom(user);
  await user.click(await again.findByRole("button", { name: "Start over" }));
  expect(again.getByLabelText("Name")).toHaveValue("");
  await waitFor(() => expect(drafts.size).toBe(0));

  await user.type(again.getByLabelText("Name"), "Willow");
  await user.type(again.getByLabelText("Seats"), "9");
  await again.findByText(/^Saved \d/);
  await user.click(again.getByRole("button", { name: "Save room" }));
  expect(await screen.findByText("Willow")).toBeVisible();
  expect(clinic.setUp.rooms.at(-1)?.name).toBe("Willow");
  await waitFor(() => expect(drafts.size).toBe(0));
});

it("sends what was typed last when the page is hidden, without waiting for a pause", async () => {
  const { user } = open();
  const dialog = await addRoom(user);
  await user.type(dialog.getByLabelText("Name"), "Ju");
  await dialog.findByText(/^Saved \d/);
  await user.type(dialog.getByLabelText("Name"), "niper");
  act(() => void window.dispatchEvent(new Event("pagehide")));
  await waitFor(() => expect(contents()).toEqual([{ name: "Juniper" }]), { timeout: 500 });
});

it("says that nothing is kept while the server is away, and keeps it once it is back", async () => {
  const { user } = open();
  const dialog = await addRoom(user);
  server.use(http.put(`${API}/api/v1/drafts/:form/:subject`, () => problem(503, "unavailable"), { once: true }));
  await user.type(dialog.getByLabelText("Name"), "Juniper");
  expect(await dialog.findByText("Not saved yet. Leave this form open.")).toBeVisible();
  expect(dialog.getByLabelText("Name")).toHaveValue("Juniper");
  expect(await dialog.findByText(/^Saved \d/, {}, { timeout: 15_000 })).toBeVisible();
  expect(contents()).toEqual([{ name: "Juniper" }]);
});

it("keeps what is typed over a sign-in that a session's end asks for", async () => {
  const { user, clinic } = open();
  const dialog = await addRoom(user);
  const { signedIn } = clinic;
  let ended = true;
  server.use(
    http.put(`${API}/api/v1/drafts/:form/:subject`, async ({ request, params }) => {
      if (ended) return problem(401, "sign-in-needed");
      const { content } = (await request.json()) as { content: Record<string, unknown> };
      const draft = { content, saved_at: new Date().toISOString() };
      drafts.set(`${params.form} ${params.subject}`, draft);
      return HttpResponse.json(draft);
    }),
  );
  await user.type(dialog.getByLabelText("Name"), "Juniper");
  const again = within(await screen.findByRole("dialog", { name: "Sign in again" }));
  ended = false;
  clinic.signedIn = signedIn;
  await user.type(again.getByLabelText("Password"), "correct horse battery staple"); // pragma: allowlist secret
  await user.click(again.getByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(screen.queryByRole("dialog", { name: "Sign in again" })).toBeNull());
  expect(dialog.getByLabelText("Name")).toHaveValue("Juniper");
  expect(await dialog.findByText(/^Saved \d/)).toBeVisible();
  expect(contents()).toEqual([{ name: "Juniper" }]);
});

it("lays what was typed over what somebody else saved meanwhile, field by field", async () => {
  const { user, clinic } = open();
  const cedar = clinic.setUp.rooms.find((one) => one.name === "Cedar");
  drafts.set(`room ${cedar?.id}`, {
    content: { name: "Cedar East", gone: "a field of an earlier release", capacity: 12 },
    saved_at: "2026-11-17T17:00:00Z",
  });
  await user.click(await screen.findByRole("button", { name: "Edit, Cedar" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Edit room" }));
  await waitFor(() => expect(dialog.getByLabelText("Name")).toHaveValue("Cedar East"));
  expect(dialog.getByLabelText("Seats")).toHaveValue(String(cedar?.capacity));
});

it("keeps when people left, also where a group cannot be closed yet", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T18:05:00Z") });
  const clinic = new Clinic("2026-11-18");
  const group = clinic.session("DBT Skills");
  const { user } = openApp(clinic, `/today?session=${group.id}`);
  server.use(http.post(`${API}/api/v1/sessions/:id/close`, () => problem(409, "open-alerts")));
  await user.click(await screen.findByRole("button", { name: /Mark rest present/ }));
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Close group" }));
    return screen.findByRole("dialog", { name: "Close DBT Skills" });
  };
  const dialog = within(await form());
  await user.click(await dialog.findByRole("button", { name: "Someone left earlier or was out" }));
  const left = dialog.getByLabelText("Grace Liu left at");
  await user.clear(left);
  await user.type(left, "10:40");
  await user.click(dialog.getByRole("button", { name: "Close group" }));
  expect(await dialog.findByRole("alert")).toHaveTextContent("has to be settled first");
  const kept = { times: { [clinic.row(group, "Grace Liu").booking_id]: "10:40" } };
  const again = await givenUpAndOpenedAnew(user, { form: "group-close", kept, open: form });
  expect(again.getByLabelText("Grace Liu left at")).toHaveValue("10:40");
});
