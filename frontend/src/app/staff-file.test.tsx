import { screen, waitFor, within } from "@testing-library/react";
import { http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { rightsOf } from "@/test/clinic-setup";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

function open(name: string, permissions: string[] = rightsOf.administrator) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions });
  return { clinic, ...openApp(clinic, `/clinic/staff/${idOf(`staff ${name}`)}`) };
}

it("shows what a person may lead and by which credentials, and names nobody in the title", async () => {
  open("dana");
  expect(await screen.findByRole("heading", { name: "Dana Ruiz" })).toBeVisible();
  expect(screen.getByText("Group, Individual")).toBeVisible();
  expect(await screen.findByText("Valid until Jun 30, 2027")).toBeVisible();
  expect(screen.getByText("Ended Nov 15, 2026")).toBeVisible();
  expect(screen.getByText("Family")).toBeVisible();
  expect(document.title).not.toContain("Dana");
});

it("adds a credential, with the server's complaint at its field", async () => {
  const { user, clinic } = open("adaeze");
  await user.click(await screen.findByRole("button", { name: "Add credential" }));
  const dialog = await screen.findByRole("dialog", { name: "Add credential" });
  await user.selectOptions(within(dialog).getByLabelText("Kind"), "LCSW");
  await user.type(within(dialog).getByLabelText("Number"), "SW-9");
  await user.type(within(dialog).getByLabelText("Issued on"), "2026-01-02");
  await user.click(within(dialog).getByRole("button", { name: "Save credential" }));
  const state = within(dialog).getByLabelText("State");
  await waitFor(() => expect(state).toHaveAccessibleDescription(/Name the state that issued the licence/));
  expect(within(dialog).getByLabelText("Number")).toHaveValue("SW-9");
  await user.type(state, "CO");
  await user.click(within(dialog).getByRole("button", { name: "Save credential" }));
  expect(await screen.findByText("LCSW, CO")).toBeVisible();
  expect(clinic.setUp.credentials.at(-1)).toMatchObject({ number: "SW-9", expires_on: null });
});

it("notes a credential as verified", async () => {
  const { user } = open("adaeze");
  await user.click(await screen.findByRole("button", { name: "Note as verified, LPC" }));
  expect(await screen.findByText("Verified Nov 18, 2026")).toBeVisible();
  expect(screen.queryByText("Not verified")).toBeNull();
});

it("stops relying on a credential only with a reason", async () => {
  const { user } = open("adaeze");
  await user.click(await screen.findByRole("button", { name: "Stop relying on it, LPC" }));
  const dialog = await screen.findByRole("dialog", { name: "Stop relying on LPC?" });
  await user.click(within(dialog).getByRole("button", { name: "Stop relying on it" }));
  expect(within(dialog).getByLabelText("Reason")).toHaveAccessibleDescription("Enter the reason");
  await user.type(within(dialog).getByLabelText("Reason"), "Board order");
  await user.click(within(dialog).getByRole("button", { name: "Stop relying on it" }));
  expect(await screen.findByText("Not relied on since Nov 18, 2026")).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Stop relying on it, LPC/ })).toBeNull();
});

it("keeps a renewal that meets somebody else's, and shows theirs", async () => {
  const { user, clinic } = open("adaeze");
  await user.click(await screen.findByRole("button", { name: "Renew or correct, LPC" }));
  const dialog = await screen.findByRole("dialog", { name: "Renew or correct" });
  const stored = clinic.setUp.credentials[0];
  Object.assign(stored ?? {}, { version: 2, expires_on: "2028-05-31" });
  const end = within(dialog).getByLabelText("Last valid day");
  await user.clear(end);
  await user.type(end, "2028-11-30");
  await user.click(within(dialog).getByRole("button", { name: "Save credential" }));
  expect(await within(dialog).findByText(/Saved by somebody else: .*Valid until May 31, 2028/)).toBeVisible();
  expect(end).toHaveValue("2028-11-30");
  await user.click(within(dialog).getByRole("button", { name: "Save credential" }));
  await waitFor(() => expect(stored?.expires_on).toBe("2028-11-30"));
});

