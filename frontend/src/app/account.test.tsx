import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { aSignedIn, Clinic, idOf } from "@/test/clinic";
import { rightsOf } from "@/test/clinic-setup";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-18T16:12:00Z") }));
afterEach(() => vi.useRealTimers());

function open() {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions: rightsOf.therapist });
  return { clinic, ...openApp(clinic, "/account") };
}

it("is reached from the account menu and says who one is and until when licensed", async () => {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions: rightsOf.therapist });
  const { user, router } = openApp(clinic, "/participants");
  await user.click(await screen.findByRole("button", { name: /Account and settings/ }));
  await user.click(await screen.findByRole("link", { name: "My account" }));
  const you = await screen.findByRole("region", { name: "You" });
  expect(router.state.location.pathname).toBe("/account");
  expect(within(you).getByText("dana@riverside.example")).toBeVisible();
  expect(within(you).getByText("Therapist")).toBeVisible();
  expect(await within(you).findByText("Licensed until Jun 30, 2027")).toBeVisible();
  expect(within(you).getByText("Group, Individual")).toBeVisible();
});

it("lists this browser first and signs out another one", async () => {
  const { user } = open();
  const devices = await screen.findByRole("region", { name: "Where you are signed in" });
  const [first] = await within(devices).findAllByRole("listitem");
  expect(first).toHaveTextContent("Firefox on Windows");
  expect(first).toHaveTextContent("This browser");
  await user.click(within(devices).getByRole("button", { name: /^Sign out Safari on iPad/ }));
  await waitFor(() => expect(within(devices).queryByText("Safari on iPad")).toBeNull());
  expect(within(devices).getByText("Chrome on Android")).toBeVisible();
  expect(screen.getByRole("heading", { name: "Where you are signed in" })).toHaveFocus();
});

it("signs out all others in one go, and says when that failed", async () => {
  const { user, clinic } = open();
  const button = await screen.findByRole("button", { name: "Sign out all others" });
  server.use(http.post(`${API}/api/v1/auth/sign-out-others`, () => problem(500, "internal-error"), { once: true }));
  await user.click(button);
  expect(await screen.findByRole("alert")).toBeVisible();
  expect(clinic.setUp.devices).toHaveLength(3);
  await user.click(button);
  await waitFor(() => expect(clinic.setUp.devices.map((one) => one.device)).toEqual(["Firefox on Windows"]));
});

it("asks before it signs out everywhere", async () => {
  const { user } = open();
  await user.click(await screen.findByRole("button", { name: "Sign out everywhere" }));
  const dialog = await screen.findByRole("dialog", { name: "Sign out on every device?" });
  await user.click(within(dialog).getByRole("button", { name: "Sign out everywhere" }));
  expect(await screen.findByText("You are signed out.")).toBeVisible();
});

it("changes the password, and names what is wrong with one at its field", async () => {
  const { user } = open();
  const present = await screen.findByLabelText("Present password");
  const next = screen.getByLabelText("New password");
  const change = screen.getByRole("button", { name: "Change password" });
  await user.click(change);
  expect(screen.getByRole("alert")).toHaveFocus();
  expect(present).toHaveAccessibleDescription("Enter your present password");

  await user.type(present, "wrong");
  await user.type(next, "riverside riverside");
  await user.click(change);
  await waitFor(() => expect(present).toHaveAccessibleDescription("The present password is not right"));
  expect(next).toHaveValue("riverside riverside");

  await user.clear(present);
  await user.type(present, "right");
  await user.click(change);
  await waitFor(() => expect(next).toHaveAccessibleDescription(/holds your name, email or clinic/));

  await user.clear(next);
  await user.type(next, "seven quiet lanterns");
  await user.click(change);
  expect(
    await screen.findByText("The password is changed. Other browsers are signed out.", { selector: "p" }),
  ).toBeVisible();
  expect(next).toHaveValue("");
  await waitFor(() => expect(screen.queryByText("Safari on iPad")).toBeNull());
});

it("names the cause when the list of browsers cannot be loaded", async () => {
  const { clinic } = open();
  server.use(http.get(`${API}/api/v1/auth/sessions`, () => problem(403, "forbidden")));
  expect(await screen.findByText("Your role does not allow this.")).toBeVisible();
  expect(clinic.signedIn).not.toBeNull();
});

it("closes a record that one opened with a reason, and says when it could not", async () => {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions: [...rightsOf.therapist, "break_glass:use"] });
  const { user } = openApp(clinic, "/account");
  let open = [{ id: idOf("use"), participant_id: idOf("person"), expires_at: "2026-11-18T18:00:00Z" }];
  server.use(
    http.get(`${API}/api/v1/break-glass/mine`, () => HttpResponse.json({ items: open, next_cursor: null })),
    http.post(`${API}/api/v1/break-glass/mine/:id/end`, ({ params }) => {
      const [ended] = open.filter(({ id }) => id === params.id);
      open = [];
      return HttpResponse.json(ended);
    }),
  );
  server.use(
    http.post(`${API}/api/v1/break-glass/mine/:id/end`, () => problem(403, "licence-not-valid"), { once: true }),
  );
  const records = await screen.findByRole("region", { name: "Records you have open by breaking the glass" });
  const close = within(records).getByRole("button", {
    name: "Close it now: the record that closes Nov 18, 2026, 11:00 AM",
  });
  await user.click(close);
  expect(await within(records).findByRole("alert")).toBeVisible();
  await user.click(close);
  await waitFor(() =>
    expect(screen.queryByRole("region", { name: "Records you have open by breaking the glass" })).toBeNull(),
  );
  expect(open).toEqual([]);
});
