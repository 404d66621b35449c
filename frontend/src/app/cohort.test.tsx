import { screen, waitFor, within } from "@testing-library/react";
import { http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { idOf } from "@/test/clinic";
import { DIRECTOR, ProgramClinic } from "@/test/clinic-cohorts";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server, whenAsked } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

const clinic = (permissions?: string[]) => new ProgramClinic("2026-11-18", permissions);
const detail = `/cohorts/${idOf("cohort Day DBT")}`;
const open = (here = clinic(), search = "") => openApp(here, detail + search);
const members = () => screen.getByRole("region", { name: "Members" });

it("shows members on a day, and of all days", async () => {
  const { user, router } = open();
  expect(await screen.findByText("Avery Brooks")).toBeVisible();
  expect(within(members()).getByText("Beside another cohort")).toBeVisible();
  expect(within(members()).queryByText("Chidi Nwosu")).toBeNull();
  await user.click(screen.getByRole("button", { name: "All days" }));
  expect(await within(members()).findByText("Chidi Nwosu")).toBeVisible();
  expect(within(members()).getByText("Completed")).toBeVisible();
  expect(within(members()).queryByRole("button", { name: /End the membership of Chidi/ })).toBeNull();
  expect(router.state.location.search).toEqual({ members: "all" });
});

it("counts seats and members on another day", async () => {
  const asked: string[] = [];
  whenAsked((request) => {
    asked.push(request.url);
  });
  open(clinic(), "?on=2026-11-02");
  expect(await screen.findByText("Chidi Nwosu")).toBeVisible();
  expect(screen.getByText("Census on Nov 2, 2026")).toBeVisible();
  expect(asked.some((url) => url.endsWith(`${idOf("cohort Day DBT")}?on=2026-11-02`))).toBe(true);
});

it("says when a person's name is not the reader's to see", async () => {
  open();
  server.use(http.get(`${API}/api/v1/participants/:id`, () => problem(404, "participant-not-found")));
  expect((await screen.findAllByText("Name not available"))[0]).toBeVisible();
});

