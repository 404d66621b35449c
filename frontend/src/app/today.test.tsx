import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { SessionCard } from "@/api/types";
import { anAttendance, Clinic, idOf } from "@/test/clinic";
import { signedInWith } from "@/test/clinic-chart";
import { API, handlersOf, problem } from "@/test/handlers";
import { attendanceOf, choiceOf, leaveRoomMode } from "@/test/on-today";
import { openApp } from "@/test/open-app";
import { server, whenAsked } from "@/test/server";

const TODAY = "2026-11-18";
const at = (time: string) => new Date(`${TODAY}T${time}:00-07:00`);
let clinic: Clinic;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: at("10:12") });
  clinic = new Clinic(TODAY);
});
afterEach(() => vi.useRealTimers());

const chosen = (name: string) =>
  within(attendanceOf(name)).queryByRole("radio", { checked: true })?.textContent ?? null;
const stored = (name: string) => clinic.row(clinic.session("DBT Skills"), name).attendance;

/** Opens Today with everything shown: the group that runs is in room mode otherwise. */
async function openRoster(path = "/today") {
  const opened = openApp(clinic, path);
  await leaveRoomMode(opened.user);
  return opened;
}

describe("the day", () => {
  it("opens the session that runs and says what is left", async () => {
    await openRoster();
    expect(await screen.findByRole("heading", { name: "Wednesday, November 18" })).toBeVisible();
    expect(await screen.findByRole("heading", { name: "DBT Skills" })).toBeVisible();
    expect(screen.getByText("5 sessions, 4 h 30 left")).toBeVisible();
    expect(screen.getByRole("link", { name: /DBT Skills/ })).toHaveAttribute("aria-current", "true");
  });

  it("counts people where there may be more than one", async () => {
    await openRoster();
    const alone = await screen.findByRole("link", { name: /Hector/ });
    expect(alone).toHaveTextContent(/1:00–1:50 · /);
    expect(alone).not.toHaveTextContent(/person|people/);
    expect(screen.getByRole("link", { name: /Process Group/ })).toHaveTextContent(/\d+ people/);
  });

  it("shows others' sessions only when asked", async () => {
    const { user } = await openRoster();
    await screen.findByRole("heading", { name: "DBT Skills" });
    expect(screen.queryByRole("link", { name: /CBT Core/ })).toBeNull();
    await user.click(screen.getByRole("button", { name: "All" }));
    expect(await screen.findByRole("link", { name: /CBT Core/ })).toBeVisible();
  });

  it("is a list that says the part of the day when three run at once", async () => {
    const [cbt] = clinic.sessions.filter((one) => one.title === "CBT Core" && one.local_date === TODAY);
    clinic.add({ ...(cbt as SessionCard), id: idOf("trauma"), title: "Trauma Group" });
    await openRoster("/today?whose=all");
    expect(await screen.findByRole("link", { name: /CBT Core.*9:00–10:30\sAM · Maple/ })).toBeVisible();
    expect(screen.getByRole("link", { name: /Trauma Group/ })).toBeVisible();
  });

  it("keeps the day in the address and finds the way back", async () => {
    const { user, router } = await openRoster();
    await screen.findByRole("heading", { name: "DBT Skills" });
    await user.click(screen.getByRole("button", { name: "Next day" }));
    expect(await screen.findByRole("heading", { name: "Thursday, November 19" })).toBeVisible();
    expect(router.state.location.search).toEqual({ date: "2026-11-19" });
    expect(await screen.findByText("Attendance opens on the day of the session.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Today" }));
    expect(await screen.findByRole("heading", { name: "Wednesday, November 18" })).toBeVisible();
  });

  it("says whose one's own sessions without a group are", async () => {
    await openRoster();
    expect(await screen.findByRole("link", { name: /^Hector\s?Individual/ })).toBeVisible();
    expect(screen.queryByRole("link", { name: /Hector Ramos/ })).toBeNull();
  });

  it("says why a day is empty and offers the week", async () => {
    openApp(clinic, "/today?date=2026-12-25");
    expect(await screen.findByText("No sessions on this day")).toBeVisible();
    expect(screen.getByRole("link", { name: "Look at the week" })).toHaveAttribute("href", "/schedule");
  });

  it("says on a free day too what is due", async () => {
    vi.setSystemTime(at("07:00"));
    openApp(clinic, "/today?date=2026-12-25");
    const due = within(await screen.findByRole("complementary", { name: "To do" }));
    expect((await due.findAllByRole("heading")).length).toBeGreaterThan(0);
  });

  it("says what failed and tries again", async () => {
    const { user } = openApp(clinic, "/today");
    server.use(http.get(`${API}/api/v1/today`, () => problem(500, "unexpected")));
    expect(await screen.findByText("Something went wrong in Handrail.")).toBeVisible();
    server.use(...handlersOf(clinic));
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("heading", { name: "DBT Skills" })).toBeVisible();
  });

  it("names who is short of days that count, on the roster too", async () => {
    const row = clinic.row(clinic.session("DBT Skills"), "Grace Liu");
    row.flags = [{ code: "days_short_this_week", params: { count: 1 } }];
    const { user } = await openRoster();
    const due = screen.getByRole("complementary", { name: "To do" });
    expect(within(due).getByText("Grace Liu")).toBeVisible();
    expect(within(due).getByText("Short 1 day")).toBeVisible();
    const line = attendanceOf("Grace Liu").closest("li") as HTMLElement;
    expect(within(line).getByText("Short 1 day")).toBeVisible();
    await user.click(screen.getByRole("button", { name: /Account and settings/ }));
    await user.click(await screen.findByRole("button", { name: "Español" }));
    expect(await within(line).findByText("Falta 1 día")).toBeVisible();
  });

  it("names who is short of hours this week", async () => {
    await openRoster();
    const due = screen.getByRole("complementary", { name: "To do" });
    expect(within(due).getByText("Elena Petrova")).toBeVisible();
    expect(within(due).getByText("Short 1 h 30")).toBeVisible();
  });
});

