import { screen, waitFor } from "@testing-library/react";
import { http } from "msw";
import { expect, it } from "vitest";

import { Clinic } from "@/test/clinic";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server, whenAsked } from "@/test/server";

function open(path: string) {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = null;
  return openApp(clinic, path);
}

it("lets an invited person choose a password, and keeps the secret out of every address", async () => {
  const addresses: string[] = [];
  whenAsked((request) => {
    addresses.push(request.url);
  });
  const { user, router } = open("/enrol#secret");
  expect(await screen.findByRole("heading", { name: "Welcome to Handrail" })).toHaveFocus();
  await waitFor(() => expect(router.state.location.href).toBe("/enrol"));
  expect(screen.getByLabelText("You sign in as")).toHaveValue("noor@riverside.example");
  const password = screen.getByLabelText("New password");
  await user.type(password, "too short");
  await user.click(screen.getByRole("button", { name: "Set password" }));
  expect(screen.getByRole("alert")).toHaveFocus();
  expect(password).toHaveAccessibleDescription(/needs at least 15 characters/);

  await user.clear(password);
  await user.type(password, "riverside riverside");
  await user.click(screen.getByRole("button", { name: "Set password" }));
  await waitFor(() => expect(password).toHaveAccessibleDescription(/holds your name, email or clinic/));
  expect(password).toHaveValue("riverside riverside");

  await user.clear(password);
  await user.type(password, "seven quiet lanterns");
  await user.click(screen.getByRole("button", { name: "Set password" }));
  expect(await screen.findByRole("heading", { name: "Your password is set" })).toHaveFocus();
  await user.click(screen.getByRole("link", { name: "Go to sign in" }));
  expect(await screen.findByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(addresses.join()).not.toContain("secret");
});

it.each(["/enrol#used", "/enrol"])("says of %s that the link is not valid any more", async (path) => {
  open(path);
  expect(await screen.findByRole("heading", { name: "This link is not valid any more" })).toBeVisible();
  expect(screen.queryByLabelText("New password")).toBeNull();
});

it("offers to try again when the server does not answer", async () => {
  const { user } = open("/enrol#secret");
  server.use(http.post(`${API}/api/v1/auth/enrolments/inspect`, () => problem(503, "unavailable"), { once: false }));
  expect(await screen.findByText("Handrail cannot answer at the moment.")).toBeVisible();
  server.resetHandlers();
  expect(screen.getByRole("button", { name: "Try again" })).toBeEnabled();
  await user.click(screen.getByRole("button", { name: "Español" }));
  expect(await screen.findByText("Handrail no puede responder en este momento.")).toBeVisible();
});
