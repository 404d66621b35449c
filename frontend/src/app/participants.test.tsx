import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";

import { Clinic } from "@/test/clinic";
import { API, problem } from "@/test/handlers";
import { openApp } from "@/test/open-app";
import { server, whenAsked } from "@/test/server";

const clinic = () => new Clinic("2026-11-18");

it("lists people by what they are called", async () => {
  openApp(clinic(), "/participants");
  expect(await screen.findByText("Avery Brooks")).toBeVisible();
  expect(screen.getAllByText("Sunny Petrova")[0]).toBeVisible();
  expect(screen.getByText("Legal name Elena Petrova")).toBeVisible();
});

it("keeps rows out of sight out of the page", async () => {
  openApp(clinic(), "/participants");
  await screen.findByText("Avery Brooks");
  expect(screen.getAllByRole("row").length).toBeLessThan(60);
  expect(screen.getByRole("button", { name: "Load more" })).toBeVisible();
});

it("finds by the start of a name without a word of it in an address", async () => {
  const addresses: string[] = [];
  const { user, router } = openApp(clinic(), "/participants");
  whenAsked((request) => {
    addresses.push(request.url);
  });
  await user.type(await screen.findByLabelText("Name, MRN or birth date"), "Gra");
  await waitFor(() => expect(screen.queryByText("Avery Brooks")).toBeNull());
  expect(screen.getByText("Grace Liu")).toBeVisible();
  expect(addresses.join()).not.toMatch(/gra/i);
  expect(router.state.location.href).toBe("/participants");
});

it("keeps the status in the address and says when nobody matches", async () => {
  const { user, router } = openApp(clinic(), "/participants");
  await user.selectOptions(await screen.findByLabelText("Status"), "Merged");
  expect(await screen.findByText("No one matches")).toBeVisible();
  expect(router.state.location.href).toBe("/participants?status=merged");
  await user.click(screen.getByRole("button", { name: "Clear filters" }));
  expect(await screen.findByText("Avery Brooks")).toBeVisible();
});

it("narrows five hundred people at once, before the server has answered", async () => {
  const here = clinic();
  const [first] = here.participants;
  if (!first) throw new Error("The clinic of the tests has people.");
  here.participants = Array.from({ length: 500 }, (_, at) => {
    const name = `${at % 50 === 0 ? "Grace" : "Avery"} ${at}`;
    return { ...first, id: `person ${at}`, chosen_name: name, full_name: name };
  });
  const { user } = openApp(here, "/participants");
  await screen.findByText("Avery 1");
  expect(screen.getAllByRole("row").length).toBeLessThan(60);
  server.use(http.post(`${API}/api/v1/participants/search`, () => new Promise<never>(() => {})));
  await user.type(screen.getByLabelText("Name, MRN or birth date"), "Gra");
  expect(await screen.findByText("Grace 0")).toBeVisible();
  await waitFor(() => expect(screen.queryByText("Avery 1")).toBeNull());
  expect(screen.getByText("Grace 50")).toBeVisible();
});

it("finds by letters among records that are not in use, and on every page of what was found", async () => {
  const here = clinic();
  const [first] = here.participants;
  if (!first) throw new Error("The clinic of the tests has people.");
  const called = (name: string, change: Partial<typeof first>) => ({
    ...first,
    chosen_name: name,
    full_name: name,
    ...change,
  });
  here.participants = [
    ...Array.from({ length: 100 }, (_, at) => called("Gray Active", { id: `gray ${at}` })),
    called("Gray Merged", { id: "gray merged", status: "merged" }),
    called("Gray Inactive", { id: "gray inactive", status: "inactive" }),
  ];
  const { user } = openApp(here, "/participants?status=merged");
  await user.type(await screen.findByLabelText("Name, MRN or birth date"), "Gra");
  expect(await screen.findByText("Gray Merged")).toBeVisible();
  await user.selectOptions(screen.getByLabelText("Status"), "Inactive");
  expect(await screen.findByText("Gray Inactive")).toBeVisible();
  expect(screen.queryByText("Gray Active")).toBeNull();
});

it("says why there is nobody yet", async () => {
  openApp(clinic(), "/participants");
  server.use(http.get(`${API}/api/v1/participants`, () => HttpResponse.json({ items: [], next_cursor: null })));
  expect(await screen.findByText("No participants yet")).toBeVisible();
});

it("names a refusal", async () => {
  openApp(clinic(), "/participants");
  server.use(http.get(`${API}/api/v1/participants`, () => problem(403, "forbidden")));
  expect(await screen.findByText("Your role does not allow this.")).toBeVisible();
});

it("shows where people take part to who may know it, and no empty columns to others", async () => {
  openApp(clinic(), "/participants");
  await screen.findByText("Avery Brooks");
  expect(screen.getByRole("columnheader", { name: "Cohort" })).toBeVisible();
});

it("leaves out the columns that the front desk is not told", async () => {
  const here = clinic();
  const { signedIn } = here;
  if (signedIn) here.signedIn = { ...signedIn, permissions: ["participant:read"] };
  openApp(here, "/participants");
  await screen.findByText("Avery Brooks");
  expect(screen.getAllByRole("columnheader").map((header) => header.textContent)).toEqual([
    "Name",
    "MRN",
    "Born",
    "Status",
  ]);
});