describe("room mode", () => {
  it("shows an open alert as one mark that says nothing, and by its name once everything is shown", async () => {
    clinic.signedIn = signedInWith([...(clinic.signedIn?.permissions ?? []), "alert:read"]);
    const { user } = openApp(clinic, "/today");
    const [row] = clinic.roster(clinic.session("DBT Skills").id).rows.filter((one) => one.flags.length === 0);
    if (!row) throw new Error("Somebody in the group has no flag.");
    server.use(
      http.get(`${API}/api/v1/alerts`, () =>
        HttpResponse.json({
          items: [
            {
              id: idOf("alert"),
              participant_id: row.participant_id,
              participant_name: row.full_name,
              source: "flag",
              label: null,
              flag_reason: "other",
              owner: { account_id: idOf("sam"), name: "Sam Reyes" },
              due_at: at("10:27").toISOString(),
              gone_up: false,
              acknowledged_at: null,
            },
          ],
          next_cursor: null,
        }),
      ),
    );
    const line = () => attendanceOf(row.chosen_name).closest("li");
    await waitFor(() => expect(line()).toHaveTextContent("Look later"));
    expect(screen.queryByText("Open alert")).toBeNull();
    await leaveRoomMode(user);
    const full = await screen.findByText("Open alert");
    expect(full.closest("li")).toHaveTextContent(row.full_name.split(" ").at(-1) ?? "");
  });

  it("is on by itself while one's own group runs: names and attendance, nothing else", async () => {
    openApp(clinic, "/today");
    await screen.findByRole("heading", { name: "DBT Skills" });
    expect(await screen.findByRole("radiogroup", { name: "Attendance of Elena" })).toBeVisible();
    expect(screen.queryByText(/Petrova/)).toBeNull();
    expect(screen.queryByText(/Short 1 h 30/)).toBeNull();
    expect(screen.queryByText(/of 9 h/)).toBeNull();
    expect(screen.getAllByText("Look later")).toHaveLength(3);
    expect(screen.queryByRole("link", { name: /Family|Hector/ })).toBeNull();
    expect(screen.queryByText("they/them")).toBeNull();
    expect(screen.queryByText(/Record delivery|with Dana/)).toBeNull();
    expect(screen.queryByRole("navigation")).toBeNull();
    expect(screen.queryByRole("complementary", { name: "To do" })).toBeNull();
  });

  it("does not ask why somebody is away where the group could read it", async () => {
    const { user } = openApp(clinic, "/today");
    await user.click(
      within(await screen.findByRole("radiogroup", { name: "Attendance of Elena" })).getByRole("radio", {
        name: "Excused",
      }),
    );
    await waitFor(() => expect(stored("Elena Petrova")?.outcome).toBe("excused"));
    expect(screen.queryByLabelText("Reason")).toBeNull();
  });

  it("stays while one goes about, shows nothing of other pages, and keeps the search away", async () => {
    const { user, router } = openApp(clinic, "/today");
    expect(await screen.findByRole("heading", { name: "Room mode" })).toBeVisible();
    await router.navigate({ to: "/participants" });
    expect(await screen.findByText("This page is hidden in room mode")).toBeVisible();
    expect(screen.queryByText("Avery Brooks")).toBeNull();
    await user.keyboard("{Control>}k{/Control}");
    expect(screen.queryByRole("combobox")).toBeNull();
    await user.click(screen.getByRole("link", { name: "To the roster" }));
    expect(await screen.findByRole("radiogroup", { name: "Attendance of Elena" })).toBeVisible();
  });

  it("is entered by R on any page, and left only by an act of its own", async () => {
    vi.setSystemTime(at("09:12"));
    const { user } = openApp(clinic, "/schedule?view=list");
    await screen.findAllByRole("link", { name: /DBT Skills/ });
    await user.keyboard("r");
    expect(screen.queryByRole("link", { name: /DBT Skills/ })).toBeNull();
    expect(screen.getByTestId("announcer")).toHaveTextContent("Room mode is on");
    await user.keyboard("r");
    const dialog = await screen.findByRole("dialog", { name: "Leave room mode?" });
    await user.click(within(dialog).getByRole("button", { name: "Stay in room mode" }));
    expect(screen.queryByRole("link", { name: /DBT Skills/ })).toBeNull();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await leaveRoomMode(user);
    expect(await screen.findAllByRole("link", { name: /DBT Skills/ })).not.toHaveLength(0);
    expect(screen.getByTestId("announcer")).toHaveTextContent("Room mode is off");
  });

  it("does not come back by itself for a group it was left for", async () => {
    const { router } = await openRoster();
    await router.navigate({ to: "/participants" });
    await router.navigate({ to: "/today" });
    expect(await screen.findByText("Elena Petrova", { selector: "strong" })).toBeVisible();
    expect(screen.queryByRole("heading", { name: "Room mode" })).toBeNull();
  });

  it("calls people by what they are called when the group is closed", async () => {
    const { user } = openApp(clinic, "/today");
    await user.click(await screen.findByRole("button", { name: /Mark rest present/ }));
    await waitFor(() => expect(stored("Jonas Berg")?.outcome).toBe("present"));
    await user.click(screen.getByRole("button", { name: "Close group" }));
    const dialog = await screen.findByRole("dialog", { name: "Close DBT Skills" });
    await user.click(within(dialog).getByRole("button", { name: "Someone left earlier or was out" }));
    expect(within(dialog).getByLabelText("Grace left at")).toBeVisible();
    expect(within(dialog).queryByText(/Liu/)).toBeNull();
  });

  it("is off when the session is over", async () => {
    vi.setSystemTime(at("11:05"));
    openApp(clinic, `/today?session=${clinic.session("DBT Skills").id}`);
    expect(await screen.findByText("Elena Petrova", { selector: "strong" })).toBeVisible();
  });
});

