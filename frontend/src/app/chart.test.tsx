import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";

import { Clinic } from "@/test/clinic";
import { aBooked, anEpisode, aTask, EARLIER } from "@/test/clinic-care";
import { ALL_RIGHTS, Chart, signedInWith, without } from "@/test/clinic-chart";
import { aPerson, PERSON } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { chartHandlers } from "@/test/handlers-chart";
import { openApp } from "@/test/open-app";
import { openChart } from "@/test/open-chart";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
vi.setSystemTime(new Date("2026-11-18T16:00:00Z"));

it("opens from a row of the list and says who it is", async () => {
  const clinic = new Clinic(TODAY);
  clinic.signedIn = signedInWith(ALL_RIGHTS);
  const chart = new Chart(TODAY);
  const listed = clinic.participants[0];
  if (!listed) throw new Error("nobody is listed");
  chart.person = aPerson({ id: listed.id });
  const { user, router } = openApp(clinic, "/participants");
  server.use(...chartHandlers(chart));
  await user.click(await screen.findByRole("link", { name: "Avery Brooks" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Sunny Petrova she/her" })).toBeVisible();
  expect(router.state.location.href).toBe(`/participants/${listed.id}`);
});

it("names legal name, age, number, cohort and clinician, and no name in the title of the document", async () => {
  openChart(new Chart(TODAY));
  expect(await screen.findByText("Legal name Elena Petrova")).toBeVisible();
  expect(screen.getByText("36 y, born Apr 23, 1990")).toBeVisible();
  expect(screen.getByText("MRN 20404")).toBeVisible();
  expect(await screen.findByText("Day DBT cohort")).toBeVisible();
  expect(await screen.findByText("Primary clinician Dana Ruiz")).toBeVisible();
  expect(screen.getByText("Interpreter needed")).toBeVisible();
  expect(document.title).toBe("Chart · Handrail");
});

it("says where the episode stands: day, hours against the minimum, days that count", async () => {
  openChart(new Chart(TODAY));
  expect(await screen.findByText("Day 14 of 24")).toBeVisible();
  expect(screen.getByText("Trauma, day track")).toBeVisible();
  expect(screen.getByText("Planned end Dec 11, 2026")).toBeVisible();
  expect(await screen.findByText("6 h of 9 h")).toBeVisible();
  expect(screen.getByText("Will be 1 h 30 short")).toBeVisible();
  expect(screen.getByText("Will be 1 day short")).toBeVisible();
  expect(screen.getByText("2 of 3")).toBeVisible();
  expect(screen.getByText("A day counts from 3 h")).toBeVisible();
});

it("shows itself once what its head says is there, so that nothing is pushed down under a hand", async () => {
  const chart = new Chart(TODAY);
  openChart(chart);
  let answer = () => {};
  const answered = new Promise<void>((goOn) => {
    answer = goOn;
  });
  const asked = vi.fn();
  server.use(
    http.get(`${API}/api/v1/episodes/:id/ledger`, async () => {
      asked();
      await answered;
      return HttpResponse.json(chart.weeks[0]);
    }),
  );
  await waitFor(() => expect(asked).toHaveBeenCalled());
  expect(screen.queryByRole("heading", { level: 1 })).toBeNull();
  answer();
  expect(await screen.findByRole("heading", { level: 1, name: /Sunny Petrova/ })).toBeVisible();
  for (const fact of ["6 h of 9 h", "Day 14 of 24", "Day DBT cohort", "Primary clinician Dana Ruiz"]) {
    expect(screen.getByText(fact)).toBeVisible();
  }
});

it("keeps its place where a figure cannot be read, and says so", async () => {
  const chart = new Chart(TODAY);
  openChart(chart);
  server.use(http.get(`${API}/api/v1/episodes/:id/progress`, () => problem(403, "forbidden")));
  expect(await screen.findByText("Could not be loaded")).toBeVisible();
  expect(await screen.findByText("6 h of 9 h")).toBeVisible();
});

it("tells the episode from the referral to the planned end, a move as one event", async () => {
  openChart(new Chart(TODAY));
  const timeline = await screen.findByRole("region", { name: "Timeline" });
  await within(timeline).findByText("Moved to Day DBT cohort");
  const told = within(timeline)
    .getAllByRole("listitem")
    .map((item) => item.textContent);
  expect(told).toEqual([
    "Planned endDec 11, 2026",
    "Back from leaveNov 5, 2026",
    "Leave of absence illnessNov 2, 2026",
    "Moved to Day DBT cohort from Trauma day cohortOct 26, 2026",
    "Joined Trauma day cohortOct 12, 2026",
    "AdmittedOct 12, 2026",
    "Screening beganOct 5, 2026",
    "Referred by a hospitalOct 1, 2026",
  ]);
});

it("shows the next sessions and what is due", async () => {
  const chart = new Chart(TODAY);
  chart.tasks = [aTask({ due_at: "2026-11-17T23:00:00Z" })];
  openChart(chart);
  const next = await screen.findByRole("region", { name: "Next sessions" });
  expect(await within(next).findByText("Process Group")).toBeVisible();
  expect(await within(next).findByText(/Thu 19 · 9:30–11:00 AM · Cedar/)).toBeVisible();
  expect(within(next).queryByText("Cancelled Group")).toBeNull();
  const due = screen.getByRole("region", { name: "Due" });
  expect(await within(due).findByText("Review the plan")).toBeVisible();
  expect(within(due).getByText("Overdue since Nov 17, 2026, 4:00 PM")).toBeVisible();
});

it("says when nothing is booked and nothing is due", async () => {
  const chart = new Chart(TODAY);
  chart.ahead = [aBooked("Over", "2026-11-17")];
  chart.tasks = [];
  openChart(chart);
  expect(await screen.findByText("Nothing is booked for the next two weeks.")).toBeVisible();
  expect(await screen.findByText("No open tasks.")).toBeVisible();
});

it("says that there is no current episode, and lets an earlier one be looked at", async () => {
  const chart = new Chart(TODAY);
  chart.episodes = [
    anEpisode({ status: "ended", ended_on: "2026-11-06", end_reason: "completed" }),
    anEpisode({
      id: EARLIER,
      status: "ended",
      referred_on: "2024-01-08",
      admitted_on: "2024-01-15",
      ended_on: "2024-03-15",
      end_reason: "hospital",
      program_id: chart.episodes[0]?.program_id ?? "",
    }),
  ];
  const { user, router } = openChart(chart);
  expect(await screen.findByText("No current episode. Trauma, day track ended Nov 6, 2026.")).toBeVisible();
  await user.selectOptions(screen.getByLabelText("Episode of care"), "Trauma, day track, Ended, Jan 15, 2024");
  expect(await screen.findByText("No current episode. Trauma, day track ended Mar 15, 2024.")).toBeVisible();
  expect(router.state.location.href).toBe(`/participants/${PERSON}?episode=${EARLIER}`);
});

it("does not call an episode missing while another one runs, and asks for the hours of its own time", async () => {
  const chart = new Chart(TODAY);
  chart.episodes.push(anEpisode({ id: EARLIER, status: "ended", ended_on: "2024-03-15", end_reason: "completed" }));
  const asked: (string | null)[] = [];
  openChart(chart, `?episode=${EARLIER}&tab=hours`);
  server.use(
    http.get(`${API}/api/v1/participants/:id/ledger`, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("until"));
    }),
  );
  expect(await screen.findByText("Trauma, day track ended Mar 15, 2024.")).toBeVisible();
  expect(await screen.findByText("No hours yet")).toBeVisible();
  expect(asked).toEqual(["2024-03-15"]);
});

it("says that somebody was referred and not admitted yet", async () => {
  const chart = new Chart(TODAY);
  chart.episodes = [anEpisode({ status: "referred", screened_on: null, admitted_on: null, planned_end_on: null })];
  openChart(chart);
  expect(
    await screen.findByText("No current episode. Referred to Trauma, day track on Oct 1, 2026, not admitted yet."),
  ).toBeVisible();
});

it("says when there is no episode at all", async () => {
  const chart = new Chart(TODAY);
  chart.episodes = [];
  openChart(chart);
  expect((await screen.findAllByText("No episode of care. It begins with a referral to a program."))[0]).toBeVisible();
});

it("marks a record under Part 2", async () => {
  const chart = new Chart(TODAY);
  chart.episodes = [
    anEpisode({
      security_labels: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "42CFRPart2" }],
    }),
  ];
  openChart(chart);
  expect(await screen.findByText("42 CFR Part 2")).toBeVisible();
});

