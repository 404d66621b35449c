import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";

import type { DuplicatePair, KnownRecord } from "@/api/types";
import { announcement } from "@/lib/announce";
import { Clinic, idOf } from "@/test/clinic";
import { ALL_RIGHTS, Chart, signedInWith } from "@/test/clinic-chart";
import { aPerson, OTHER, PERSON } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { chartHandlers } from "@/test/handlers-chart";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
vi.setSystemTime(new Date(`${TODAY}T16:00:00Z`));

const at = (path: string) => `${API}/api/v1${path}`;

const record = (full_name: string, change: Partial<KnownRecord> = {}): KnownRecord => ({
  id: idOf(`participant ${full_name}`),
  version: 5,
  mrn: "19877",
  full_name,
  chosen_name: null,
  birth_date: "1990-04-23",
  status: "active",
  ...change,
});

const pair = (first: KnownRecord, second: KnownRecord, change: Partial<DuplicatePair> = {}): DuplicatePair => ({
  likelihood: "likely",
  score: 20.1,
  reasons: ["near_name", "same_birth_date"],
  first,
  second,
  ...change,
});

const petrovas = pair(
  record("Elena Petrova", { id: PERSON, mrn: "20404", chosen_name: "Sunny" }),
  record("Elena Petrov", { id: OTHER }),
);
const others = pair(record("Ana Silva", { mrn: "100" }), record("Ana Silva", { mrn: "101", id: idOf("second Ana") }), {
  likelihood: "possible",
  reasons: ["same_name", "birth_date_one_digit_off", "other_phone"],
});

/** Opens the list before a server that holds these pairs, one on each page, and what was said of them. */
function openPairs(pairs: DuplicatePair[], permissions: readonly string[] = ALL_RIGHTS) {
  const chart = new Chart(TODAY);
  const clinic = new Clinic(TODAY);
  clinic.signedIn = signedInWith(permissions);
  const opened = openApp(clinic, "/participants/duplicates");
  const said: unknown[] = [];
  server.use(...chartHandlers(chart));
  server.use(
    http.get(at("/participants/duplicates"), ({ request }) => {
      const from = Number(new URL(request.url).searchParams.get("cursor") ?? 0);
      const left = pairs.filter((one) => !chart.merges.some(({ id }) => id === one.second.id));
      return HttpResponse.json({
        items: left.slice(from, from + 1),
        next_cursor: from + 1 < left.length ? `${from + 1}` : null,
      });
    }),
    http.post(at("/participants/duplicates/not-same"), async ({ request }) => {
      said.push(await request.json());
      return HttpResponse.json({ id: idOf("distinction") }, { status: 201 });
    }),
    http.post(at("/participants/duplicates/not-same/:id/withdraw"), ({ params }) => {
      said.push(`withdrawn ${params.id}`);
      return HttpResponse.json({ id: params.id });
    }),
    http.get(at(`/participants/${OTHER}`), () =>
      HttpResponse.json(aPerson({ id: OTHER, family_name: "Petrov", chosen_name: null, mrn: "19877", version: 5 })),
    ),
  );
  return { ...opened, chart, said };
}

const rowOf = (name: string) => screen.findByRole("listitem", { name });

it("lists pairs with the reason for each in words, page by page", async () => {
  const { user } = openPairs([petrovas, others]);
  const first = await rowOf("Sunny (Elena Petrova) and Elena Petrov");
  expect(first).toHaveTextContent("MRN 20404 · born Apr 23, 1990");
  expect(first).toHaveTextContent("Likely the samenearly the same name and same birth date");
  expect(screen.queryByRole("listitem", { name: "Ana Silva and Ana Silva" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Load more" }));
  const second = await rowOf("Ana Silva and Ana Silva");
  expect(second).toHaveTextContent("Possibly the samesame name and birth date one digit off, but another phone");
  expect(screen.queryByRole("button", { name: "Load more" })).toBeNull();
});

it("compares a pair in the chart, merges it, and goes on with the list", async () => {
  const { user, router, chart } = openPairs([petrovas, others]);
  const told: string[] = [];
  const stop = announcement.subscribe(() => told.push(announcement.get().text));
  await user.click(await screen.findByRole("link", { name: "Compare Sunny (Elena Petrova) and Elena Petrov" }));
  const review = await screen.findByRole("dialog", { name: "Merge two records" });
  expect(router.state.location.href).toBe(`/participants/${PERSON}?tab=record&merge=${OTHER}`);
  expect(await within(review).findByText("12 attendance marks")).toBeVisible();
  await user.click(within(review).getByRole("button", { name: "Merge the records" }));
  await waitFor(() => expect(router.state.location.href).toBe("/participants/duplicates"));
  expect(chart.merges).toEqual([{ id: OTHER, ifMatch: '"5"', into: PERSON }]);
  expect(told).toContain("The records are merged");
  stop();
  expect(await rowOf("Ana Silva and Ana Silva")).toBeVisible();
  expect(screen.queryByRole("listitem", { name: /Petrov/ })).toBeNull();
});

it("closes a comparison that was opened by its address, and stays with the record", async () => {
  const { user, router } = openPairs([petrovas]);
  await rowOf("Sunny (Elena Petrova) and Elena Petrov");
  await router.navigate({
    to: "/participants/$participantId",
    params: { participantId: PERSON },
    search: { tab: "record", merge: OTHER },
  });
  const review = await screen.findByRole("dialog", { name: "Merge two records" });
  expect(await within(review).findByRole("radio", { name: /^Elena Petrov MRN 19877/ })).toBeVisible();
  await user.click(within(review).getByRole("button", { name: "Close" }));
  await waitFor(() => expect(router.state.location.href).toBe(`/participants/${PERSON}?tab=record`));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("says that a compared record is not available", async () => {
  const { router } = openPairs([]);
  server.use(http.get(at(`/participants/${OTHER}`), () => problem(404, "participant-not-found")));
  await router.navigate({
    to: "/participants/$participantId",
    params: { participantId: PERSON },
    search: { tab: "record", merge: OTHER },
  });
  const review = await screen.findByRole("dialog", { name: "Merge two records" });
  expect(await within(review).findByText("This is not available.")).toBeVisible();
});

it("tells two people apart, and takes it back in the same place", async () => {
  const { user, said } = openPairs([petrovas]);
  const name = "Sunny (Elena Petrova) and Elena Petrov";
  await user.click(await screen.findByRole("button", { name: `Not the same person: ${name}` }));
  const undo = await screen.findByRole("button", { name: `Undo: ${name}` });
  expect(undo).toHaveFocus();
  expect(announcement.get().text).toBe(`${name} are two people`);
  expect(screen.queryByRole("link", { name: `Compare ${name}` })).toBeNull();
  await user.click(undo);
  expect(await screen.findByRole("button", { name: `Not the same person: ${name}` })).toHaveFocus();
  expect(said).toEqual([
    { first_participant_id: PERSON, second_participant_id: OTHER },
    `withdrawn ${idOf("distinction")}`,
  ]);
});

it("says why two records were not told apart", async () => {
  const { user } = openPairs([petrovas]);
  server.use(http.post(at("/participants/duplicates/not-same"), () => problem(409, "already-told-apart")));
  await user.click(await screen.findByRole("button", { name: /^Not the same person/ }));
  expect(await screen.findByText("Somebody told these two apart meanwhile.")).toBeVisible();
});

it("says that no two records look alike", async () => {
  openPairs([]);
  expect(await screen.findByText("No two records look alike")).toBeVisible();
});