describe("the screen on the wall", () => {
  it("shows what people are called, who is here and the time left, and nothing else", async () => {
    const group = clinic.session("DBT Skills");
    clinic.mark(group.id, { booking_id: clinic.row(group, "Avery Brooks").booking_id, outcome: "present" });
    clinic.mark(group.id, {
      booking_id: clinic.row(group, "Elena Petrova").booking_id,
      outcome: "absent",
      absence_reason: "hospital",
    });
    openApp(clinic, `/wall/${group.id}`);
    const asked: string[] = [];
    whenAsked((request) => asked.push(new URL(request.url).pathname));
    expect(await screen.findByRole("heading", { name: "48 minutes left" })).toBeVisible();
    // What a roster says beyond names never reaches this screen.
    expect(asked).toContain(`/api/v1/sessions/${group.id}/wall`);
    expect(asked.filter((path) => path.endsWith("/roster"))).toEqual([]);
    const people = screen.getAllByRole("listitem").map((item) => item.textContent);
    expect(people).toHaveLength(10);
    expect(people[0]).toBe("AveryHere");
    expect(people[4]).toBe("ElenaNot here");
    expect(screen.queryByText(/Petrova|DBT|Absent|Hospital|Look later|Room mode/)).toBeNull();
    expect(screen.queryAllByRole("button")).toEqual([]);
  });

  it("leaves the tab in room mode", async () => {
    const { router } = openApp(clinic, `/wall/${clinic.session("DBT Skills").id}`);
    await screen.findByRole("heading", { name: "48 minutes left" });
    await router.navigate({ to: "/participants" });
    expect(await screen.findByText("This page is hidden in room mode")).toBeVisible();
  });
});

