import { screen, waitFor, within } from "@testing-library/react";
import { delay, HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { API, problem } from "@/test/handlers";
import { leaveRoomMode } from "@/test/on-today";
import { openApp } from "@/test/open-app";
import { server, whenAsked } from "@/test/server";

// 8:00 in Denver: nothing runs yet. At 10:12 the group of who is signed in does.
const EARLY = new Date("2026-11-18T15:00:00Z");
const DURING = new Date("2026-11-18T17:12:00Z");

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: EARLY }));
afterEach(() => vi.useRealTimers());

function clinic(permissions = ["schedule:read", "participant:read"]) {
  const here = new Clinic("2026-11-18");
  here.signedIn = aSignedIn({ permissions });
  return here;
}

async function openPalette(here = clinic(), path = "/participants") {
  const app = openApp(here, path);
  await screen.findByText("Avery Brooks");
  await app.user.keyboard("{Control>}k{/Control}");
  const field = await screen.findByRole("combobox", { name: "Search people, sessions and pages" });
  return { ...app, field };
}

it("finds a person by three letters and Enter, without a letter of them in an address", async () => {
  const addresses: string[] = [];
  whenAsked((request) => {
    addresses.push(request.url);
  });
  const { user, field, router } = await openPalette();
  expect(field).toHaveFocus();
  await user.keyboard("gra");
  const person = await screen.findByRole("option", { name: /^Grace Liu 20406/ });
  expect(person).toHaveAttribute("aria-selected", "true");
  expect(field).toHaveAttribute("aria-activedescendant", person.id);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.queryByRole("combobox", { name: /Search people/ })).toBeNull());
  expect(router.state.location.pathname).toMatch(/^\/participants\/[0-9a-f-]{36}$/);
  expect(addresses.join()).not.toMatch(/gra\b|grace/i);
});

it("takes Enter right after the last letter for the person who is still being looked for", async () => {
  const { user } = await openPalette();
  server.use(
    http.post(`${API}/api/v1/participants/search`, async () => {
      await delay(200);
      return HttpResponse.json({ items: [{ ...clinic().participants[6], id: idOf("dara") }], next_cursor: null });
    }),
  );
  await user.keyboard("dar{Enter}");
  await waitFor(() => expect(screen.queryByRole("combobox", { name: /Search people/ })).toBeNull());
  expect(document.documentElement).not.toHaveAttribute("data-mantine-color-scheme", "dark");
});

it("asks nothing of the server for two letters", async () => {
  let asked = 0;
  const { user } = await openPalette();
  server.use(
    http.post(`${API}/api/v1/participants/search`, () => {
      asked += 1;
      return HttpResponse.json({ items: [], next_cursor: null });
    }),
  );
  await user.keyboard("zz");
  expect(await screen.findByText("Nothing matches “zz”")).toBeVisible();
  expect(screen.getByText("Type three letters to find people.")).toBeVisible();
  expect(asked).toBe(0);
});

it("leads to a session of today by arrows", async () => {
  const { user, router } = await openPalette();
  const options = await screen.findAllByRole("option", { name: /CBT Core/ });
  expect(options).toHaveLength(1);
  await user.keyboard("proc");
  // Today's stands before those of other days.
  await waitFor(() => expect(screen.getAllByRole("option", { name: /Process Group/ }).length).toBeGreaterThan(1));
  const session = screen.getAllByRole("option", { name: /Process Group/ })[0];
  await user.keyboard("{ArrowUp}{ArrowDown}");
  await waitFor(() => expect(session).toHaveAttribute("aria-selected", "true"));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(router.state.location.pathname).toBe("/today"));
  expect(router.state.location.search).toMatchObject({ session: expect.any(String) });
});

it("finds a session of another day of the week, and leads to it in the schedule", async () => {
  const { user, router } = await openPalette();
  await user.keyboard("proc");
  const options = await screen.findAllByRole("option", { name: /Process Group.*November 20/ });
  await user.click(options[0] as HTMLElement);
  await waitFor(() => expect(router.state.location.pathname).toBe("/schedule"));
  expect(router.state.location.search).toMatchObject({ from: "2026-11-20", session: expect.any(String) });
});

it("gives focus back to where it was", async () => {
  const { user } = openApp(clinic(), "/participants");
  const button = await screen.findByRole("button", { name: /Search/ });
  await user.click(button);
  await screen.findByRole("combobox", { name: /Search people/ });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("combobox", { name: /Search people/ })).toBeNull());
  expect(button).toHaveFocus();
});

it("shows no name while a group is in the room, until that is chosen", async () => {
  vi.setSystemTime(DURING);
  let asked = 0;
  whenAsked((request) => {
    if (request.url.includes("/participants/search")) asked += 1;
  });
  const { user } = openApp(clinic(), "/participants");
  await leaveRoomMode(user);
  await screen.findByText("Avery Brooks");
  await user.keyboard("{Control>}k{/Control}");
  expect(await screen.findByRole("option", { name: /^Process Group/ })).toBeVisible();
  expect(screen.queryByRole("option", { name: /Hector/ })).toBeNull();
  await user.keyboard("gra");
  const reveal = await screen.findByRole("option", { name: /Names will be visible on this screen/ });
  expect(reveal).toHaveAttribute("aria-selected", "false");
  await user.keyboard("{Enter}");
  expect(asked).toBe(0);
  await user.keyboard("{ArrowDown}{Enter}");
  expect(await screen.findByRole("option", { name: /^Grace Liu 20406/ })).toBeVisible();
});

it("offers no people and no pages that the signed-in person may not have", async () => {
  const { user } = await openPalette(clinic(["schedule:read"]));
  expect(screen.getByRole("option", { name: "My account" })).toBeVisible();
  for (const name of ["Audit", "Huddle", "Plan the week", "Downtime roster on paper", "New program", "New therapy"]) {
    expect(screen.queryByRole("option", { name })).toBeNull();
  }
  await user.keyboard("grace");
  expect(await screen.findByText("Nothing matches “grace”")).toBeVisible();
});

it.each([
  ["Huddle", "huddle:read", "/huddle"],
  ["Plan the week", "schedule_build:write", "/schedule/plan"],
  ["Downtime roster on paper", "downtime_roster:read", "/downtime"],
  ["New participant", "participant:create", "/participants/new"],
  ["Possible duplicates", "participant:merge", "/participants/duplicates"],
  ["New program", "program:write", "/programs/new"],
  ["New therapy", "modality:write", "/therapies/new"],
  ["My account", "schedule:read", "/account"],
])("leads to %s who has %s", async (name, permission, path) => {
  const { user, router } = await openPalette(clinic(["schedule:read", "participant:read", permission]));
  await user.keyboard(name);
  await user.click(await screen.findByRole("option", { name }));
  await waitFor(() => expect(router.state.location.pathname).toBe(path));
});

it("says that people could not be searched, and keeps what else matches", async () => {
  const { user } = await openPalette();
  server.use(http.post(`${API}/api/v1/participants/search`, () => problem(403, "forbidden")));
  await user.keyboard("part");
  expect(await screen.findByText(/Your role does not allow this/)).toBeVisible();
  expect(within(screen.getByRole("listbox")).getByRole("option", { name: "Participants" })).toBeVisible();
});

it("changes the appearance", async () => {
  const { user } = await openPalette();
  await user.keyboard("dark{Enter}");
  await waitFor(() => expect(document.documentElement).toHaveAttribute("data-mantine-color-scheme", "dark"));
});