it("grants a service and ends a grant, as a director may", async () => {
  const { user, clinic } = open("dana", rightsOf.director);
  await user.click(await screen.findByRole("button", { name: "Grant a service" }));
  const dialog = await screen.findByRole("dialog", { name: "Grant a service" });
  await user.selectOptions(within(dialog).getByLabelText("Service"), "Family");
  await user.type(within(dialog).getByLabelText("Reason"), "Trained");
  await user.click(within(dialog).getByRole("button", { name: "Grant service" }));
  expect(await within(dialog).findByText("The person holds this grant at that time already")).toBeVisible();
  await user.selectOptions(within(dialog).getByLabelText("Service"), "Skills");
  await user.click(within(dialog).getByRole("button", { name: "Grant service" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(await screen.findByRole("button", { name: "End today, Family" }));
  const question = await screen.findByRole("dialog", { name: "End the grant for Family today?" });
  await user.click(within(question).getByRole("button", { name: "End today" }));
  await waitFor(() => expect(clinic.setUp.grants[0]?.ends_on).toBe("2026-11-18"));
  expect(screen.getByText("An administrator sees and changes roles.")).toBeVisible();
});

it("gives and ends roles of others, not one's own", async () => {
  const { user, clinic } = open("adaeze");
  await user.click(await screen.findByRole("button", { name: "Give a role" }));
  const dialog = await screen.findByRole("dialog", { name: "Give a role" });
  await user.click(within(dialog).getByRole("button", { name: "Give role" }));
  expect(within(dialog).getByLabelText("Role")).toHaveAccessibleDescription("Choose a role");
  await user.selectOptions(within(dialog).getByLabelText("Role"), "Supervisor");
  await user.click(within(dialog).getByRole("button", { name: "Give role" }));
  await user.click(await screen.findByRole("button", { name: "End now, Therapist" }));
  const question = await screen.findByRole("dialog", { name: "End the role Therapist now?" });
  await user.click(within(question).getByRole("button", { name: "End now" }));
  await waitFor(() => expect(clinic.setUp.accounts[0]?.roles.map((one) => one.role)).toEqual(["supervisor"]));
});

it("does not offer to change one's own roles", async () => {
  open("dana");
  expect(await screen.findByText("Somebody else changes your own roles.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Give a role" })).toBeNull();
  expect(screen.queryByRole("button", { name: /^End now/ })).toBeNull();
});

it("invites somebody on file who has no account", async () => {
  const { user } = open("lena");
  await user.click(await screen.findByRole("button", { name: "Invite" }));
  const dialog = await screen.findByRole("dialog", { name: "Invite" });
  await user.click(within(dialog).getByLabelText("Intern"));
  await user.click(within(dialog).getByRole("button", { name: "Invite" }));
  expect(await within(dialog).findByLabelText("One-time link")).toHaveValue("https://app.example/enrol#secret");
});

it("changes the ways to reach a person, and shows what somebody else saved first", async () => {
  const { user, clinic } = open("lena");
  await user.click(await screen.findByRole("button", { name: "Edit file" }));
  const dialog = await screen.findByRole("dialog", { name: "Edit file" });
  const stored = clinic.setUp.staff.find((one) => one.display_name === "Lena Frank");
  Object.assign(stored ?? {}, { version: 2, title: "Trainee" });
  const phone = within(dialog).getByLabelText("Phone");
  await user.type(phone, "719 555 0101");
  await user.click(within(dialog).getByRole("button", { name: "Save file" }));
  expect(await within(dialog).findByText(/Saved by somebody else: .*Trainee/)).toBeVisible();
  expect(phone).toHaveValue("719 555 0101");
  await user.click(within(dialog).getByRole("button", { name: "Save file" }));
  expect(await screen.findByText("719 555 0101")).toBeVisible();
  // Only what was changed here is replaced.
  expect(stored).toMatchObject({ phone: "719 555 0101", title: "Trainee" });
});

it("notes that somebody has left, after saying what that does", async () => {
  const { user, clinic } = open("adaeze");
  await user.click(await screen.findByRole("button", { name: "Change status" }));
  const dialog = await screen.findByRole("dialog", { name: "Change status" });
  await user.selectOptions(within(dialog).getByLabelText("Status"), "Left");
  expect(within(dialog).getByText(/The account is disabled at once/)).toBeVisible();
  const day = within(dialog).getByLabelText("Last day");
  await user.clear(day);
  await user.type(day, "2024-01-01");
  await user.click(within(dialog).getByRole("button", { name: "Change status" }));
  await waitFor(() => expect(day).toHaveAccessibleDescription("The last day comes before the first"));
  await user.clear(day);
  await user.type(day, "2026-11-20");
  await user.click(within(dialog).getByRole("button", { name: "Change status" }));
  await waitFor(() => expect(clinic.setUp.staff[0]).toMatchObject({ status: "left", ended_on: "2026-11-20" }));
  expect(await screen.findByText("Nov 20, 2026")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Add credential" })).toBeNull();
});

it("shows a colleague's file without what only others may see or do", async () => {
  open("adaeze", rightsOf.therapist);
  expect(await screen.findByRole("heading", { name: "Adaeze Obi" })).toBeVisible();
  expect(await screen.findByText("No grants")).toBeVisible();
  expect(screen.queryByRole("heading", { name: "Credentials" })).toBeNull();
  expect(within(screen.getByRole("main")).queryByRole("button")).toBeNull();
});

it("says that a person is not on file, and names other causes", async () => {
  const { user } = open("nobody");
  expect(await screen.findByText("This person is not on file here")).toBeVisible();
  server.use(http.get(`${API}/api/v1/staff`, () => problem(403, "forbidden")));
  await user.click(screen.getAllByRole("link", { name: "All staff" })[0] as HTMLElement);
  expect(await screen.findByText("Your role does not allow this.")).toBeVisible();
});

it("keeps the reason of a form that was begun", async () => {
  const { user } = open("adaeze");
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Stop relying on it, LPC" }));
    return screen.findByRole("dialog", { name: "Stop relying on LPC?" });
  };
  await user.type(within(await form()).getByLabelText("Reason"), "Board order");
  const kept = { reason: "Board order" };
  const again = await givenUpAndOpenedAnew(user, { form: "credential-revoke", kept, open: form });
  expect(again.getByLabelText("Reason")).toHaveValue("Board order");
});

it("keeps a grant that was begun", async () => {
  const { user } = open("dana", rightsOf.director);
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Grant a service" }));
    return screen.findByRole("dialog", { name: "Grant a service" });
  };
  const dialog = within(await form());
  await user.selectOptions(dialog.getByLabelText("Service"), "Skills");
  await user.type(dialog.getByLabelText("Reason"), "Trained");
  const kept = { what: expect.any(String), reason: "Trained" };
  const again = await givenUpAndOpenedAnew(user, { form: "staff-grant", kept, open: form });
  expect(again.getByLabelText("Reason")).toHaveValue("Trained");
  expect(again.getByLabelText("Service")).toHaveDisplayValue("Skills");
});

it("takes the authenticator app of somebody away who lost their phone", async () => {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions: rightsOf.administrator });
  for (const account of clinic.setUp.accounts) account.second_factor = account.display_name.startsWith("Adaeze");
  const { user } = openApp(clinic, `/clinic/staff/${idOf("staff adaeze")}`);
  expect(await screen.findByText("Authenticator app")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Take the app away" }));
  const dialog = await screen.findByRole("dialog", { name: "Take the authenticator app of Adaeze Obi away?" });
  await user.click(within(dialog).getByRole("button", { name: "Take the app away" }));
  await waitFor(() => expect(screen.queryByText("Authenticator app")).toBeNull());
  expect(screen.getByRole("heading", { name: "Account and roles" })).toHaveFocus();
});