it("offers only the parts that a role may see", async () => {
  openChart(new Chart(TODAY), "", ["participant:read", "booking:read"]);
  const tabs = await screen.findByRole("navigation", { name: "Parts of the chart" });
  expect(
    within(tabs)
      .getAllByRole("link")
      .map((link) => link.textContent),
  ).toEqual(["Overview", "Contacts", "Record"]);
  expect(screen.getByText("Your role does not see episodes of care.")).toBeVisible();
  expect(screen.queryByRole("region", { name: "Due" })).toBeNull();
});

it("keeps the tab in the address, and shows the overview where a role may not see it", async () => {
  const { user, router } = openChart(new Chart(TODAY));
  await user.click(await screen.findByRole("link", { name: "Hours" }));
  expect(router.state.location.href).toBe(`/participants/${PERSON}?tab=hours`);
  expect(screen.getByRole("link", { name: "Hours" })).toHaveAttribute("aria-current", "page");
  expect(await screen.findByRole("region", { name: "Hours by week" })).toBeVisible();
});

it("shows the overview instead of a tab that a role may not see", async () => {
  openChart(new Chart(TODAY), "?tab=hours", without("ledger:read"));
  expect(await screen.findByRole("region", { name: "Timeline" })).toBeVisible();
});

it("says week by week what was scheduled, attended, excused and missed", async () => {
  openChart(new Chart(TODAY), "?tab=hours");
  const table = await screen.findByRole("table");
  const rows = within(table)
    .getAllByRole("row")
    .map((row) => [...row.children].map((cell) => cell.textContent.replaceAll("\u00a0", " ")));
  expect(rows[1]).toEqual([
    "November 16 – 22, 2026",
    "9 h",
    "9 h",
    "6 h",
    "1 h 30",
    "0 h",
    "1 h 30",
    "0 h",
    "1 h 30",
    "2 of 3",
  ]);
  expect(rows[2]).toEqual([
    "November 9 – 15, 2026",
    "9 h",
    "9 h",
    "8 h",
    "0 h",
    "1 h",
    "0 h",
    "30 min",
    "0 h",
    "3 of 3",
  ]);
});

