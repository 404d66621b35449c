import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";

import type { HandOff, HandOffCreate, Huddle } from "@/api/types";
import { NEW } from "@/lib/use-draft";
import { Clinic } from "@/test/clinic";
import { signedInWith } from "@/test/clinic-chart";
import { drafts } from "@/test/drafts";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew, keptOf } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const page = <Item,>(items: Item[]) => HttpResponse.json({ items, next_cursor: null });
const SAM = {
  id: "00000000-0000-7000-8000-000000000001",
  chosen_name: "Sam",
  full_name: "Samantha Lee",
  family_name: "Lee",
};
const LEA = {
  id: "00000000-0000-7000-8000-000000000002",
  chosen_name: "Lea",
  full_name: "Lea Brandt",
  family_name: "Brandt",
};
const ZOE = {
  id: "00000000-0000-7000-8000-000000000003",
  chosen_name: "Zoe",
  full_name: "Zoe Adler",
  family_name: "Adler",
};
const TEXT = "Sits near the door today.";

const note: HandOff = {
  id: "00000000-0000-7000-8000-00000000000a",
  urgency: "urgent",
  state: "active",
  participant: SAM,
  program_id: "00000000-0000-7000-8000-00000000000b",
  program_name: "Day track",
  location_id: null,
  location_name: null,
  to_staff_id: null,
  to_name: null,
  written_by: "00000000-0000-7000-8000-00000000000c",
  written_by_name: "Ines Duarte",
  created_at: "2026-11-18T12:00:00Z",
  expires_at: "2026-11-20T05:00:00Z",
  withdrawn_at: null,
  replaces_id: null,
  mine: false,
  for_me: true,
  acknowledged: false,
  acknowledgements: [],
};

function open() {
  const clinic = new Clinic("2026-11-18");
  clinic.signedIn = signedInWith(["huddle:read", "handoff:read", "handoff:write"]);
  const seen = { acknowledged: false, written: [] as HandOffCreate[] };
  const huddle = (): Huddle => ({
    date: "2026-11-18",
    time_zone: "America/New_York",
    sessions: [],
    people: [
      {
        participant: SAM,
        episode_id: SAM.id,
        local_start: "09:30",
        session_ids: [],
        facts: [
          { code: "missed_last", params: { date: "2026-11-16", excused: false } },
          { code: "short_this_week", params: { minutes: 90 } },
          { code: "days_short_this_week", params: { count: 2 } },
        ],
      },
      {
        participant: ZOE,
        episode_id: ZOE.id,
        local_start: "09:30",
        session_ids: [],
        facts: [{ code: "days_short_this_week", params: { count: 2 } }],
      },
      { participant: LEA, episode_id: LEA.id, local_start: "10:15", session_ids: [], facts: [] },
    ],
    steps: [{ kind: "admission", participant: SAM, program_name: "Day track" }],
    tasks: [],
    more_tasks: false,
    handoffs: [{ ...note, acknowledged: seen.acknowledged }],
  });
  const app = openApp(clinic, "/huddle");
  server.use(
    http.get(`${API}/api/v1/huddle`, () => HttpResponse.json(huddle())),
    http.get(`${API}/api/v1/locations`, () => page([])),
    http.get(`${API}/api/v1/programs`, () => page([{ id: note.program_id, name: "Day track" }])),
    http.get(`${API}/api/v1/staff`, () => page([])),
    http.get(`${API}/api/v1/handoffs/:id`, () =>
      HttpResponse.json({ ...note, text: TEXT, acknowledged: seen.acknowledged }),
    ),
    http.post(`${API}/api/v1/handoffs/:id/acknowledge`, () => {
      seen.acknowledged = true;
      return HttpResponse.json({ ...note, text: TEXT, acknowledged: true });
    }),
    http.post(`${API}/api/v1/handoffs`, async ({ request }) => {
      seen.written.push((await request.json()) as HandOffCreate);
      return HttpResponse.json({ ...note, text: TEXT, mine: true }, { status: 201 });
    }),
  );
  return { ...app, seen };
}

it("says what is to be known of who comes", async () => {
  open();
  const people = await screen.findByRole("region", { name: "To speak about" });
  expect(within(people).getByRole("link", { name: "Sam Lee" })).toBeVisible();
  expect(within(people).getByText("Missed Mon 16")).toBeVisible();
  expect(within(people).getByText("Short 1 h 30, 2 days this week")).toBeVisible();
  // Whose week alone will be short stands apart, without a word that warns.
  const short = within(people).getByRole("region", { name: "Short of hours or qualifying days this week 1" });
  expect(within(short).getByRole("listitem")).toHaveTextContent("9:30Zoe Adler 2 days");
  // What is none is not said.
  const figures = within(screen.getByRole("list", { name: "The day in figures" }));
  expect(figures.getAllByRole("listitem").map((one) => one.textContent)).toEqual([
    "3 people come",
    "1 missed their last day",
    "2 short of hours or days",
  ]);
  // The others one by one: to be looked up, counted and opened.
  const others = within(people).getByRole("region", { name: "Also expected 1" });
  expect(
    within(others)
      .getAllByRole("listitem")
      .map((one) => one.textContent),
  ).toEqual(["10:15Lea Brandt"]);
  expect(within(others).getByRole("link", { name: "Lea Brandt" })).toBeVisible();
});

