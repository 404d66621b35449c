import "fake-indexeddb/auto";

import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { IDBFactory } from "fake-indexeddb";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Mark } from "@/api/types";
import { outbox } from "@/features/attendance/outbox-state";
import { anAttendance, aSignedIn, Clinic, idOf } from "@/test/clinic";
import { API, handlersOf, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
let clinic: Clinic;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${TODAY}T11:05:00-07:00`) });
  window.indexedDB = new IDBFactory();
  clinic = new Clinic(TODAY);
});
afterEach(() => vi.useRealTimers());

const of = (name: string) => screen.getByRole("radiogroup", { name: `Attendance of ${name}` });
const choose = (name: string, word: string) => within(of(name)).getByRole("radio", { name: word });
const chosen = (name: string) => within(of(name)).queryByRole("radio", { checked: true })?.textContent ?? null;
const stored = (name: string) => clinic.row(clinic.session("DBT Skills"), name).attendance;
const keptCount = () => screen.findByText(/^\d+ marks? (is|are) kept/);

/** A group that is over, its roster open, the outbox at hand. */
async function openRoster() {
  const opened = openApp(clinic, `/today?session=${clinic.session("DBT Skills").id}`);
  await screen.findByRole("radiogroup", { name: "Attendance of Avery Brooks" });
  await waitFor(() => expect(outbox.get()).not.toBeNull());
  return opened;
}

/** No server is there; `back` brings it back. */
function cutOff() {
  server.resetHandlers();
  server.use(http.all(`${API}/*`, () => HttpResponse.error()));
}
const back = () => {
  server.resetHandlers();
  server.use(...handlersOf(clinic));
  window.dispatchEvent(new Event("online"));
};

/** What stands on the device, as text. */
async function onDevice(): Promise<string> {
  const request = window.indexedDB.open("handrail-outbox");
  const db = await new Promise<IDBDatabase>((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  const all = db.transaction("marks").objectStore("marks").getAll();
  const found = await new Promise<unknown[]>((resolve) => {
    all.onsuccess = () => resolve(all.result);
  });
  db.close();
  return JSON.stringify(found);
}

it("keeps marks while there is no connection, counts them on every page, and sends each once in order", async () => {
  const { user, router } = await openRoster();
  const sent: { key: string | null; mark: Mark }[] = [];
  cutOff();
  await user.click(choose("Avery Brooks", "Present"));
  expect(await screen.findByText("1 mark is kept on this device until the connection is back.")).toBeVisible();
  await user.click(choose("Blanca Torres", "Excused"));
  await user.click(choose("Blanca Torres", "Absent"));
  expect(await screen.findByText("2 marks are kept on this device until the connection is back.")).toBeVisible();
  expect(chosen("Blanca Torres")).toBe("Absent");
  expect(screen.getByText("2 of 10 marked")).toBeVisible();
  expect(screen.queryByLabelText("Reason")).toBeNull();
  expect(screen.getByText("Some changes are not saved")).toBeVisible();
  const text = await onDevice();
  expect(text).toContain("absent");
  expect(text).not.toMatch(/Blanca|Torres|reason|note/);

  await router.navigate({ to: "/account" });
  expect(await keptCount()).toBeVisible();
  await router.navigate({ to: "/today", search: { session: clinic.session("DBT Skills").id } });

  back();
  server.use(
    http.post(`${API}/api/v1/sessions/:id/attendance`, async ({ request }) => {
      const { marks } = (await request.clone().json()) as { marks: Mark[] };
      for (const mark of marks) sent.push({ key: request.headers.get("Idempotency-Key"), mark });
      return undefined;
    }),
  );
  await waitFor(() => expect(stored("Blanca Torres")?.outcome).toBe("absent"));
  expect(stored("Avery Brooks")).toMatchObject({ outcome: "present", version: 1 });
  await waitFor(() => expect(screen.queryByText(/marks? (is|are) (kept|still)/)).toBeNull());
  expect(sent.map(({ mark }) => mark.outcome)).toEqual(["present", "absent"]);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(2);
  expect(await onDevice()).toBe("[]");
});

it("sends a request whose answer was lost again under the same key", async () => {
  const { user } = await openRoster();
  const keys: (string | null)[] = [];
  const lost = http.post(`${API}/api/v1/sessions/:id/attendance`, ({ request }) => {
    keys.push(request.headers.get("Idempotency-Key"));
    return keys.length === 1 ? HttpResponse.error() : undefined;
  });
  server.use(lost);
  await user.click(choose("Avery Brooks", "Present"));
  await waitFor(() => expect(stored("Avery Brooks")?.outcome).toBe("present"), { timeout: 20_000 });
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

it("shows theirs and mine when somebody else marked meanwhile, until a person picks", async () => {
  const { user, router } = await openRoster();
  cutOff();
  await user.click(choose("Avery Brooks", "Absent"));
  await user.click(choose("Grace Liu", "Present"));
  await keptCount();
  for (const [name, outcome] of [
    ["Avery Brooks", "late"],
    ["Grace Liu", "excused"],
  ] as const) {
    clinic.markedElsewhere.set(idOf(`booking ${name}`), anAttendance({ outcome, version: 4 }));
  }
  back();
  expect(await screen.findByText("2 marks could not be saved as they were made.")).toBeVisible();
  expect(await screen.findByText(/Grace Liu was marked Excused by somebody else. You chose Present./)).toBeVisible();
  expect(stored("Grace Liu")?.outcome).toBe("excused");

  await router.navigate({ to: "/account" });
  await user.click(await screen.findByRole("button", { name: "Look at them" }));
  const dialog = await screen.findByRole("dialog", { name: "Marks kept on this device" });
  expect(await within(dialog).findByText("Theirs: Late · Mine: Absent")).toBeVisible();
  expect(within(dialog).queryByText(/Liu/)).toBeNull();
  await user.click(within(dialog).getByRole("button", { name: "Keep theirs for Avery" }));
  await user.click(within(dialog).getByRole("button", { name: "Use mine for Grace" }));
  expect(await within(dialog).findByText("Everything is settled.")).toBeVisible();
  await waitFor(() => expect(stored("Grace Liu")).toMatchObject({ outcome: "present", version: 5 }));
  expect(stored("Avery Brooks")?.outcome).toBe("late");
  expect(await onDevice()).toBe("[]");
});

it("says a refusal in words and keeps it until it is dismissed", async () => {
  const { user } = await openRoster();
  cutOff();
  await user.click(choose("Avery Brooks", "Present"));
  await keptCount();
  back();
  server.use(http.post(`${API}/api/v1/sessions/:id/attendance`, () => problem(409, "session-closed")));
  await user.click(await screen.findByRole("button", { name: "Look at them" }));
  const dialog = await screen.findByRole("dialog");
  expect(await within(dialog).findByText("Mine: Present. This session is closed already.")).toBeVisible();
  expect(await onDevice()).toContain("session-closed");
  await user.click(within(dialog).getByRole("button", { name: "Dismiss the mark of Avery" }));
  await waitFor(async () => expect(await onDevice()).toBe("[]"));
});

it("belongs to the account: another sees and sends nothing of it, and its own finds it again", async () => {
  const { user } = await openRoster();
  cutOff();
  await user.click(choose("Avery Brooks", "Present"));
  await keptCount();
  cleanup();
  clinic.signedIn = aSignedIn({ account: { ...aSignedIn().account, id: idOf("account omar") } });
  server.resetHandlers();
  await openRoster();
  expect(chosen("Avery Brooks")).toBeNull();
  expect(screen.queryByText(/marks? (is|are) (kept|still)/)).toBeNull();
  expect(stored("Avery Brooks")).toBeNull();
  cleanup();
  clinic.signedIn = aSignedIn();
  server.resetHandlers();
  await openRoster();
  await waitFor(() => expect(stored("Avery Brooks")?.outcome).toBe("present"));
});

it("asks before signing out loses marks, and wipes them then", async () => {
  const { user } = await openRoster();
  cutOff();
  await user.click(choose("Avery Brooks", "Present"));
  await keptCount();
  server.resetHandlers();
  server.use(...handlersOf(clinic));
  server.use(http.post(`${API}/api/v1/sessions/:id/attendance`, () => problem(503, "unavailable")));
  await user.click(screen.getByRole("button", { name: /Account and settings/ }));
  await user.click(await screen.findByRole("button", { name: "Sign out" }));
  const dialog = await screen.findByRole("dialog", { name: "Sign out and lose marks?" });
  expect(within(dialog).getByText(/^1 mark has not reached Handrail./)).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Stay signed in" }));
  expect(clinic.signedIn).not.toBeNull();
  expect(await onDevice()).toContain("present");

  await waitFor(() => expect(screen.queryByRole("dialog", { name: /lose marks/ })).toBeNull());
  const menu = screen.queryByRole("button", { name: "Sign out" });
  if (!menu) await user.click(screen.getByRole("button", { name: /Account and settings/ }));
  await user.click(await screen.findByRole("button", { name: "Sign out" }));
  await user.click(await screen.findByRole("button", { name: "Sign out and delete" }));
  expect(await screen.findByText("You are signed out.")).toBeVisible();
  expect(await onDevice()).toBe("[]");
});

it("waits through a session that ended, and sends after signing in again", async () => {
  const { user } = await openRoster();
  cutOff();
  await user.click(choose("Avery Brooks", "Present"));
  await keptCount();
  const me = clinic.signedIn;
  clinic.signedIn = null;
  back();
  const dialog = await screen.findByRole("dialog", { name: "Sign in again" });
  clinic.signedIn = null;
  await user.type(within(dialog).getByLabelText(/^Password/), "right");
  clinic.signedIn = me;
  await user.click(within(dialog).getByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(stored("Avery Brooks")?.outcome).toBe("present"));
});
