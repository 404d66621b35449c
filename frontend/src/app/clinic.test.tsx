import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { aSignedIn, Clinic } from "@/test/clinic";
import { rightsOf } from "@/test/clinic-setup";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

function open(path = "/clinic", permissions = rightsOf.administrator) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions });
  return { clinic, ...openApp(clinic, path) };
}

it("stands in the navigation of those who set up the clinic only", async () => {
  const { router } = open("/participants");
  expect(await screen.findByRole("link", { name: "Clinic" })).toBeVisible();
  expect(screen.queryByRole("link", { name: "Audit" })).toBeNull();
  expect(router.state.location.pathname).toBe("/participants");
});

it("does not stand in the navigation of a therapist, who may look but change nothing", async () => {
  open("/clinic", rightsOf.therapist);
  expect(await screen.findByRole("region", { name: "Main Street" })).toBeVisible();
  expect(screen.queryByRole("link", { name: "Clinic" })).toBeNull();
  expect(screen.queryByRole("button", { name: /Add|Edit/ })).toBeNull();
});

it("lists rooms under their location, those out of use last", async () => {
  open();
  const rooms = await screen.findByRole("list", { name: "Rooms of Main Street" });
  const names = within(rooms)
    .getAllByRole("listitem")
    .map((row) => row.textContent);
  expect(names[0]).toMatch(/^Birch/);
  expect(names.at(-1)).toMatch(/^Attic.*Not in use/);
  expect(within(screen.getByRole("region", { name: "Harbor" })).getByText(/No rooms yet/)).toBeVisible();
});

it("adds a room once its fields are right, and keeps what was typed when the name is taken", async () => {
  const { user, clinic } = open();
  const place = await screen.findByRole("region", { name: "Main Street" });
  await user.click(within(place).getByRole("button", { name: "Add room, Main Street" }));
  const dialog = await screen.findByRole("dialog", { name: "Add room" });
  await user.click(within(dialog).getByRole("button", { name: "Save room" }));
  expect(within(dialog).getByRole("alert")).toHaveFocus();
  expect(within(dialog).getByLabelText("Seats")).toHaveAccessibleDescription("Enter whole seats from 1 to 500");

  await user.type(within(dialog).getByLabelText("Name"), "Cedar");
  await user.type(within(dialog).getByLabelText("Seats"), "8");
  await user.type(within(dialog).getByLabelText("Equipment"), "Screen, Screen , White noise");
  await user.click(within(dialog).getByRole("button", { name: "Save room" }));
  expect(await within(dialog).findByText("This location has a room of this name already")).toBeVisible();
  expect(within(dialog).getByLabelText("Seats")).toHaveValue("8");

  await user.type(within(dialog).getByLabelText("Name"), " 2");
  await user.click(within(dialog).getByRole("button", { name: "Save room" }));
  expect(await screen.findByText("Cedar 2")).toBeVisible();
  expect(clinic.setUp.rooms.at(-1)).toMatchObject({ capacity: 8, equipment: ["Screen", "White noise"] });
});

it("shows what somebody else saved meanwhile, and replaces it only on a second save", async () => {
  const { user, clinic } = open();
  await user.click(await screen.findByRole("button", { name: "Edit, Cedar" }));
  const dialog = await screen.findByRole("dialog", { name: "Edit room" });
  const cedar = clinic.setUp.rooms.find((one) => one.name === "Cedar");
  clinic.setUp.changedElsewhere.set(cedar?.id ?? "", { capacity: 20 });
  const seats = within(dialog).getByLabelText("Seats");
  await user.clear(seats);
  await user.type(seats, "14");
  await user.click(within(dialog).getByRole("button", { name: "Save room" }));
  expect(await within(dialog).findByText(/Saved by somebody else: .*20 seats/)).toBeVisible();
  expect(seats).toHaveValue("14");
  expect(cedar?.capacity).toBe(20);
  await user.click(within(dialog).getByRole("button", { name: "Save room" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(cedar?.capacity).toBe(14);
});

it("takes a room out of use, after saying what that means", async () => {
  const { user, clinic } = open();
  await user.click(await screen.findByRole("button", { name: "Edit, Birch" }));
  const dialog = await screen.findByRole("dialog", { name: "Edit room" });
  await user.click(within(dialog).getByLabelText("This room is in use"));
  expect(within(dialog).getByText(/Sessions planned here stay/)).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "Save room" }));
  await waitFor(() => expect(clinic.setUp.rooms.find((one) => one.name === "Birch")?.active).toBe(false));
});

it("names a time zone that does not exist at its field", async () => {
  const { user, clinic } = open();
  await user.click(await screen.findByRole("button", { name: "Add location" }));
  const dialog = await screen.findByRole("dialog", { name: "Add location" });
  const zone = within(dialog).getByLabelText("Time zone");
  expect(zone).toHaveValue("America/Denver");
  await user.clear(zone);
  await user.type(zone, "Denver");
  await user.type(within(dialog).getByLabelText("Name"), "Hilltop");
  await user.type(within(dialog).getByLabelText("State"), "CO");
  await user.click(within(dialog).getByRole("button", { name: "Save location" }));
  await waitFor(() => expect(zone).toHaveAccessibleDescription(/There is no time zone of this name/));
  await user.clear(zone);
  await user.type(zone, "America/Boise");
  await user.click(within(dialog).getByRole("button", { name: "Save location" }));
  expect(await screen.findByRole("region", { name: "Hilltop" })).toBeVisible();
  expect(clinic.setUp.locations.at(-1)).toMatchObject({ time_zone: "America/Boise", phone: null });
});