it("says when somebody works, and keeps hours, wishes, the longest day and lunch", async () => {
  const { user, clinic } = open("dana");
  const section = await screen.findByRole("region", { name: "Working hours" });
  expect(await within(section).findByText("No hours on file: free whenever the program is open.")).toBeVisible();
  await user.click(within(section).getByRole("button", { name: "Change hours" }));
  const dialog = await screen.findByRole("dialog", { name: "Change hours" });
  await user.click(within(dialog).getByRole("button", { name: "Add hours" }));
  await user.type(within(dialog).getByLabelText("From, Works 1"), "09:00");
  await user.click(within(dialog).getByRole("button", { name: "Save hours" }));
  expect(
    await within(dialog).findByRole("link", { name: "Give both times, the first before the second" }),
  ).toBeVisible();
  await user.type(within(dialog).getByLabelText("Until, Works 1"), "17:00");
  await user.click(within(dialog).getByRole("button", { name: "Add hours" }));
  expect(within(dialog).getByLabelText("Day, Works 2")).toHaveValue("tuesday");
  await user.type(within(dialog).getByLabelText("Longest day of sessions, in hours"), "6.5");
  await user.type(within(dialog).getByLabelText("Break, in minutes"), "30");
  await user.click(within(dialog).getByRole("button", { name: "Save hours" }));
  expect(
    await within(dialog).findByRole("link", { name: "Give 15 to 180 minutes that fit between the two times" }),
  ).toBeVisible();
  await user.type(within(dialog).getByLabelText("Break not before"), "12:00");
  await user.type(within(dialog).getByLabelText("Break over by"), "13:30");
  await user.click(within(dialog).getByRole("button", { name: "Save hours" }));
  expect(await within(section).findByText("Monday 9:00 AM–5:00 PM")).toBeVisible();
  expect(within(section).getByText("6.5 h a day")).toBeVisible();
  expect(within(section).getByText("30 minutes between 12:00 PM and 1:30 PM")).toBeVisible();
  expect(clinic.setUp.hours(idOf("staff dana"))).toMatchObject({
    hours: [
      { weekday: "monday", local_start: "09:00", local_end: "17:00", location_id: null, ends_on: null },
      { weekday: "tuesday", local_start: "09:00", local_end: "17:00", location_id: null, ends_on: null },
    ],
    longest_day_minutes: 390,
    longest_week_minutes: null,
    lunch: { minutes: 30, local_from: "12:00", local_to: "13:30" },
  });
});
