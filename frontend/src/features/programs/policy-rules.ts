import type { AttendancePolicy, AttendancePolicyWrite, MissKind, PolicyAct } from "@/api/types";

export const acts = ["conversation", "contract", "team_review", "discharge_review"] as const satisfies PolicyAct[];
export const missKinds = [
  "late",
  "part_missed",
  "excused",
  "unexcused",
  "no_call_no_show",
] as const satisfies MissKind[];
export const MOST_STEPS = 12;

/** What the form holds: numbers as typed. `key` stays the same when a step is changed: what was reached rests on it. */
export type StepForm = {
  key: string;
  act: PolicyAct;
  counting: MissKind[];
  times: string;
  within: string;
  hours: string;
};
export type PolicyForm = { outreach: boolean; minutes: string; attempts: string; steps: StepForm[] };

export function policyForm(policy: AttendancePolicy): PolicyForm {
  return {
    outreach: policy.outreach,
    minutes: String(policy.outreach_minutes),
    attempts: String(policy.attempts),
    steps: policy.steps.map(({ key, act, counting, times, within_days, due_hours }) => ({
      key,
      act,
      counting: [...counting],
      times: String(times),
      within: within_days === null ? "" : String(within_days),
      hours: String(due_hours),
    })),
  };
}

/** A step that nobody filled in yet, under a key that no other has, nor had. */
export function blankStep(steps: readonly StepForm[], taken: readonly string[]): StepForm {
  const keys = new Set([...steps.map((one) => one.key), ...taken]);
  let number = steps.length + 1;
  while (keys.has(`step_${number}`)) number += 1;
  return { key: `step_${number}`, act: "conversation", counting: [], times: "3", within: "30", hours: "24" };
}

export type PolicyMistake = {
  /** As a pointer of the server names it. */
  pointer: string;
  code: "minutes" | "attempts" | "kinds" | "times" | "within" | "hours";
  number: number;
};

const whole = (text: string, least: number, most: number) =>
  /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;

export function policyMistakes(form: PolicyForm): PolicyMistake[] {
  const found: PolicyMistake[] = [];
  if (!whole(form.minutes, 15, 480)) found.push({ pointer: "/outreach_minutes", code: "minutes", number: 0 });
  if (!whole(form.attempts, 1, 10)) found.push({ pointer: "/attempts", code: "attempts", number: 0 });
  form.steps.forEach((step, place) => {
    const at = (field: string, code: PolicyMistake["code"]) =>
      found.push({ pointer: `/steps/${place}/${field}`, code, number: place + 1 });
    if (step.counting.length === 0) at("counting", "kinds");
    if (!whole(step.times, 1, 50)) at("times", "times");
    if (step.within.trim() !== "" && !whole(step.within, 1, 366)) at("within_days", "within");
    if (!whole(step.hours, 1, 336)) at("due_hours", "hours");
  });
  return found;
}

export function policyBody(form: PolicyForm): AttendancePolicyWrite {
  return {
    outreach: form.outreach,
    outreach_minutes: Number(form.minutes),
    attempts: Number(form.attempts),
    steps: form.steps.map(({ key, act, counting, times, within, hours }) => ({
      key,
      act,
      counting,
      times: Number(times),
      within_days: within.trim() === "" ? null : Number(within),
      due_hours: Number(hours),
    })),
  };
}