it("says once that a hand-off is to be read, and until when it holds", async () => {
  open();
  const panel = await screen.findByRole("region", { name: "Hand-offs" });
  expect(within(panel).getByText("Read first")).toBeVisible();
  expect(within(panel).queryByText("To read")).toBeNull();
  expect(within(panel).getByText(/until Fri 20, 12:00 AM$/)).toBeVisible();
});

it("keeps a hand-off folded until it is opened, then takes the acknowledgement", async () => {
  const { user, seen } = open();
  const panel = await screen.findByRole("region", { name: "Hand-offs" });
  expect(screen.queryByText(TEXT)).toBeNull();
  await user.click(within(panel).getByRole("button", { name: /^Open the hand-off about Sam/ }));
  expect(await within(panel).findByText(TEXT)).toBeVisible();
  await user.click(within(panel).getByRole("button", { name: "I have read it" }));
  await waitFor(() => expect(seen.acknowledged).toBe(true));
  expect(await within(panel).findByText("Acknowledged")).toBeVisible();
  await user.click(within(panel).getByRole("button", { name: /^Fold the hand-off about Sam/ }));
  expect(screen.queryByText(TEXT)).toBeNull();
});

it("says that a hand-off ended while it was read, and offers it no more", async () => {
  const { user } = open();
  const panel = await screen.findByRole("region", { name: "Hand-offs" });
  await user.click(within(panel).getByRole("button", { name: /^Open the hand-off about Sam/ }));
  const read = await within(panel).findByRole("button", { name: "I have read it" });
  server.use(
    http.post(`${API}/api/v1/handoffs/:id/acknowledge`, () => problem(409, "handoff-not-active")),
    http.get(`${API}/api/v1/handoffs/:id`, () => HttpResponse.json({ ...note, text: TEXT, state: "withdrawn" })),
  );
  await user.click(read);
  expect(await within(panel).findByText("The hand-off has ended meanwhile")).toBeVisible();
  await waitFor(() => expect(read).not.toBeInTheDocument());
});

it("writes a hand-off for a team, and says what is missing first", async () => {
  const { user, seen } = open();
  await user.click(await screen.findByRole("button", { name: "Write a hand-off" }));
  const dialog = await screen.findByRole("dialog", { name: "Hand-off" });
  await user.click(within(dialog).getByRole("button", { name: "Write" }));
  expect(within(dialog).getByLabelText("For")).toHaveAccessibleDescription("Choose whom it is for");
  await user.selectOptions(within(dialog).getByLabelText("For"), "Day track");
  await user.selectOptions(within(dialog).getByLabelText("About"), "Sam Lee");
  await user.type(within(dialog).getByLabelText("What they must know"), TEXT);
  await user.click(within(dialog).getByRole("button", { name: "Write" }));
  await waitFor(() =>
    expect(seen.written).toEqual([
      { text: TEXT, urgency: "routine", participant_id: SAM.id, program_id: note.program_id },
    ]),
  );
});

it("keeps a hand-off that was begun, and writes it once it is whole", async () => {
  const { user, seen } = open();
  const form = async () => {
    await user.click(await screen.findByRole("button", { name: "Write a hand-off" }));
    return screen.findByRole("dialog", { name: "Hand-off" });
  };
  const dialog = within(await form());
  await user.selectOptions(await dialog.findByLabelText("About"), "Sam Lee");
  await user.type(dialog.getByLabelText("What they must know"), TEXT);
  await user.click(dialog.getByRole("checkbox"));
  const kept = { about: SAM.id, text: TEXT, urgent: true };
  const again = await givenUpAndOpenedAnew(user, { form: "handoff", kept, open: form });
  expect(again.getByLabelText("What they must know")).toHaveValue(TEXT);
  expect(again.getByLabelText("About")).toHaveDisplayValue("Sam Lee");
  expect(JSON.stringify({ ...window.localStorage, ...window.sessionStorage })).not.toContain(TEXT);
  await user.selectOptions(again.getByLabelText("For"), "Day track");
  await user.click(again.getByRole("button", { name: "Write" }));
  await waitFor(() => expect(seen.written[0]).toMatchObject({ text: TEXT, urgency: "urgent" }));
  await waitFor(() => expect(keptOf("handoff")).toBeUndefined());
});

it("is about nobody where whom a begun hand-off was about does not come that day", async () => {
  const gone = { about: "00000000-0000-7000-8000-0000000000ff", text: TEXT, audience: `program:${note.program_id}` };
  drafts.set(`handoff ${NEW}`, { content: gone, saved_at: "2026-11-17T17:00:00Z" });
  const { user, seen } = open();
  await user.click(await screen.findByRole("button", { name: "Write a hand-off" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Hand-off" }));
  await waitFor(() => expect(dialog.getByLabelText("What they must know")).toHaveValue(TEXT));
  expect(dialog.getByLabelText("About")).toHaveValue("");
  await user.click(dialog.getByRole("button", { name: "Write" }));
  await waitFor(() => expect(seen.written).toEqual([{ text: TEXT, urgency: "routine", program_id: note.program_id }]));
});
