import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";

import { Clinic } from "@/test/clinic";
import { API } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

function signedOut() {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = null;
  return clinic;
}

it("leads who is not signed in to sign in, and back to where they wanted to be", async () => {
  const { router, user } = openApp(signedOut(), "/participants?status=active");
  await user.type(await screen.findByLabelText("Organization"), "riverside");
  await user.type(screen.getByLabelText("Email"), "dana@riverside.example");
  await user.type(screen.getByLabelText("Password"), "a long enough password");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByRole("heading", { name: "Participants" })).toBeVisible();
  expect(router.state.location.href).toBe("/participants?status=active");
});

it("gives focus to a summary whose lines lead to the fields", async () => {
  const { user } = openApp(signedOut(), "/sign-in");
  await user.click(await screen.findByRole("button", { name: "Sign in" }));
  const summary = screen.getByRole("alert");
  expect(summary).toHaveFocus();
  await user.click(within(summary).getByRole("link", { name: "Enter your email address" }));
  expect(screen.getByLabelText("Email")).toHaveFocus();
  expect(screen.getByLabelText("Email")).toHaveAccessibleDescription("Enter your email address");
});

it("says a wrong password without saying what was wrong, and lets one paste", async () => {
  const { user } = openApp(signedOut(), "/sign-in");
  await user.type(await screen.findByLabelText("Organization"), "riverside");
  await user.type(screen.getByLabelText("Email"), "dana@riverside.example");
  await user.click(screen.getByLabelText("Password"));
  await user.paste("wrong");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The organization, email or password is not right.");
});

it("does not ask for an organization that config.json names", async () => {
  const sent: unknown[] = [];
  const { user } = openApp(signedOut(), "/sign-in", { organization: "harbor" });
  server.use(
    http.post(`${API}/api/v1/auth/sign-in`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({});
    }),
  );
  await user.type(await screen.findByLabelText("Email"), "dana@harbor.example");
  await user.type(screen.getByLabelText("Password"), "secret");
  expect(screen.queryByLabelText("Organization")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  await waitFor(() =>
    expect(sent).toEqual([{ organization: "harbor", email: "dana@harbor.example", password: "secret" }]),
  );
});

it("speaks Spanish at once when asked to", async () => {
  const { user } = openApp(signedOut(), "/sign-in");
  await user.click(await screen.findByRole("button", { name: "Español" }));
  expect(await screen.findByRole("heading", { name: "Iniciar sesión" })).toBeVisible();
  expect(document.documentElement.lang).toBe("es");
});

it("asks for a code once the password is right, and says when one is not", async () => {
  const clinic = signedOut();
  clinic.setUp.factor = { on: true, since: "2026-11-01T17:00:00Z", recovery_codes_left: 10 };
  const { user } = openApp(clinic, "/participants", { organization: "riverside" });
  await user.type(await screen.findByLabelText("Email"), "dana@riverside.example");
  await user.type(screen.getByLabelText("Password"), "a long enough password");
  expect(screen.queryByLabelText("Code")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  const code = await screen.findByLabelText("Code");
  expect(code).toHaveFocus();
  expect(code).toHaveAttribute("autocomplete", "one-time-code");
  expect(screen.queryByRole("alert")).toBeNull();
  expect(await screen.findByText("Your account also asks for a code.")).toBeInTheDocument();

  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(code).toHaveAccessibleDescription(/Enter the code/);
  await user.type(code, "654321{Enter}");
  await waitFor(() => expect(code).toHaveAccessibleDescription(/not right, or was used before/));
  await user.clear(code);
  await user.type(code, "123456{Enter}");
  expect(await screen.findByRole("heading", { name: "Participants" })).toBeVisible();
});