describe("marking", () => {
  it("marks one person with one click, at once", async () => {
    const { user } = await openRoster();
    await user.click(choiceOf("Avery Brooks", "Present"));
    await waitFor(() => expect(chosen("Avery Brooks")).toBe("Present"));
    await waitFor(() => expect(stored("Avery Brooks")).toMatchObject({ outcome: "present", version: 1 }));
    expect(screen.getAllByText("1 of 10 marked")).toHaveLength(2); // on the roster and in the day
  });

  it("marks the unmarked present by ⇧P and leaves exceptions alone; Undo takes it back", async () => {
    const { user } = await openRoster();
    await user.click(choiceOf("Devon Whitlock", "Absent"));
    await user.keyboard("{Shift>}P{/Shift}");
    await waitFor(() => expect(stored("Jonas Berg")?.outcome).toBe("present"));
    expect(stored("Devon Whitlock")?.outcome).toBe("absent");
    expect(screen.getByTestId("announcer")).toHaveTextContent("9 people marked present");
    await user.click(screen.getByRole("button", { name: "Undo the last change" }));
    await waitFor(() => expect(stored("Jonas Berg")).toBeNull());
    expect(chosen("Jonas Berg")).toBeNull();
    expect(chosen("Devon Whitlock")).toBe("Absent");
  });

  it("marks the focused person by 1 to 4 and moves by arrows", async () => {
    const { user } = await openRoster();
    choiceOf("Avery Brooks", "Present").focus();
    await user.keyboard("1");
    await user.keyboard("{ArrowDown}");
    expect(attendanceOf("Blanca Torres")).toContainElement(document.activeElement as HTMLElement);
    await user.keyboard("4");
    await waitFor(() => expect(stored("Blanca Torres")?.outcome).toBe("absent"));
    expect(stored("Avery Brooks")?.outcome).toBe("present");
  });

  it("does not choose while arrows pass over the words", async () => {
    const { user } = await openRoster();
    choiceOf("Avery Brooks", "Present").focus();
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(choiceOf("Avery Brooks", "Excused")).toHaveFocus();
    expect(chosen("Avery Brooks")).toBeNull();
  });

  it("leaves ⇧P alone once shortcuts are off", async () => {
    const { user } = await openRoster();
    await user.click(screen.getByRole("button", { name: /Account and settings/ }));
    await user.click(await screen.findByRole("button", { name: "Off" }));
    await user.keyboard("{Escape}{Shift>}P{/Shift}");
    expect(screen.getByText("0 of 10 marked")).toBeVisible();
    await user.click(screen.getByRole("button", { name: /Account and settings/ }));
    await user.click(await screen.findByRole("button", { name: "On" }));
  });

  it("marks late from now on and takes the time that is right", async () => {
    const { user } = await openRoster();
    await user.click(choiceOf("Chidi Nwosu", "Late"));
    await waitFor(() => expect(stored("Chidi Nwosu")).toMatchObject({ outcome: "late", minutes: 48 }));
    await user.click(screen.getByRole("button", { name: "15 min" }));
    await waitFor(() => expect(stored("Chidi Nwosu")?.arrived_at).toBe(at("09:45").toISOString()));
    expect(await screen.findByText(/Came 9:45/)).toBeVisible();
  });

  it("asks when somebody came before it marks them late in a session that is over", async () => {
    vi.setSystemTime(at("11:30"));
    const { user } = await openRoster(`/today?session=${clinic.session("DBT Skills").id}`);
    await user.click(within(await screen.findByRole("radiogroup", { name: /Chidi/ })).getByText("Late"));
    expect(chosen("Chidi Nwosu")).toBeNull();
    await user.click(screen.getByRole("button", { name: "10 min" }));
    await waitFor(() => expect(stored("Chidi Nwosu")).toMatchObject({ outcome: "late", minutes: 80 }));
  });

  it("marks an absence at once and takes the reason after", async () => {
    const { user } = await openRoster();
    await user.click(choiceOf("Elena Petrova", "Excused"));
    await waitFor(() => expect(stored("Elena Petrova")).toMatchObject({ outcome: "excused", absence_reason: null }));
    await user.selectOptions(screen.getByLabelText("Reason"), "Child care");
    await waitFor(() => expect(stored("Elena Petrova")?.absence_reason).toBe("child_care"));
  });

  it("shows another's mark that came first, and lets the person choose", async () => {
    const { user } = await openRoster();
    const booking = clinic.row(clinic.session("DBT Skills"), "Grace Liu").booking_id;
    clinic.markedElsewhere.set(booking, anAttendance({ outcome: "late", version: 4 }));
    await user.click(choiceOf("Grace Liu", "Present"));
    expect(await screen.findByText(/Grace Liu was marked Late by somebody else. You chose Present./)).toBeVisible();
    expect(chosen("Grace Liu")).toBe("Late");
    await user.click(screen.getByRole("button", { name: "Use mine" }));
    await waitFor(() => expect(stored("Grace Liu")).toMatchObject({ outcome: "present", version: 5 }));
    expect(screen.queryByText(/by somebody else/)).toBeNull();
  });

  it("takes a mark back that the server did not get, says so and sends it again", async () => {
    const { user } = await openRoster();
    const path = `${API}/api/v1/sessions/:id/attendance`;
    server.use(http.post(path, () => HttpResponse.error(), { once: true }));
    await user.click(choiceOf("Avery Brooks", "Present"));
    expect(await screen.findByText(/1 mark is not saved/)).toBeVisible();
    expect(screen.getByText("Some changes are not saved")).toBeVisible();
    expect(chosen("Avery Brooks")).toBeNull();
    const alert = screen.getByText(/1 mark is not saved/).parentElement as HTMLElement;
    await user.click(within(alert).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(stored("Avery Brooks")?.outcome).toBe("present"));
    await waitFor(() => expect(screen.getByText("All changes saved")).toBeVisible());
  });

  it("sends two quick choices for one person in order, each on the version before", async () => {
    const { user } = await openRoster();
    await user.click(choiceOf("Avery Brooks", "Present"));
    await user.click(choiceOf("Avery Brooks", "Absent"));
    await waitFor(() => expect(chosen("Avery Brooks")).toBe("Absent"));
    await waitFor(() => expect(stored("Avery Brooks")).toMatchObject({ outcome: "absent", version: 2 }));
    expect(screen.queryByText(/by somebody else/)).toBeNull();
  });

  it("shows a roster that may not be changed to who may not mark", async () => {
    if (clinic.signedIn) clinic.signedIn = { ...clinic.signedIn, permissions: [] };
    await openRoster();
    expect(choiceOf("Avery Brooks", "Present")).toBeDisabled();
    expect(screen.queryByRole("button", { name: /Mark rest present/ })).toBeNull();
  });
});
