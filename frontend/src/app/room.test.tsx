import { act, screen, waitFor, within } from "@testing-library/react";
import { delay, http } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { connection } from "@/api/connection";
import { onceQuiet } from "@/api/quiet";
import { keepUnfinished, unfinished } from "@/lib/unfinished";
import { aSession, aSignedIn, Clinic } from "@/test/clinic";
import { Chart } from "@/test/clinic-chart";
import { rightsOf } from "@/test/clinic-setup";
import { API, problem } from "@/test/handlers";
import { keptOf } from "@/test/kept-form";
import { leaveRoomMode } from "@/test/on-today";
import { openApp } from "@/test/open-app";
import { openChart } from "@/test/open-chart";
import { server, whenAsked } from "@/test/server";
import { groupInRoom } from "./use-group-in-room";

const TODAY = "2026-11-18";
const at = (time: string) => new Date(`${TODAY}T${time}:00-07:00`);

// DBT Skills runs from 9:30 to 11:00, the process group from 11:15 to 12:15.
beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: at("09:12") }));
afterEach(() => vi.useRealTimers());

/** The clock goes on; whoever looks at the page again sees the time of then. */
function becomes(time: string) {
  vi.setSystemTime(at(time));
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
}

const covered = "This page is hidden in room mode";

describe("room mode on every page", () => {
  it("covers a chart as soon as one's own group runs, and stays off for it once somebody has left it", async () => {
    const { user, router } = openChart(new Chart(TODAY));
    expect(await screen.findByRole("heading", { level: 1, name: /Sunny Petrova/ })).toBeVisible();
    becomes("09:31");
    expect(screen.getByText(covered)).toBeVisible();
    expect(screen.queryByText(/Petrova/)).toBeNull();
    expect(screen.queryByRole("navigation")).toBeNull();
    expect(screen.getByTestId("announcer")).toHaveTextContent("Room mode is on");
    await leaveRoomMode(user);
    expect(await screen.findByRole("heading", { level: 1, name: /Sunny Petrova/ })).toBeVisible();
    await act(() => router.navigate({ to: "/participants" }));
    expect(await screen.findByText("Avery Brooks")).toBeVisible();
    becomes("11:05");
    expect(screen.getByText("Avery Brooks")).toBeVisible();
    becomes("11:16");
    expect(screen.getByText(covered)).toBeVisible();
  });

  it.each(["/participants", "/schedule", "/huddle", "/cohorts"])(
    "shows nothing of %s before it is known",
    async (path) => {
      vi.setSystemTime(at("10:12"));
      const clinic = new Clinic(TODAY);
      clinic.signedIn = aSignedIn({
        permissions: ["schedule:read", "participant:read", "huddle:read", "cohort:read", "alert:read"],
      });
      const asked: string[] = [];
      whenAsked((request) => void asked.push(new URL(request.url).pathname));
      const { user } = openApp(clinic, path);
      let answer = () => {};
      const waited = new Promise<void>((resolve) => {
        answer = resolve;
      });
      server.use(http.get(`${API}/api/v1/today`, () => waited.then(() => undefined)));
      await waitFor(() => expect(asked).toContain("/api/v1/today"));
      await act(() => delay(100));
      expect(screen.getByText("Loading")).toBeInTheDocument();
      await user.keyboard("{Control>}k{/Control}");
      answer();
      expect(await screen.findByText(covered)).toBeVisible();
      expect(screen.queryByRole("combobox")).toBeNull();
      // Nothing of the page was even asked for.
      expect(asked.filter((one) => !/\/(auth\/me|today|config\.json)$/.test(one))).toEqual([]);
    },
  );

  it("works without an answer about the day: charts are needed then too", async () => {
    const clinic = new Clinic(TODAY);
    openApp(clinic, "/participants");
    server.use(http.get(`${API}/api/v1/today`, () => problem(500, "unexpected")));
    expect(await screen.findByText("Avery Brooks")).toBeVisible();
    becomes("09:14"); // it is asked again, and what is shown stays meanwhile
    server.use(http.get(`${API}/api/v1/today`, () => delay("infinite")));
    expect(screen.getByText("Avery Brooks")).toBeVisible();
  });

  it("is left without a connection too", async () => {
    const { user } = openChart(new Chart(TODAY));
    expect(await screen.findByRole("heading", { level: 1, name: /Sunny Petrova/ })).toBeVisible();
    await new Promise<void>((resolve) => void onceQuiet(resolve));
    act(() => connection.set("down"));
    becomes("09:31");
    await leaveRoomMode(user);
    expect(await screen.findByRole("heading", { level: 1, name: /Sunny Petrova/ })).toBeVisible();
  });

  it("lets its user sign out without a connection too", async () => {
    becomes("09:31");
    const { user } = openApp(new Clinic(TODAY), "/today");
    expect(await screen.findByRole("button", { name: "Leave room mode" })).toBeVisible();
    await new Promise<void>((resolve) => void onceQuiet(resolve));
    await act(() => delay(100));
    act(() => connection.set("down"));
    await leaveRoomMode(user);
    await user.click(await screen.findByRole("button", { name: /Account and settings/ }));
    expect(await screen.findByRole("button", { name: "Sign out" })).toBeVisible();
  });

  it("leaves nothing for who signs in next of a form that was open when it came on", async () => {
    const { user } = openChart(new Chart(TODAY));
    keepUnfinished("a form", "what was typed");
    await user.click(await screen.findByRole("button", { name: /Account and settings/ }));
    await user.click(await screen.findByRole("button", { name: "Sign out" }));
    expect(await screen.findByLabelText("Password")).toBeVisible();
    expect(unfinished.get().size).toBe(0);
  });

  it("keeps what was being typed", async () => {
    const clinic = new Clinic(TODAY);
    clinic.signedIn = aSignedIn({ permissions: ["schedule:read", ...rightsOf.administrator] });
    const { user } = openApp(clinic, "/clinic");
    const open = async () => {
      const place = await screen.findByRole("region", { name: "Main Street" });
      await user.click(within(place).getByRole("button", { name: "Add room, Main Street" }));
      return within(await screen.findByRole("dialog", { name: "Add room" }));
    };
    await user.type((await open()).getByLabelText("Name"), "Juniper");
    becomes("09:31");
    expect(screen.queryByRole("dialog")).toBeNull();
    await waitFor(() => expect(Object.values(keptOf("room") ?? {})).toEqual(["Juniper"]));
    await leaveRoomMode(user);
    const again = await open();
    expect(await again.findByText(/^What you typed on .* is back\.$/)).toBeVisible();
    expect(again.getByLabelText("Name")).toHaveValue("Juniper");
  });

  it("shows nothing of a page on the way from it to the roster", async () => {
    const { user } = openChart(new Chart(TODAY));
    expect(await screen.findByRole("heading", { level: 1, name: /Sunny Petrova/ })).toBeVisible();
    becomes("09:31");
    const seen: string[] = [];
    const observer = new MutationObserver(() => void seen.push(document.body.textContent ?? ""));
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    await user.click(screen.getByRole("link", { name: "To the roster" }));
    expect(await screen.findByRole("radiogroup", { name: "Attendance of Elena" })).toBeVisible();
    observer.disconnect();
    expect(seen.some((text) => text.includes("Elena"))).toBe(true);
    expect(seen.filter((text) => text.includes("Petrova"))).toEqual([]);
  });

  it("closes the search", async () => {
    const { user } = openApp(new Clinic(TODAY), "/participants");
    await screen.findByText("Avery Brooks");
    await user.keyboard("{Control>}k{/Control}");
    await screen.findByRole("combobox", { name: /Search people/ });
    becomes("09:31");
    expect(screen.queryByRole("combobox")).toBeNull();
    await leaveRoomMode(user);
    expect(await screen.findByText("Avery Brooks")).toBeVisible();
    expect(screen.queryByRole("combobox", { name: /Search people/ })).toBeNull();
  });

  it("shows the roster of the group that runs, whichever session Today was opened with", async () => {
    const clinic = new Clinic(TODAY);
    const individual = clinic.sessions.find((one) => one.local_date === TODAY && one.service_kind === "individual");
    const { user } = openApp(clinic, `/today?session=${individual?.id}`);
    expect(await screen.findByRole("radiogroup", { name: /Hector Ramos/ })).toBeVisible();
    becomes("09:31");
    expect(await screen.findByRole("heading", { name: "DBT Skills" })).toBeVisible();
    expect(screen.queryByText(/Ramos/)).toBeNull();
    await leaveRoomMode(user);
    expect(await screen.findByRole("radiogroup", { name: /Hector Ramos/ })).toBeVisible();
  });

  it("hides another day as well while the group runs", async () => {
    vi.setSystemTime(at("10:12"));
    openApp(new Clinic(TODAY), "/today?date=2026-11-19");
    expect(await screen.findByRole("radiogroup", { name: "Attendance of Hector" })).toBeVisible();
    expect(screen.getByRole("heading", { name: "DBT Skills" })).toBeVisible();
    expect(screen.queryByText(/Ramos|Petrova|November 19/)).toBeNull();
  });

  it.each(["/today", "/schedule"])("asks for the day once on %s", async (path) => {
    let asked = 0;
    const clinic = new Clinic(TODAY);
    openApp(clinic, path);
    server.use(
      http.get(`${API}/api/v1/today`, () => {
        asked += 1;
        return undefined;
      }),
    );
    expect(await screen.findAllByRole("link", { name: /DBT Skills/ })).not.toHaveLength(0);
    expect(asked).toBe(1);
  });
});

describe("the group in the room", () => {
  const during = at("10:12");
  const group = aSession({ title: "DBT Skills", date: TODAY, from: "09:30", to: "11:00" });

  it("is one's own, sits in a room and runs", () => {
    expect(groupInRoom([group], during, [])).toBe(group.id);
  });

  it.each([
    ["somebody else's", { mine: false }],
    ["by video", { telehealth: true }],
    ["cancelled", { status: "cancelled" }],
    ["closed", { status: "closed" }],
    ["for one person", { service_kind: "individual" }],
    ["for a family", { service_kind: "family" }],
  ] as const)("is none that is %s", (_, other) => {
    expect(groupInRoom([{ ...group, ...other }], during, [])).toBeNull();
  });

  it("is none before it begins, when it is over, and once somebody has left room mode for it", () => {
    expect(groupInRoom([group], at("09:29"), [])).toBeNull();
    expect(groupInRoom([group], at("11:00"), [])).toBeNull();
    expect(groupInRoom([group], during, [group.id])).toBeNull();
  });
});
