import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { aSession, aSignedIn, Clinic, idOf } from "@/test/clinic";
import { anEpisode } from "@/test/clinic-care";
import { aProgram } from "@/test/clinic-cohorts";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew } from "@/test/kept-form";
import { leaveRoomMode } from "@/test/on-today";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

const SCHEDULER = [
  "schedule:read",
  "schedule:clinical",
  "session:read",
  "session:write",
  "series:read",
  "room:read",
  "booking:write",
  "attendance:read",
];

function open(path: string, change: (clinic: Clinic) => void = () => {}, permissions = SCHEDULER) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions });
  change(clinic);
  const app = openApp(clinic, path);
  const page = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });
  server.use(
    http.get(`${API}/api/v1/programs`, () => page([aProgram(), aProgram({ id: idOf("other"), name: "Trauma" })])),
    http.get(`${API}/api/v1/episodes`, ({ request }) => {
      const participant_id = new URL(request.url).searchParams.get("participant_id") as string;
      return page([anEpisode({ participant_id, program_id: idOf("program dbt") })]);
    }),
  );
  return { clinic, ...app };
}

const inSeries = (clinic: Clinic) =>
  clinic.details.set(clinic.session("DBT Skills").id, { series_id: clinic.series.id });

it("opens a session beside the schedule; Escape closes it and gives focus back", async () => {
  const { user, router } = open("/schedule", inSeries);
  const link = await screen.findByRole("link", { name: /DBT Skills/ });
  await user.click(link);
  const drawer = await screen.findByRole("dialog", { name: "DBT Skills" });
  expect(await within(drawer).findByText("Wednesday, November 18, 9:30–11:00 AM")).toBeVisible();
  expect(within(drawer).getByText("10 of 12 seats")).toBeVisible();
  expect(await within(drawer).findByText("Mon, Tue, Wed, Thu, Fri, 9:30–11:00 AM")).toBeVisible();
  expect(await within(drawer).findByRole("link", { name: /Thu 19/ })).toBeVisible();
  expect(router.state.location.search).toMatchObject({ session: idOf("DBT Skills 2026-11-18") });
  // The schedule stays usable: another session takes the place of the first, and Escape closes from there too.
  expect(within(drawer).getByRole("heading", { name: "DBT Skills" })).toHaveFocus();
  await user.click(screen.getByRole("link", { name: /Process Group/ }));
  expect(await screen.findByRole("dialog", { name: "Process Group" })).toBeVisible();
  await user.click(link);
  expect(await screen.findByRole("dialog", { name: "DBT Skills" })).toBeVisible();
  await waitFor(() => expect(link).toHaveAttribute("aria-current", "true"));
  link.focus();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(router.state.location.search).toEqual({});
  await waitFor(() => expect(link).toHaveFocus());
});

it("closes one thing at a time by Escape, also when focus is nowhere", async () => {
  const { user } = open(`/schedule?session=${idOf("Process Group 2026-11-18")}`);
  const panel = await screen.findByRole("dialog", { name: "Process Group" });
  await user.click(await screen.findByRole("button", { name: "Add session" }));
  const form = await screen.findByRole("dialog", { name: "Add a session" });
  await within(form).findByLabelText("Title");
  const loseFocus = () => act(() => (document.activeElement as HTMLElement).blur());
  loseFocus();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(form).not.toBeInTheDocument());
  expect(panel).toBeInTheDocument();
  loseFocus();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(panel).not.toBeInTheDocument());
});

it("finds people while a session lies beside the schedule, and closes only the search by Escape", async () => {
  const { user } = open(`/schedule?session=${idOf("Process Group 2026-11-18")}`);
  const panel = await screen.findByRole("dialog", { name: "Process Group" });
  await user.keyboard("{Control>}k{/Control}");
  const search = await screen.findByRole("combobox", { name: /Search people/ });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(search).not.toBeInTheDocument());
  expect(panel).toBeVisible();
});

