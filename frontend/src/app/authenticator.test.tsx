import { screen, waitFor, within } from "@testing-library/react";
import { http } from "msw";
import { expect, it } from "vitest";

import { aSignedIn, Clinic } from "@/test/clinic";
import { rightsOf } from "@/test/clinic-setup";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

function open({ on = false, left = 10 } = {}) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = aSignedIn({ permissions: [...rightsOf.therapist, "second_factor:own"] });
  if (on) clinic.setUp.factor = { on, since: "2026-11-01T17:00:00Z", recovery_codes_left: left };
  return { clinic, ...openApp(clinic, "/account") };
}

const panel = () => screen.findByRole("region", { name: "Authenticator app" });

it("is turned on with the password, a code of the app, and recovery codes at the end", async () => {
  const { user, clinic } = open();
  await user.click(await within(await panel()).findByRole("button", { name: "Turn on" }));
  const dialog = await screen.findByRole("dialog", { name: "Authenticator app" });
  const password = within(dialog).getByLabelText("Present password");
  await user.click(within(dialog).getByRole("button", { name: "Next" }));
  expect(password).toHaveAccessibleDescription("Enter your present password");
  await user.type(password, "wrong{Enter}");
  await waitFor(() => expect(password).toHaveAccessibleDescription("The present password is not right"));
  await user.clear(password);
  await user.type(password, "right{Enter}");

  expect(await within(dialog).findByRole("img", { name: "Picture for the app" })).toBeVisible();
  expect(within(dialog).getByText("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP")).toBeVisible();
  const code = within(dialog).getByLabelText("Code");
  await user.type(code, "000000{Enter}");
  await waitFor(() => expect(code).toHaveAccessibleDescription(/not right, or was used before/));
  expect(clinic.setUp.factor.on).toBe(false);
  await user.clear(code);
  await user.type(code, "123456{Enter}");

  const codes = await within(dialog).findByRole("list", { name: "Recovery codes" });
  expect(within(codes).getAllByRole("listitem")).toHaveLength(10);
  await user.click(within(dialog).getByRole("button", { name: "Copy" }));
  expect((await navigator.clipboard.readText()).split("\n")).toHaveLength(10);
  await user.click(within(dialog).getByRole("button", { name: "I have kept them" }));
  expect(await within(await panel()).findByText(/^On since/)).toBeVisible();
  expect(within(await panel()).getByText("10 recovery codes left")).toBeVisible();
});

it("gives new recovery codes for the password and a code", async () => {
  const { user } = open({ on: true, left: 1 });
  expect(await within(await panel()).findByText("1 recovery code left")).toBeVisible();
  await user.click(within(await panel()).getByRole("button", { name: "New recovery codes" }));
  const dialog = await screen.findByRole("dialog", { name: "New recovery codes" });
  await user.type(within(dialog).getByLabelText("Present password"), "right");
  await user.type(within(dialog).getByLabelText("Code"), "123456");
  await user.click(within(dialog).getByRole("button", { name: "New recovery codes" }));
  expect(await within(dialog).findByRole("list", { name: "Recovery codes" })).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name: "I have kept them" }));
  expect(await within(await panel()).findByText("10 recovery codes left")).toBeVisible();
});

it("is turned off, and says why it was not", async () => {
  const { user } = open({ on: true });
  await user.click(await within(await panel()).findByRole("button", { name: "Turn off" }));
  const dialog = await screen.findByRole("dialog", { name: "Turn the authenticator app off" });
  const off = within(dialog).getByRole("button", { name: "Turn off" });
  await user.click(off);
  expect(within(dialog).getByRole("alert")).toHaveFocus();
  await user.type(within(dialog).getByLabelText("Present password"), "right");
  await user.type(within(dialog).getByLabelText("Code"), "123456");
  server.use(
    http.post(`${API}/api/v1/auth/second-factor/off`, () => problem(429, "sign-in-throttled"), { once: true }),
  );
  await user.click(off);
  expect(await within(dialog).findByText("Too many attempts. Wait a few minutes and try again.")).toBeVisible();
  await user.click(off);
  expect(await within(await panel()).findByText("Off")).toBeVisible();
});

it("says when it cannot be read, and tries again", async () => {
  const { user } = open();
  let broken = true;
  server.use(http.get(`${API}/api/v1/auth/second-factor`, () => (broken ? problem(500, "internal-error") : undefined)));
  const again = await within(await panel()).findByRole("button", { name: "Try again" });
  broken = false;
  await user.click(again);
  expect(await within(await panel()).findByText("Off")).toBeVisible();
});