it("admits a person from a search, and says what happens to bookings", async () => {
  const here = clinic();
  const { user } = open(here);
  await user.click(await screen.findByRole("button", { name: "Admit a person" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Admit to Day DBT" }));
  await user.click(dialog.getByRole("button", { name: "Admit" }));
  expect(dialog.getByRole("alert")).toHaveFocus();
  expect(dialog.getAllByText("Choose a person")[0]).toBeVisible();
  await user.type(dialog.getByLabelText("Person"), "far");
  await user.click(await dialog.findByRole("button", { name: "Choose Farid Haddad" }));
  expect(await dialog.findByText("Farid Haddad is in this program since Oct 5, 2026.")).toBeVisible();
  expect(dialog.getByText(/From Nov 18, 2026 on, bookings are made/)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Admit" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(here.written).toEqual([
    {
      path: "admit",
      body: { episode_id: idOf("episode Farid Haddad"), starts_on: "2026-11-18", ends_on: null, late_reason: null },
    },
  ]);
  expect(await within(members()).findByText("Farid Haddad")).toBeVisible();
});

it("offers who is in the program without a cohort before anything is typed", async () => {
  const here = clinic();
  here.people = here.people.map((person) => ({
    ...person,
    cohort_name: person.full_name === "Farid Haddad" ? null : "Day DBT",
  }));
  const { user } = open(here);
  await user.click(await screen.findByRole("button", { name: "Admit a person" }));
  const likely = within(await screen.findByRole("region", { name: "In the program, without a cohort" }));
  expect(likely.getAllByRole("button")).toHaveLength(1);
  await user.click(likely.getByRole("button", { name: "Choose Farid Haddad" }));
  expect(await screen.findByText(/is in this program since/)).toBeVisible();
});

it("admits nobody who has no active episode in the program", async () => {
  const here = clinic();
  const { user } = open(here);
  await user.click(await screen.findByRole("button", { name: "Admit a person" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Person"), "gra");
  await user.click(await dialog.findByRole("button", { name: "Choose Grace Liu" }));
  expect(await dialog.findByText(/Grace Liu has no active episode/)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Admit" }));
  expect(here.written).toEqual([]);
});

it.each([
  ["cohort-full", /no free seat on some of these days/],
  ["episode-not-active", /episode is not active/],
  ["membership-not-available", /not available for this person/],
])("keeps what was chosen when the server refuses with %s", async (code, words) => {
  const { user } = open();
  await user.click(await screen.findByRole("button", { name: "Admit a person" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Person"), "far");
  await user.click(await dialog.findByRole("button", { name: "Choose Farid Haddad" }));
  await dialog.findByText(/is in this program since/);
  server.use(http.post(`${API}/api/v1/cohorts/:id/members`, () => problem(409, code)));
  await user.click(dialog.getByRole("button", { name: "Admit" }));
  expect(await dialog.findByText(words)).toBeVisible();
  expect(dialog.getByRole("alert")).toHaveFocus();
  expect(dialog.getByText("Farid Haddad")).toBeVisible();
});

it("leads from a refused field to it", async () => {
  const { user } = open();
  await user.click(await screen.findByRole("button", { name: "Admit a person" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Person"), "far");
  await user.click(await dialog.findByRole("button", { name: "Choose Farid Haddad" }));
  await dialog.findByText(/is in this program since/);
  server.use(
    http.post(`${API}/api/v1/cohorts/:id/members`, () =>
      problem(422, "outside-cohort-dates", {
        errors: [{ pointer: "/starts_on", code: "outside-cohort-dates", detail: "" }],
      }),
    ),
  );
  await user.click(dialog.getByRole("button", { name: "Admit" }));
  await user.click(await dialog.findByRole("link", { name: /outside the dates of the cohort/ }));
  expect(dialog.getByLabelText("First day")).toHaveFocus();
});

it("asks for a reason to join a closed cohort late", async () => {
  const here = clinic();
  const { user } = openApp(here, `/cohorts/${idOf("cohort Winter DBT")}`);
  await user.click(await screen.findByRole("button", { name: "Admit a person" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Person"), "far");
  await user.click(await dialog.findByRole("button", { name: "Choose Farid Haddad" }));
  await user.click(dialog.getByRole("button", { name: "Admit" }));
  expect((await dialog.findAllByText("Choose why they join after the start"))[0]).toBeVisible();
  await user.selectOptions(dialog.getByLabelText("Why they join after the start"), "Step-down");
  await dialog.findByText(/is in this program since/);
  await user.click(dialog.getByRole("button", { name: "Admit" }));
  await waitFor(() => expect(here.written[0]?.body).toMatchObject({ late_reason: "step_down" }));
});

it("says who admits late where the reader may not", async () => {
  const { user } = openApp(
    clinic(DIRECTOR.filter((one) => one !== "membership:admit_late")),
    `/cohorts/${idOf("cohort Winter DBT")}`,
  );
  await user.click(await screen.findByRole("button", { name: "Admit a person" }));
  expect(await screen.findByText(/Only a supervisor or the program director admits somebody later/)).toBeVisible();
});

it("moves somebody to another cohort of the program", async () => {
  const here = clinic();
  const { user } = open(here);
  await user.click(await screen.findByRole("button", { name: "Move Avery Brooks to another cohort" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Move Avery Brooks" }));
  await user.click(await dialog.findByRole("button", { name: "Move" }));
  expect(dialog.getAllByText("Choose a cohort").length).toBeGreaterThan(1);
  await user.selectOptions(dialog.getByLabelText("New cohort"), "Evening DBT · No free seat");
  expect(dialog.getByText(/The last day in Day DBT is Nov 17, 2026/)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Move" }));
  await waitFor(() => expect(within(members()).queryByText("Avery Brooks")).toBeNull());
  expect(here.written[0]?.body).toMatchObject({ cohort_id: idOf("cohort Evening DBT"), starts_on: "2026-11-18" });
});

it("gives focus back to what opened a dialog", async () => {
  const { user } = open();
  const opener = await screen.findByRole("button", { name: "End the membership of Avery Brooks" });
  await user.click(opener);
  const dialog = await screen.findByRole("dialog", { name: "End the membership of Avery Brooks" });
  await waitFor(() => expect(within(dialog).getByLabelText("Last day")).toHaveFocus());
  await user.keyboard("{Escape}");
  await waitFor(() => expect(opener).toHaveFocus());
});

it("ends a membership with its reason", async () => {
  const here = clinic();
  const { user } = open(here);
  await user.click(await screen.findByRole("button", { name: "End the membership of Avery Brooks" }));
  const dialog = within(await screen.findByRole("dialog", { name: "End the membership of Avery Brooks" }));
  expect(dialog.getByText("The seat is free from Nov 19, 2026 on.")).toBeVisible();
  expect(dialog.getByText(/that one becomes the primary cohort/)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "End membership" }));
  expect(dialog.getByRole("alert")).toHaveFocus();
  await user.selectOptions(dialog.getByLabelText("Reason"), "Stepped down");
  await user.click(dialog.getByRole("button", { name: "End membership" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(here.written).toEqual([{ path: "end", body: { ends_on: "2026-11-18", reason: "stepped_down" } }]);
});

const waitlist = () => screen.getByRole("region", { name: "Waitlist" });

it("gives who waits a seat, and notes an offer", async () => {
  const here = clinic();
  const { user } = open(here);
  await user.click(await screen.findByRole("button", { name: "Note offer of a seat to Devon Whitlock" }));
  expect(await within(waitlist()).findByText("Seat offered")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Give seat to Devon Whitlock" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Give Devon Whitlock a seat" }));
  await user.click(dialog.getByRole("button", { name: "Give seat" }));
  await waitFor(() => expect(within(waitlist()).queryByText("Devon Whitlock")).toBeNull());
  expect(here.written).toEqual([
    { path: "place", body: { starts_on: "2026-11-18", ends_on: null, late_reason: null } },
  ]);
});

it("takes somebody off the waitlist with a reason", async () => {
  const here = clinic();
  const { user } = open(here);
  await user.click(await screen.findByRole("button", { name: "Take off the waitlist: Elena Petrova" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.selectOptions(dialog.getByLabelText("Reason"), "Declined");
  await user.click(dialog.getByRole("button", { name: "Take off waitlist" }));
  await waitFor(() => expect(within(waitlist()).queryByText("Elena Petrova")).toBeNull());
  expect(here.written).toEqual([{ path: "withdraw", body: { reason: "declined" } }]);
});

it("puts somebody on the waitlist", async () => {
  const here = clinic();
  const { user } = open(here);
  await user.click(await screen.findByRole("button", { name: "Add to waitlist" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Person"), "gra");
  await user.click(await dialog.findByRole("button", { name: "Choose Grace Liu" }));
  await user.selectOptions(dialog.getByLabelText("Waits for"), "authorization");
  await user.click(dialog.getByRole("button", { name: "Add to waitlist" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(here.written[0]?.body).toEqual({
    participant_id: idOf("person Grace Liu"),
    reason: "authorization",
    requested_on: "2026-11-18",
  });
});

it("lists the coming sessions, each leading to its day", async () => {
  const here = clinic();
  for (const session of here.sessions) session.cohorts = [{ id: idOf("cohort Day DBT"), name: "Day DBT" }];
  const { user, router } = open(here);
  const coming = within(await screen.findByRole("region", { name: "Coming sessions" }));
  const [next] = await coming.findAllByRole("link", { name: "DBT Skills" });
  expect(coming.getAllByRole("listitem")).toHaveLength(8);
  await user.click(next as HTMLElement);
  expect(router.state.location).toMatchObject({ pathname: "/today", search: { date: "2026-11-18" } });
});

it("offers only what the reader may do", async () => {
  open(clinic(["cohort:read", "membership:read"]));
  expect(await screen.findByText("Avery Brooks")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Admit a person" })).toBeNull();
  expect(screen.queryByRole("button", { name: /Move Avery/ })).toBeNull();
  expect(screen.queryByRole("region", { name: "Waitlist" })).toBeNull();
});

it("says in words that a cohort is not there", async () => {
  openApp(clinic(), `/cohorts/${idOf("cohort nowhere")}`);
  expect(await screen.findByText("This cohort is not available")).toBeVisible();
});

it("says that nothing comes this week or next", async () => {
  open();
  expect(await screen.findByText("No sessions this week or next")).toBeVisible();
  expect(screen.getByRole("link", { name: "Open the schedule" })).toHaveAttribute(
    "href",
    `/schedule?cohort=${idOf("cohort Day DBT")}&view=week`,
  );
});

it("starts a planned cohort, after saying what follows", async () => {
  const here = clinic();
  const { user } = openApp(here, `/cohorts/${idOf("cohort Winter DBT")}`);
  await user.click(await screen.findByRole("button", { name: "Start cohort" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Start Winter DBT?" }));
  expect(dialog.getByText(/who joins after its first day needs a reason/)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Start cohort" }));
  expect(await screen.findByText("Running")).toBeVisible();
  await waitFor(() => expect(screen.queryByRole("button", { name: "Start cohort" })).toBeNull());
  await waitFor(() => expect(screen.getByRole("main")).toHaveFocus());
});

it("ends a cohort on a day, and says whom that reaches", async () => {
  const here = clinic();
  const { user } = open(here);
  await user.click(await screen.findByRole("button", { name: "End cohort" }));
  const dialog = within(await screen.findByRole("dialog", { name: "End Day DBT" }));
  expect(await dialog.findByText("2 memberships end on Nov 18, 2026.")).toBeVisible();
  const day = dialog.getByLabelText("Last day");
  await user.clear(day);
  await user.type(day, "2026-10-01");
  await user.click(dialog.getByRole("button", { name: "End cohort" }));
  expect(dialog.getByRole("alert")).toHaveFocus();
  await user.clear(day);
  await user.type(day, "2026-11-20");
  await user.click(dialog.getByRole("button", { name: "End cohort" }));
  expect(await screen.findByText("Ended")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Edit cohort" })).toBeNull();
  expect(here.written).toEqual([{ path: "end cohort", body: { ends_on: "2026-11-20" } }]);
});

it("changes only what was changed, and shows what somebody else saved meanwhile", async () => {
  const here = clinic();
  const { user } = open(here);
  await user.click(await screen.findByRole("button", { name: "Edit cohort" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Edit cohort" }));
  const seats = dialog.getByLabelText("Seats");
  await user.clear(seats);
  await user.type(seats, "11");
  here.cohorts = here.cohorts.map((cohort) => ({ ...cohort, version: 2 }));
  await user.click(dialog.getByRole("button", { name: "Save cohort" }));
  expect(await dialog.findByText(/Somebody else changed this cohort/)).toBeVisible();
  expect(seats).toHaveValue("11");
  await user.click(dialog.getByRole("button", { name: "Save cohort" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(here.written).toEqual([{ path: "change cohort", body: { capacity: 11 } }]);
});

it("takes a refusal about the seats to their field", async () => {
  const { user } = open();
  await user.click(await screen.findByRole("button", { name: "Edit cohort" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Edit cohort" }));
  server.use(
    http.patch(`${API}/api/v1/cohorts/:id`, () =>
      problem(422, "capacity-above-group-cap", {
        errors: [{ pointer: "/capacity", code: "capacity-above-group-cap", detail: "" }],
      }),
    ),
  );
  await user.type(dialog.getByLabelText("Name"), " B");
  await user.click(dialog.getByRole("button", { name: "Save cohort" }));
  await waitFor(() => expect(dialog.getByRole("alert")).toHaveFocus());
  expect(dialog.getByLabelText("Seats")).toHaveAccessibleDescription(/fewer people in a group/);
});

it("offers nothing of it to who may not plan cohorts", async () => {
  open(clinic(DIRECTOR.filter((one) => one !== "cohort:write")));
  expect(await screen.findByText("Avery Brooks")).toBeVisible();
  expect(screen.queryByRole("button", { name: /Edit cohort|End cohort/ })).toBeNull();
});

it("keeps an admission that was begun, with who it is for", async () => {
  const { user } = openApp(clinic(), `/cohorts/${idOf("cohort Winter DBT")}`);
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Admit a person" }));
    return screen.findByRole("dialog");
  };
  const dialog = within(await form());
  await user.type(dialog.getByLabelText("Person"), "far");
  await user.click(await dialog.findByRole("button", { name: "Choose Farid Haddad" }));
  await user.selectOptions(dialog.getByLabelText("Why they join after the start"), "Step-down");
  const kept = { person: expect.objectContaining({ id: idOf("person Farid Haddad") }), late_reason: "step_down" };
  const again = await givenUpAndOpenedAnew(user, { form: "cohort-admit", kept, open: form });
  expect(await again.findByText(/Farid Haddad is in this program since/)).toBeVisible();
  expect(again.getByLabelText("Why they join after the start")).toHaveDisplayValue("Step-down");
});

it("keeps a seat that is being given to who waits", async () => {
  const { user } = open();
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Give seat to Devon Whitlock" }));
    return screen.findByRole("dialog", { name: "Give Devon Whitlock a seat" });
  };
  const first = within(await form()).getByLabelText("First day");
  await user.clear(first);
  await user.type(first, "2026-11-25");
  const kept = { starts_on: "2026-11-25" };
  const again = await givenUpAndOpenedAnew(user, { form: "cohort-place", kept, open: form });
  expect(again.getByLabelText("First day")).toHaveValue("2026-11-25");
});

it("keeps who is being put on the waitlist", async () => {
  const { user } = open();
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Add to waitlist" }));
    return screen.findByRole("dialog");
  };
  const dialog = within(await form());
  await user.type(dialog.getByLabelText("Person"), "gra");
  await user.click(await dialog.findByRole("button", { name: "Choose Grace Liu" }));
  await user.selectOptions(dialog.getByLabelText("Waits for"), "authorization");
  const kept = { person: expect.objectContaining({ id: idOf("person Grace Liu") }), reason: "authorization" };
  const again = await givenUpAndOpenedAnew(user, { form: "cohort-wait", kept, open: form });
  expect(again.getByText("Grace Liu")).toBeVisible();
  expect(again.getByLabelText("Waits for")).toHaveValue("authorization");
});