it("brings a session that is opened past the edge of the schedule into sight", async () => {
  const rect = (left: number, right: number) => ({ left, right, top: 0, bottom: 40 }) as DOMRect;
  const measured = vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    return this.hasAttribute("aria-current") ? rect(900, 1100) : rect(0, 800);
  });
  const { user } = open("/schedule", inSeries);
  await user.click(await screen.findByRole("link", { name: /DBT Skills/ }));
  await screen.findByRole("dialog", { name: "DBT Skills" });
  await waitFor(() => expect(screen.getByRole("region", { name: "Rooms" }).scrollLeft).toBe(300));
  measured.mockRestore();
});

it("opens from its address alone, with the way to its roster and its sheet", async () => {
  open(`/schedule?from=2026-11-16&session=${idOf("CBT Core 2026-11-18")}`);
  const drawer = await screen.findByRole("dialog", { name: "CBT Core" });
  const roster = await within(drawer).findByRole("link", { name: "Open roster" });
  expect(roster).toHaveAttribute("href", expect.stringContaining("/today?date=2026-11-18"));
  expect(within(drawer).getByRole("link", { name: "Sign-in sheet" })).toBeVisible();
});

it("shows what people are called while one's own group runs, and full names else", async () => {
  vi.setSystemTime(new Date("2026-11-18T17:12:00Z"));
  const { user } = open("/schedule");
  await leaveRoomMode(user);
  await user.click(await screen.findByRole("link", { name: /DBT Skills/ }));
  const drawer = await screen.findByRole("dialog", { name: "DBT Skills" });
  expect(await within(drawer).findByText("Avery")).toBeVisible();
  expect(within(drawer).queryByText("Avery Brooks")).toBeNull();
});