it("says why there is nothing yet, and when it cannot be loaded", async () => {
  const { user } = open();
  server.use(http.get(`${API}/api/v1/locations`, () => problem(503, "unavailable"), { once: false }));
  expect(await screen.findByText("Handrail cannot answer at the moment.")).toBeVisible();
  server.use(http.get(`${API}/api/v1/locations`, () => HttpResponse.json({ items: [], next_cursor: null })));
  await user.click(within(screen.getByRole("main")).getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("No locations yet")).toBeVisible();
});

it("lists staff, whose licence ends soonest first, who has left last", async () => {
  const { user, router } = open();
  await user.click(await screen.findByRole("link", { name: "Staff" }));
  const table = await screen.findByRole("table", { name: "Staff" });
  const rows = within(table).getAllByRole("row").slice(1);
  expect(rows.map((row) => within(row).getByRole("link").textContent)).toEqual([
    "Dana Ruiz",
    "Adaeze Obi",
    "Lena Frank",
    "Omar Aziz",
  ]);
  expect(rows[0]).toHaveTextContent("CADC ended 3 days ago");
  expect(rows[0]).toHaveTextContent("Supervisor");
  expect(rows[1]).toHaveTextContent("LPC ends in 12 days");
  expect(rows[2]).toHaveTextContent("No account");
  expect(rows[3]).toHaveTextContent("Left");
  expect(router.state.location.href).toBe("/clinic?tab=staff");
});

it("keeps the status in the address, and offers to drop it when nobody has it", async () => {
  const { user, router } = open("/clinic?tab=staff");
  await user.selectOptions(await screen.findByLabelText("Status"), "Left");
  expect(await screen.findByText("1 person")).toBeVisible();
  expect(router.state.location.href).toBe("/clinic?tab=staff&status=left");
  await user.selectOptions(screen.getByLabelText("Status"), "On leave");
  expect(await screen.findByText("No one has this status")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Show everyone" }));
  expect(await screen.findByText("4 people")).toBeVisible();
});

it("hides roles and licences from those who may not see them", async () => {
  open("/clinic?tab=staff", rightsOf.therapist);
  const table = await screen.findByRole("table", { name: "Staff" });
  expect(
    within(table)
      .getAllByRole("columnheader")
      .map((one) => one.textContent),
  ).toEqual(["Person", "Status"]);
  expect(screen.queryByRole("button", { name: /Invite|Put a person/ })).toBeNull();
});

it("invites somebody and shows the one-time link once", async () => {
  const { user } = open("/clinic?tab=staff");
  await user.click(await screen.findByRole("button", { name: "Invite a person" }));
  const dialog = await screen.findByRole("dialog", { name: "Invite a person" });
  await user.type(within(dialog).getByLabelText("Given name"), "Noor");
  await user.type(within(dialog).getByLabelText("Family name"), "Haddad");
  await user.type(within(dialog).getByLabelText("Email"), "dana@riverside.example");
  await user.click(within(dialog).getByRole("button", { name: "Invite" }));
  expect(within(dialog).getAllByText("Choose at least one role")[0]).toBeVisible();
  await user.click(within(dialog).getByLabelText("Therapist"));
  await user.click(within(dialog).getByRole("button", { name: "Invite" }));
  const email = within(dialog).getByLabelText("Email");
  await waitFor(() => expect(email).toHaveAccessibleDescription("Another account uses this email address"));
  await user.clear(email);
  await user.type(email, "noor@riverside.example");
  await user.click(within(dialog).getByRole("button", { name: "Invite" }));
  expect(await within(dialog).findByLabelText("One-time link")).toHaveValue("https://app.example/enrol#secret");
  await user.click(within(dialog).getByRole("button", { name: "Done" }));
  expect(await screen.findByRole("link", { name: "Noor Haddad" })).toBeVisible();
  expect(screen.queryByText(/enrol#secret/)).toBeNull();
});

it("offers a director to put somebody on file, without roles", async () => {
  const { user } = open("/clinic?tab=staff", rightsOf.director);
  await user.click(await screen.findByRole("button", { name: "Put a person on file" }));
  const dialog = await screen.findByRole("dialog", { name: "Put a person on file" });
  expect(within(dialog).queryByLabelText("Therapist")).toBeNull();
  await user.type(within(dialog).getByLabelText("Given name"), "Noor");
  await user.type(within(dialog).getByLabelText("Family name"), "Haddad");
  await user.click(within(dialog).getByRole("button", { name: "Put on file" }));
  expect(await screen.findByRole("link", { name: "Noor Haddad" })).toBeVisible();
});
