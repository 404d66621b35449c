import type { Task, TaskCreate } from "@/api/types";
import { instantOf, type LocalDate, type LocalTime } from "@/lib/time";

const knownTasks = [
  "places_to_settle",
  "people_to_separate",
  "closure_to_tell",
  "week_to_tell",
  "week_taken_back",
  "review_break_glass",
  "welfare_call",
  "attendance_step",
  "seat_free",
  "course_off_track",
  "course_review",
] as const;

/** The text of a task: of its own where there is one, else of its kind. */
export function taskText(task: Pick<Task, "title_code" | "kind">) {
  const known = knownTasks.find((code) => code === task.title_code);
  return known ? (`tasks.own.${known}` as const) : (`tasks.kind.${task.kind}` as const);
}

/** The use that a task asks to review: it is settled there and by nothing else. */
export function reviewOf({ title_code, params }: Pick<Task, "title_code" | "params">): string | undefined {
  const use = params.break_glass_id;
  return title_code === "review_break_glass" && typeof use === "string" ? use : undefined;
}

/** Whether a bare tick does not do it: somebody may be in danger, and the next reader has to know how they are. */
export const asksForWords = ({ title_code }: Pick<Task, "title_code">) => title_code === "welfare_call";

export const taskKinds = [
  "contact",
  "safety_follow_up",
  "attendance_review",
  "plan_review",
  "documentation",
  "medication",
  "authorization",
  "intake_step",
  "discharge",
  "scheduling",
  "staffing",
  "other",
] as const satisfies readonly Task["kind"][];

export const priorities = ["routine", "soon", "urgent"] as const satisfies readonly Task["priority"][];

/** Whoever is on call at that moment: the server knows. */
export const ON_CALL = "on-call";

export type TaskForm = {
  kind: Task["kind"] | "";
  /** The reader where it is empty; a colleague by the id of their file. */
  owner: string;
  date: LocalDate;
  time: LocalTime;
  priority: Task["priority"];
  note: string;
};

/** By hand a task is for oneself and for today, unless something else is said. */
export const newTask = (today: LocalDate): TaskForm => ({
  kind: "",
  owner: "",
  date: today,
  time: "17:00",
  priority: "routine",
  note: "",
});

export function taskErrors(form: TaskForm, now: Date, timeZone: string) {
  const errors: { field: "kind" | "date"; code: "form.kindMissing" | "act.dueWrong" }[] = [];
  if (form.kind === "") errors.push({ field: "kind", code: "form.kindMissing" });
  const due = form.date === "" || form.time === "" ? null : instantOf(form.date, form.time, timeZone);
  if (due === null || due <= now) errors.push({ field: "date", code: "act.dueWrong" });
  return errors;
}

/** What is sent. A task made by hand has no title but its kind: titles name no condition. */
export function taskBody(
  form: TaskForm,
  given: { ownerId: string | null; participantId: string | null; timeZone: string },
): TaskCreate {
  return {
    kind: form.kind || "other",
    title_code: "by_hand",
    priority: form.priority,
    participant_id: given.participantId,
    owner_id: given.ownerId,
    due_at: instantOf(form.date, form.time, given.timeZone).toISOString(),
    note: form.note.trim() || null,
  };
}