it("opens a week to its days and says which of them count", async () => {
  const { user } = openChart(new Chart(TODAY), "?tab=hours");
  const week = await screen.findByRole("button", { name: "November 16 – 22, 2026" });
  expect(screen.getByText("Counts")).not.toBeVisible();
  await user.click(week);
  expect(week).toHaveAttribute("aria-expanded", "true");
  expect(screen.getByText("Counts").closest("li")).toHaveTextContent("Mon 16 3 h Counts");
  expect(screen.getByText("Tue 17").closest("li")).toHaveTextContent("Tue 17 0 h Missed");
});

it("says why there are no hours, and names a failure", async () => {
  const chart = new Chart(TODAY);
  openChart(chart, "?tab=hours");
  server.use(
    http.get(`${API}/api/v1/participants/:id/ledger`, () => HttpResponse.json({ participant_id: PERSON, weeks: [] })),
  );
  expect(await screen.findByText("No hours yet")).toBeVisible();
});

it("offers another try where the hours could not be read", async () => {
  const { user } = openChart(new Chart(TODAY), "?tab=hours");
  let refused = true;
  server.use(
    http.get(`${API}/api/v1/participants/:id/ledger`, () => (refused ? problem(403, "forbidden") : undefined)),
  );
  expect(await screen.findByText("Your role does not allow this.")).toBeVisible();
  refused = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("table")).toBeVisible();
});

it("says what reached somebody of each therapy, in total and by week", async () => {
  openChart(new Chart(TODAY), "?tab=therapies");
  const dose = await screen.findByRole("table", { name: "Dose by modality" });
  const week = screen.getByRole("table", { name: "Minutes by week" });
  const row = within(dose).getByRole("row", { name: /Dialectical/ });
  expect(row).toHaveTextContent("Dialectical behavior therapy7 of 1663090");
  expect(row).toHaveTextContent("distress tolerance 3");
  expect(row).toHaveTextContent("Nov 17, 2026");
  const first = within(week).getAllByRole("row")[1];
  expect(first).toHaveTextContent("Nov 16, 2026180 min360 min");
});

it("says when no therapy is recorded", async () => {
  const chart = new Chart(TODAY);
  chart.doses = [];
  openChart(chart, "?tab=therapies");
  expect(await screen.findByText("No therapy recorded yet")).toBeVisible();
});