it("says when a session is not one's to see", async () => {
  const { router, user } = open(`/schedule?session=${idOf("nothing")}`);
  expect(await screen.findByText("This session is not available")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Back to the schedule" }));
  await waitFor(() => expect(router.state.location.search).toEqual({}));
});

it("names no one to who may not see rosters, and offers no change to who may not make one", async () => {
  open(`/schedule?session=${idOf("Process Group 2026-11-18")}`, () => {}, ["schedule:read", "session:read"]);
  const drawer = await screen.findByRole("dialog", { name: "Process Group" });
  expect(await within(drawer).findByText("Your role shows no names here.")).toBeVisible();
  expect(within(drawer).queryByRole("button", { name: "Move" })).toBeNull();
  expect(within(drawer).queryByRole("button", { name: "Cancel session" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Add session" })).toBeNull();
});

it("warns of what is missing", async () => {
  open(`/schedule?session=${idOf("Lonely 2026-11-19")}`, (clinic) =>
    clinic.add(aSession({ title: "Lonely", date: "2026-11-19", from: "10:00", to: "11:00", room_id: null, staff: [] })),
  );
  const warnings = await screen.findByRole("list", { name: "To look at" });
  expect(warnings).toHaveTextContent("Nobody leads this session");
  expect(warnings).toHaveTextContent("It has no room and is not by video");
  expect(warnings).toHaveTextContent("Nobody is booked");
});

it("moves a session to a free time that it suggests, and takes the move back", async () => {
  const { user, clinic } = open(`/schedule?session=${idOf("Process Group 2026-11-18")}`, (clinic) => {
    clinic.session("Petrova family").staff = [];
  });
  await user.click(await screen.findByRole("button", { name: "Move" }));
  const dialog = await screen.findByRole("dialog", { name: "Move Process Group" });
  const start = within(dialog).getByLabelText("Start");
  await waitFor(() => expect(start).toHaveFocus());
  await user.clear(start);
  await user.type(start, "13:30");
  expect(await within(dialog).findByText("Dana Ruiz works elsewhere then: Hector Ramos, 1:00–1:50 PM")).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Use 3:00 PM" }));
  await user.click(within(dialog).getByRole("button", { name: "Move" }));
  const drawer = await screen.findByRole("dialog", { name: "Process Group" });
  expect(await within(drawer).findByText("Moved to Wednesday, November 18, 3:00–4:00 PM")).toBeVisible();
  expect(clinic.session("Process Group").local_start).toBe("15:00");
  expect(clinic.sent.at(-1)).toEqual({ local_date: "2026-11-18", local_start: "15:00", minutes: 60 });
  await user.click(await within(drawer).findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(clinic.session("Process Group").local_start).toBe("11:15"));
  expect(within(drawer).queryByRole("button", { name: "Undo" })).toBeNull();
});

it("keeps an open dialog and what was typed when the window becomes narrow", async () => {
  let narrow = false;
  const listeners = new Set<() => void>();
  const asked = window.matchMedia;
  const media = vi.spyOn(window, "matchMedia").mockImplementation((query) =>
    query === "(max-width: 1279px)"
      ? ({
          matches: narrow,
          addEventListener: (_: string, listener: () => void) => listeners.add(listener),
          removeEventListener: (_: string, listener: () => void) => listeners.delete(listener),
        } as unknown as MediaQueryList)
      : asked(query),
  );
  const { user } = open(`/schedule?session=${idOf("Process Group 2026-11-18")}`);
  await user.click(await screen.findByRole("button", { name: "Move" }));
  const start = within(await screen.findByRole("dialog", { name: "Move Process Group" })).getByLabelText("Start");
  await user.clear(start);
  await user.type(start, "13:30");
  narrow = true;
  act(() => {
    for (const listener of listeners) listener();
  });
  expect(start).toBeVisible();
  expect(start).toHaveValue("13:30");
  await user.keyboard("{Escape}");
  await waitFor(() =>
    expect(screen.getByRole("dialog", { name: "Process Group" })).toHaveAttribute("aria-modal", "true"),
  );
  media.mockRestore();
});

it("puts a refusal into words that name the session in the way, as far as one sees it", async () => {
  const { user, clinic } = open(`/schedule?session=${idOf("Process Group 2026-11-18")}`);
  server.use(
    http.post(`${API}/api/v1/sessions/:id/move`, () =>
      problem(409, "participant-taken", {
        participant_id: idOf("participant Chidi Nwosu"),
        session_id: idOf("somewhere else"),
        starts_at: "2026-11-18T23:00:00Z",
      }),
    ),
  );
  await user.click(await screen.findByRole("button", { name: "Move" }));
  const dialog = await screen.findByRole("dialog", { name: "Move Process Group" });
  await user.click(within(dialog).getByRole("button", { name: "Move" }));
  expect(await within(dialog).findByRole("alert")).toHaveTextContent("Chidi Nwosu is booked in another session then");
  server.use(http.post(`${API}/api/v1/sessions/:id/move`, () => problem(409, "session-time-not-available")));
  await user.click(within(dialog).getByRole("button", { name: "Move" }));
  await waitFor(() =>
    expect(within(dialog).getByRole("alert")).toHaveTextContent(
      "This time is not available for the session. Choose another one.",
    ),
  );
  expect(clinic.session("Process Group").local_start).toBe("11:15");
});

it("cancels a session with its reason", async () => {
  const { user, clinic } = open(`/schedule?session=${idOf("Evening DBT 2026-11-18")}`);
  await user.click(await screen.findByRole("button", { name: "Cancel session" }));
  const dialog = await screen.findByRole("dialog", { name: "Cancel Evening DBT" });
  await user.click(within(dialog).getByRole("button", { name: "Cancel session" }));
  expect(await within(dialog).findByRole("alert")).toHaveTextContent("Choose why it does not take place");
  await user.selectOptions(within(dialog).getByLabelText("Reason"), "staff absent");
  await user.click(within(dialog).getByRole("button", { name: "Cancel session" }));
  expect(await screen.findByText("Cancelled: staff absent")).toBeVisible();
  expect(clinic.session("Evening DBT").status).toBe("cancelled");
  expect(screen.queryByRole("button", { name: "Move" })).toBeNull();
});

async function fill(user: ReturnType<typeof open>["user"]) {
  await user.click(await screen.findByRole("button", { name: "Add session" }));
  const form = await screen.findByRole("dialog", { name: "Add a session" });
  await user.type(within(form).getByLabelText("Find a participant"), "ave");
  await user.click((await within(form).findAllByRole("button", { name: /Add Avery Brooks/ }))[0] as HTMLElement);
  await waitFor(() =>
    expect(within(form).getByLabelText("Program")).toHaveDisplayValue("Dialectical behavior therapy"),
  );
  await user.selectOptions(await within(form).findByLabelText("Clinician"), "Dana Ruiz");
  await user.selectOptions(within(form).getByLabelText("Room"), "Birch · 12 seats");
  return form;
}

it("adds an individual session: a conflict in words, then another time", async () => {
  const { user, clinic, router } = open("/schedule");
  const form = await fill(user);
  await user.click(within(form).getByRole("button", { name: "Add session" }));
  expect(await within(form).findByRole("alert")).toHaveTextContent("Enter when it starts");
  await user.type(within(form).getByLabelText("Start"), "14:30");
  await user.click(within(form).getByRole("button", { name: "Add session" }));
  expect(await within(form).findByRole("alert")).toHaveTextContent(
    "Dana Ruiz works elsewhere then: Imani Cole, 2:00–2:50 PM",
  );
  expect(within(form).getByRole("list", { name: "Participants" })).toHaveTextContent("Avery Brooks");
  await user.clear(within(form).getByLabelText("Start"));
  await user.type(within(form).getByLabelText("Start"), "16:30");
  await user.click(within(form).getByRole("button", { name: "Add session" }));
  expect(await screen.findByRole("dialog", { name: "Individual" })).toBeVisible();
  expect(router.state.location.search).toMatchObject({ session: idOf("made") });
  expect(clinic.sent.at(-1)).toMatchObject({
    title: "Individual",
    service_kind: "individual",
    program_id: idOf("program dbt"),
    room_id: idOf("room Birch"),
    local_date: "2026-11-18",
    local_start: "16:30",
    minutes: 50,
    staff: [{ staff_id: idOf("staff dana"), role: "lead" }],
    bookings: [{ episode_id: anEpisode().id }],
  });
});

it("takes who fills in the form for who leads it until it is known who may", async () => {
  const { user } = open("/schedule");
  server.use(http.get(`${API}/api/v1/staff`, () => new Promise<never>(() => {})));
  await user.click(await screen.findByRole("button", { name: "Add session" }));
  const form = await screen.findByRole("dialog", { name: "Add a session" });
  expect(within(form).getByLabelText("Clinician")).toHaveDisplayValue("Dana Ruiz, LCSW");
  await user.click(within(form).getByRole("button", { name: "Add session" }));
  expect(await within(form).findByRole("alert")).not.toHaveTextContent("who leads");
});

it("keeps a form that is being filled in when the session of who fills it has ended", async () => {
  const { user, clinic } = open("/schedule");
  const form = await fill(user);
  await user.type(within(form).getByLabelText("Start"), "16:30");
  await user.type(within(form).getByLabelText("Title"), "Extra hour");
  clinic.expired = true;
  await user.click(within(form).getByRole("button", { name: "Add session" }));
  const again = await screen.findByRole("dialog", { name: "Sign in again" });
  await user.type(within(again).getByLabelText("Password"), "right");
  await user.click(within(again).getByRole("button", { name: "Sign in" }));
  expect(await screen.findByRole("dialog", { name: "Extra hour" })).toBeVisible();
  expect(clinic.sent).toHaveLength(2);
});

it("keeps a session that is being added, and asks before what could not be kept is lost", async () => {
  const { user, clinic } = open("/schedule");
  const form = await fill(user);
  await user.type(within(form).getByLabelText("Title"), "Extra hour");
  expect(await within(form).findByText(/^Saved \d+:\d\d/)).toBeVisible();
  await user.click(within(form).getByRole("button", { name: "Cancel" }));
  await user.click(await screen.findByRole("button", { name: "Add session" }));
  const again = await screen.findByRole("dialog", { name: "Add a session" });
  expect(await within(again).findByText(/^What you typed on .* is back\.$/)).toBeVisible();
  expect(within(again).getByLabelText("Title")).toHaveValue("Extra hour");
  expect(within(again).getByRole("list", { name: "Participants" })).toHaveTextContent("Avery Brooks");

  server.use(http.put(`${API}/api/v1/drafts/:form/:subject`, () => problem(503, "unavailable")));
  await user.type(within(again).getByLabelText("Title"), "s");
  await within(again).findByText("Not saved yet. Leave this form open.");
  await user.keyboard("{Escape}");
  const question = await screen.findByRole("dialog", { name: "Close without saving?" });
  await user.click(within(question).getByRole("button", { name: "Stay here" }));
  await waitFor(() => expect(screen.queryByRole("dialog", { name: "Close without saving?" })).toBeNull());
  expect(within(again).getByLabelText("Title")).toHaveValue("Extra hours");
  await user.type(within(again).getByLabelText("Start"), "16:30");
  await user.click(within(again).getByRole("button", { name: "Add session" }));
  expect(await screen.findByRole("dialog", { name: "Extra hours" })).toBeVisible();
  expect(clinic.sent.at(-1)).toMatchObject({ title: "Extra hours" });
});

it("keeps who is not in the program from being booked", async () => {
  const { user } = open("/schedule");
  const form = await fill(user);
  await user.selectOptions(within(form).getByLabelText("Program"), "Trauma");
  expect(await within(form).findByText("No active episode in this program")).toBeVisible();
  await user.type(within(form).getByLabelText("Start"), "16:30");
  await user.click(within(form).getByRole("button", { name: "Add session" }));
  expect(await within(form).findByRole("alert")).toHaveTextContent("Remove who has no active episode");
});

it("shows a week of one's own cohorts first, everybody's or a clinician's on wish", async () => {
  const { user, router } = open("/schedule?view=list", (clinic) => {
    clinic.add(
      aSession({
        title: "Trauma Group",
        date: "2026-11-18",
        from: "10:00",
        to: "11:00",
        mine: false,
        cohorts: [{ id: idOf("trauma"), name: "Trauma day cohort" }],
        staff: [{ staff_id: idOf("staff adaeze"), display_name: "Adaeze Obi", role: "lead" }],
      }),
    );
  });
  const whose = await screen.findByLabelText("Whose week");
  expect(whose).toHaveDisplayValue("My cohorts");
  expect((await screen.findAllByRole("link", { name: "CBT Core" })).length).toBe(5);
  expect(screen.queryByRole("link", { name: "Trauma Group" })).toBeNull();
  await user.selectOptions(whose, "Everyone");
  expect(await screen.findByRole("link", { name: "Trauma Group" })).toBeVisible();
  await user.selectOptions(whose, "Adaeze Obi");
  await waitFor(() => expect(screen.queryByRole("link", { name: "CBT Core" })).toBeNull());
  expect(router.state.location.search).toMatchObject({ view: "list", whose: idOf("staff adaeze") });
});

it("prints a sheet of chosen names, day and room, and nothing else", async () => {
  const print = vi.spyOn(window, "print").mockImplementation(() => {});
  const { user, router } = open(`/sessions/${idOf("DBT Skills 2026-11-18")}/sheet`);
  const table = await screen.findByRole("table");
  expect(
    within(table)
      .getAllByRole("columnheader")
      .map((one) => one.textContent),
  ).toEqual(["Name", "Signature", "Time in", "Time out"]);
  expect(within(table).getByRole("rowheader", { name: "Avery" })).toBeVisible();
  expect(screen.getByText("Nov 18, 2026 · 9:30–11:00 AM · Cedar")).toBeVisible();
  for (const told of [/DBT/, /Brooks/, /Skills/]) expect(screen.getByRole("article")).not.toHaveTextContent(told);
  expect(document.title).not.toMatch(/DBT|Skills/);
  await user.click(screen.getByRole("button", { name: "Slips" }));
  expect(await screen.findByRole("heading", { name: "Sign-in slips" })).toBeVisible();
  expect(within(screen.getByRole("list", { name: "Sign-in slips" })).getAllByRole("listitem")).toHaveLength(10);
  expect(router.state.location.search).toEqual({ form: "slips" });
  await user.click(screen.getByRole("button", { name: "Print" }));
  expect(print).toHaveBeenCalledOnce();
});

it("keeps a move that was begun", async () => {
  const { user } = open(`/schedule?session=${idOf("Process Group 2026-11-18")}`);
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Move" }));
    return screen.findByRole("dialog", { name: "Move Process Group" });
  };
  const start = within(await form()).getByLabelText("Start");
  await user.clear(start);
  await user.type(start, "13:30");
  const kept = { local_start: "13:30" };
  const again = await givenUpAndOpenedAnew(user, { form: "session-move", kept, open: form });
  expect(again.getByLabelText("Start")).toHaveValue("13:30");
});
