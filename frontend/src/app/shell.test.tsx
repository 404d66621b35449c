import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";

import { Clinic } from "@/test/clinic";
import { API, handlersOf } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const clinic = () => new Clinic("2026-11-18");
const openMenu = async (user: ReturnType<typeof openApp>["user"]) =>
  user.click(await screen.findByRole("button", { name: /Account and settings/ }));

it("signs out and keeps nothing of what it knew", async () => {
  const { user, queryClient, router } = openApp(clinic(), "/participants");
  await screen.findByText("Avery Brooks");
  await openMenu(user);
  await user.click(await screen.findByRole("button", { name: "Sign out" }));
  expect(await screen.findByText("You are signed out.")).toBeVisible();
  expect(router.state.location.pathname).toBe("/sign-in");
  expect(queryClient.getQueryCache().getAll()).toEqual([]);
});

it("asks before it signs out everywhere", async () => {
  const { user } = openApp(clinic(), "/participants");
  await openMenu(user);
  await user.click(await screen.findByRole("button", { name: "Sign out on every device" }));
  const dialog = await screen.findByRole("dialog", { name: "Sign out on every device?" });
  await user.click(within(dialog).getByRole("button", { name: "Sign out on every device" }));
  expect(await screen.findByText("You are signed out.")).toBeVisible();
});

it("changes language and theme from the menu", async () => {
  const { user } = openApp(clinic(), "/participants");
  await openMenu(user);
  await user.click(await screen.findByRole("button", { name: "Dark" }));
  expect(document.documentElement).toHaveAttribute("data-mantine-color-scheme", "dark");
  await user.click(screen.getByRole("button", { name: "Español" }));
  expect(await screen.findByRole("heading", { name: "Participantes" })).toBeInTheDocument();
});

it("opens the menu from a button that says so, and gives it the focus back", async () => {
  const { user } = openApp(clinic(), "/participants");
  const button = await screen.findByRole("button", { name: /Account and settings/ });
  await user.click(button);
  const menu = await screen.findByRole("dialog", { name: /Account and settings/ });
  expect(button).toHaveAttribute("aria-expanded", "true");
  expect(button).toHaveAttribute("aria-controls", menu.id);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(button).toHaveFocus());
  expect(button).toHaveAttribute("aria-expanded", "false");
});

it("signs in again over the live page when the session has ended", async () => {
  const here = clinic();
  const { user } = openApp(here, "/participants");
  const search = await screen.findByLabelText("Name, MRN or birth date");
  await screen.findByText("Avery Brooks");
  const before = here.signedIn;
  here.signedIn = null;
  server.use(
    http.post(`${API}/api/v1/participants/search`, () =>
      here.signedIn
        ? HttpResponse.json({ items: here.participants.slice(1, 2), next_cursor: null })
        : HttpResponse.json({ type: "/problems/x", title: "x", status: 401, code: "sign-in-needed" }, { status: 401 }),
    ),
  );
  await user.type(search, "bla");
  const dialog = await screen.findByRole("dialog", { name: "Sign in again" });
  expect(within(dialog).getByLabelText("Email")).toHaveValue(before?.account.email);
  await user.type(within(dialog).getByLabelText("Password"), "right");
  await user.click(within(dialog).getByRole("button", { name: "Sign in" }));
  expect(await screen.findByText("Blanca Torres")).toBeVisible();
  expect(search).toHaveValue("bla");
});

it("says that the server does not answer, and when it is back", async () => {
  const here = clinic();
  const { user } = openApp(here, "/participants");
  await screen.findByText("Avery Brooks");
  server.use(http.all(`${API}/*`, () => HttpResponse.error()));
  await user.click(screen.getByRole("link", { name: "Schedule" }));
  await waitFor(() => expect(screen.getByText("This could not be loaded")).toBeVisible());
  expect(screen.getByText(/No connection to Handrail/)).toBeVisible();
  server.use(...handlersOf(here));
  const banner = screen.getByText(/No connection to Handrail/).closest('[role="alert"]') as HTMLElement;
  await user.click(within(banner).getByRole("button", { name: "Try again" }));
  expect(await screen.findByTestId("announcer")).toHaveTextContent("The connection is back");
  expect(screen.queryByText(/No connection to Handrail/)).toBeNull();
});

it("folds the navigation to named icons, and remembers it", async () => {
  const { user } = openApp(new Clinic("2026-11-18"), "/schedule");
  await user.click(await screen.findByRole("button", { name: "Collapse" }));
  expect(screen.getByRole("link", { name: "Today" })).toHaveAttribute("title", "Today");
  expect(localStorage.getItem("handrail.navigation")).toBe("rail");
  await user.click(screen.getByRole("button", { name: "Expand" }));
  expect(screen.getByRole("link", { name: "Today" })).not.toHaveAttribute("title");
});

it("says that a page does not exist", async () => {
  openApp(clinic(), "/nowhere");
  expect(await screen.findByText("This page does not exist")).toBeVisible();
});