it("notes that a task is done, with what was done", async () => {
  const chart = new Chart(TODAY);
  const { user } = openChart(chart);
  await user.click(await screen.findByRole("button", { name: "Done: Review the plan" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Done: Review the plan" }));
  await user.type(dialog.getByLabelText("What was done (optional)"), "Reviewed together");
  await user.click(dialog.getByRole("button", { name: "Done" }));
  expect(await screen.findByText("No open tasks.")).toBeVisible();
  expect(chart.done).toEqual([{ id: aTask().id, note: "Reviewed together" }]);
});

it("does a welfare call only with a word of how they are", async () => {
  const chart = new Chart(TODAY);
  chart.tasks = [aTask({ kind: "contact", title_code: "welfare_call" })];
  const { user } = openChart(chart);
  await user.click(await screen.findByRole("button", { name: "Done: Call: absent without a word" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Done: Call: absent without a word" }));
  const note = dialog.getByLabelText("How they are, and who says so");
  await user.click(dialog.getByRole("button", { name: "Done" }));
  expect(dialog.getByRole("alert")).toHaveFocus();
  expect(note).toHaveAccessibleDescription(/Say how they are, or note the try in the chart/);
  expect(chart.done).toEqual([]);
  await user.type(note, "At home with a fever, says the sister");
  await user.click(dialog.getByRole("button", { name: "Done" }));
  expect(await screen.findByText("No open tasks.")).toBeVisible();
  expect(chart.done).toEqual([{ id: aTask().id, note: "At home with a fever, says the sister" }]);
});

it("puts a task off to a time ahead", async () => {
  const chart = new Chart(TODAY);
  const { user } = openChart(chart);
  await user.click(await screen.findByRole("button", { name: "Put off: Review the plan" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Put off: Review the plan" }));
  const day = dialog.getByLabelText("Due on");
  expect(day).toHaveValue("2026-11-21");
  await user.clear(day);
  await user.type(day, "2026-11-17");
  await user.click(dialog.getByRole("button", { name: "Put off" }));
  expect(dialog.getByRole("alert")).toHaveFocus();
  expect(day).toHaveAccessibleDescription("Choose a day and time that are ahead");
  await user.clear(day);
  await user.type(day, "2026-11-24");
  await user.click(dialog.getByRole("button", { name: "Put off" }));
  expect(await screen.findByText("Due Nov 24, 2026, 4:00 PM")).toBeVisible();
});

it("says that somebody else did a task meanwhile, and keeps the note", async () => {
  const chart = new Chart(TODAY);
  const { user } = openChart(chart);
  await user.click(await screen.findByRole("button", { name: "Done: Review the plan" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Done: Review the plan" }));
  server.use(http.post(`${API}/api/v1/tasks/:id/complete`, () => problem(409, "task-not-open")));
  await user.type(dialog.getByLabelText("What was done (optional)"), "Reviewed");
  await user.click(dialog.getByRole("button", { name: "Done" }));
  expect(await dialog.findByText(/Somebody else did this task meanwhile/)).toBeVisible();
  expect(dialog.getByLabelText("What was done (optional)")).toHaveValue("Reviewed");
});

it("offers no acts on tasks to who may only read them", async () => {
  openChart(new Chart(TODAY), "", without("task:write"));
  expect(await screen.findByText("Review the plan")).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Done/ })).toBeNull();
});

it("shows a part of the timeline, kept in the address, and Back shows all of it again", async () => {
  const { user, router } = openChart(new Chart(TODAY));
  const timeline = await screen.findByRole("region", { name: "Timeline" });
  expect(await within(timeline).findByText("Referred")).toBeVisible();
  await user.click(within(timeline).getByRole("button", { name: "Leaves" }));
  expect(router.state.location.search).toEqual({ timeline: "leaves" });
  await waitFor(() => expect(within(timeline).queryByText("Referred")).toBeNull());
  expect(within(timeline).getByRole("button", { name: "Leaves" })).toHaveAttribute("aria-pressed", "true");
  router.history.back();
  expect(await within(timeline).findByText("Referred")).toBeVisible();
});

it("says what became of the last sessions, to who may read attendance", async () => {
  const chart = new Chart(TODAY);
  const session = {
    booking_id: "booking",
    session_id: "session",
    title: "DBT Skills",
    service_kind: "group" as const,
    local_date: "2026-11-17",
    local_start: "09:30:00",
    outcome: "late" as const,
    minutes: 76,
    closed: true,
  };
  const missed = { ...session, booking_id: "other", title: "Process Group", outcome: null, minutes: null };
  chart.lastSessions = [session, missed];
  openChart(chart, "", [...ALL_RIGHTS, "course:read", "attendance:read"]);
  const panel = (await screen.findByRole("heading", { name: "Last sessions" })).closest("section") as HTMLElement;
  const [late, unmarked] = await within(panel).findAllByRole("listitem");
  expect(late).toHaveTextContent(/DBT Skills.*Tue 17.*76 min.*Late/);
  expect(unmarked).toHaveTextContent(/Process Group.*Not marked/);
});

it("asks for no attendance of whoever may not read it", async () => {
  openChart(new Chart(TODAY), "", [...ALL_RIGHTS, "course:read"]);
  expect(await screen.findByRole("heading", { name: "Hours by week" })).toBeVisible();
  expect(screen.queryByRole("heading", { name: "Last sessions" })).toBeNull();
});
