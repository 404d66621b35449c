import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Task, TaskCreate } from "@/api/types";
import { Clinic, idOf } from "@/test/clinic";
import { aTask } from "@/test/clinic-care";
import { PERSON } from "@/test/clinic-person";
import { API, problem } from "@/test/handlers";
import { givenUpAndOpenedAnew } from "@/test/kept-form";
import { openApp } from "@/test/open-app";
import { server } from "@/test/server";

const TODAY = "2026-11-18";
const TASKS = `${API}/api/v1/tasks`;
const page = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });
let tasks: Task[];
let asked: TaskCreate[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${TODAY}T07:00:00-07:00`) });
  tasks = [aTask({ kind: "contact", note: "Ask about the ride", due_at: "2026-11-17T23:00:00Z" })];
  asked = [];
});
afterEach(() => vi.useRealTimers());

/** Opens Today before the first group, for who may see and do tasks. */
function open(permissions = ["task:read", "task:write", "participant:read"]) {
  const clinic = new Clinic(TODAY);
  if (clinic.signedIn) clinic.signedIn = { ...clinic.signedIn, permissions };
  const opened = openApp(clinic, "/today");
  server.use(
    http.get(TASKS, () => page(tasks)),
    http.post(TASKS, async ({ request }) => {
      const given = (await request.json()) as TaskCreate;
      asked.push(given);
      const task = aTask({ ...(given as Partial<Task>), id: idOf("by hand") });
      tasks = [...tasks, task];
      return HttpResponse.json(task, { status: 201 });
    }),
    http.post(`${TASKS}/:id/complete`, ({ params }) => {
      tasks = tasks.filter(({ id }) => id !== params.id);
      return HttpResponse.json(aTask({ status: "done" }));
    }),
    http.get(`${API}/api/v1/staff`, () =>
      page([{ id: idOf("staff adaeze"), display_name: "Adaeze Obi, LPC", status: "active" }]),
    ),
    http.get(`${API}/api/v1/staff/:id`, () => HttpResponse.json({ account_id: idOf("account adaeze") })),
  );
  return opened;
}

it("names my tasks beside the day, each with its chart and what may be done about it", async () => {
  const { user } = open();
  const mine = await screen.findByRole("region", { name: "My tasks" });
  expect(await within(mine).findByText("Make contact")).toBeVisible();
  expect(within(mine).getByText("Overdue since Nov 17, 2026, 4:00 PM")).toBeVisible();
  expect(within(mine).getByText("Ask about the ride")).toBeVisible();
  expect(within(mine).getByRole("link", { name: "Open the chart for: Make contact" })).toHaveAttribute(
    "href",
    `/participants/${PERSON}`,
  );
  await user.click(within(mine).getByRole("button", { name: "Done: Make contact" }));
  const dialog = await screen.findByRole("dialog", { name: "Done: Make contact" });
  await user.click(within(dialog).getByRole("button", { name: "Done" }));
  expect(await within(mine).findByText("No task of yours is due today.")).toBeVisible();
});

it("adds a task by hand for a colleague about somebody, and says at the field what the server refuses", async () => {
  const { user } = open();
  const mine = await screen.findByRole("region", { name: "My tasks" });
  await user.click(await within(mine).findByRole("button", { name: "Add a task" }));
  const dialog = await screen.findByRole("dialog", { name: "Add a task" });
  await user.click(within(dialog).getByRole("button", { name: "Add a task" }));
  expect(await within(dialog).findByRole("link", { name: "Choose what is to be done" })).toBeVisible();
  await user.selectOptions(within(dialog).getByLabelText("What"), "Review the plan");
  await user.type(within(dialog).getByLabelText("About whom (optional)"), "Grace");
  await user.click(await within(dialog).findByRole("button", { name: "Choose Grace Liu" }));
  await user.selectOptions(await within(dialog).findByLabelText("Who does it"), "Adaeze Obi, LPC");
  const refused = { errors: [{ pointer: "/owner_id", code: "owner-not-available", detail: "" }] };
  server.use(http.post(TASKS, () => problem(409, "owner-not-available", refused), { once: true }));
  await user.click(within(dialog).getByRole("button", { name: "Add a task" }));
  await waitFor(() => expect(within(dialog).getByLabelText("Who does it")).toBeInvalid());
  await user.click(within(dialog).getByRole("button", { name: "Add a task" }));
  expect(await within(mine).findByRole("button", { name: "Done: Review the plan" })).toBeVisible();
  expect(asked).toMatchObject([
    {
      kind: "plan_review",
      title_code: "by_hand",
      owner_id: idOf("account adaeze"),
      due_at: "2026-11-19T00:00:00.000Z",
    },
  ]);
});

it("shows no tasks to who may not see them, and no acts to who may only read", async () => {
  open(["task:read"]);
  const mine = await screen.findByRole("region", { name: "My tasks" });
  expect(await within(mine).findByText("Make contact")).toBeVisible();
  expect(within(mine).queryByRole("button")).toBeNull();
  expect(within(mine).queryByRole("link")).toBeNull();
});

const USE = idOf("use");
const toReview = () =>
  aTask({ kind: "other", title_code: "review_break_glass", participant_id: null, params: { break_glass_id: USE } });

it("leads to the use that a task asks to review, and lets nobody tick it off", async () => {
  tasks = [toReview()];
  const { user, router } = open(["task:read", "task:write", "break_glass:read"]);
  server.use(
    http.get(`${API}/api/v1/break-glass`, () => page([])),
    http.get(`${API}/api/v1/break-glass/:id`, () => problem(404, "break-glass-not-found")),
  );
  const mine = await screen.findByRole("region", { name: "My tasks" });
  const name = "Review a record opened with a reason";
  const review = await within(mine).findByRole("link", { name: `Review: ${name}` });
  expect(within(mine).queryByRole("button", { name: `Done: ${name}` })).toBeNull();
  expect(within(mine).getByRole("button", { name: `Put off: ${name}` })).toBeVisible();
  await user.click(review);
  await waitFor(() => expect(router.state.location.pathname).toBe("/audit"));
  expect(router.state.location.search).toEqual({ tab: "restricted", use: USE });
});

it("says who settles such a task to who may not see uses", async () => {
  tasks = [toReview()];
  open(["task:read", "task:write"]);
  const mine = await screen.findByRole("region", { name: "My tasks" });
  expect(await within(mine).findByText("A program director settles this by reviewing the use.")).toBeVisible();
  expect(within(mine).queryByRole("link", { name: /^Review/ })).toBeNull();
  expect(within(mine).queryByRole("button", { name: /^Done/ })).toBeNull();
});

it("says that the server lets nobody tick a task off that is settled elsewhere", async () => {
  const { user } = open();
  server.use(http.post(`${TASKS}/:id/complete`, () => problem(409, "task-settled-elsewhere")));
  await user.click(await screen.findByRole("button", { name: "Done: Make contact" }));
  const dialog = await screen.findByRole("dialog", { name: "Done: Make contact" });
  await user.click(within(dialog).getByRole("button", { name: "Done" }));
  expect(await within(dialog).findByText(/This task is done where its matter is settled/)).toBeVisible();
});

it("keeps a task that was begun, with whom it is about", async () => {
  const { user } = open();
  const mine = await screen.findByRole("region", { name: "My tasks" });
  const form = async () => {
    await user.click(await within(mine).findByRole("button", { name: "Add a task" }));
    return screen.findByRole("dialog", { name: "Add a task" });
  };
  const dialog = within(await form());
  await user.type(dialog.getByLabelText("About whom (optional)"), "Grace");
  await user.click(await dialog.findByRole("button", { name: "Choose Grace Liu" }));
  await user.type(dialog.getByLabelText("Note (optional)"), "Ask about Friday");
  const kept = { person: expect.objectContaining({ chosen_name: "Grace" }), note: "Ask about Friday" };
  const again = await givenUpAndOpenedAnew(user, { form: "task", kept, open: form });
  expect(again.getByLabelText("Note (optional)")).toHaveValue("Ask about Friday");
  expect(again.getByText("Grace Liu")).toBeVisible();
});
