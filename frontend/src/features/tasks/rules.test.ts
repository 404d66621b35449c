import { expect, it } from "vitest";

import { aTask } from "@/test/clinic-care";

import { newTask, reviewOf, taskBody, taskErrors, taskText } from "./rules";

const ZONE = "America/Denver";
const NOW = new Date("2026-11-18T16:00:00Z");

it("words a task by its own code where it is known, else by its kind", () => {
  expect(taskText(aTask({ title_code: "places_to_settle" }))).toBe("tasks.own.places_to_settle");
  expect(taskText(aTask({ title_code: "anything", kind: "contact" }))).toBe("tasks.kind.contact");
});

it("knows the task that only the review of a use settles", () => {
  const params = { break_glass_id: "a use" };
  expect(reviewOf(aTask({ title_code: "review_break_glass", params }))).toBe("a use");
  expect(reviewOf(aTask({ title_code: "review_break_glass" }))).toBeUndefined();
  expect(reviewOf(aTask({ title_code: "welfare_call", params }))).toBeUndefined();
});

it("asks of a task by hand what it is and a time ahead", () => {
  const form = newTask("2026-11-18");
  expect(taskErrors(form, NOW, ZONE)).toEqual([{ field: "kind", code: "form.kindMissing" }]);
  expect(taskErrors({ ...form, kind: "contact", time: "08:59" }, NOW, ZONE)).toEqual([
    { field: "date", code: "act.dueWrong" },
  ]);
});

it("sends no title but the kind, and nothing that was left empty", () => {
  const form = { ...newTask("2026-11-18"), kind: "contact" as const, note: "  " };
  expect(taskBody(form, { ownerId: null, participantId: null, timeZone: ZONE })).toEqual({
    kind: "contact",
    title_code: "by_hand",
    priority: "routine",
    participant_id: null,
    owner_id: null,
    due_at: "2026-11-19T00:00:00.000Z",
    note: null,
  });
});
