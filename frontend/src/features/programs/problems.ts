import { useTranslation } from "react-i18next";

import { type Problem, ProblemError } from "@/api/problem";
import { formatDuration } from "@/lib/time";
import type { FieldError } from "@/ui/error-summary";
import { useProblemText } from "@/ui/problem-text";
import { labelOf } from "@/ui/refused-fields";

import { useCitation } from "./citations";
import { planFields } from "./fields";
import type { PlanError } from "./rules";
import { en } from "./texts";

type Worded = Exclude<keyof typeof en.problem, "figures" | "source">;
const notCodes = ["figures", "source"];
const isWorded = (code: string): code is Worded => code in en.problem && !notCodes.includes(code);

/** The id of the field that a pointer of the server names: "/blocks/2/minutes" is `plan-blocks-2-minutes`. */
export const fieldOf = (pointer: string) => `plan${pointer.replace(/^\/values/, "").replaceAll("/", "-")}`;

/** The field that a pointer is about: the narrowest that is on the page; empty where there is none. */
function onPage(pointer: string, fields: Readonly<Record<string, string>>): string {
  const [first = "", ...rest] = pointer
    .replace(/^\/values/, "")
    .split("/")
    .slice(1);
  const steps = fields[first] ? [fields[first], ...rest] : [];
  for (let length = steps.length; length > 0; length--) {
    const id = fieldOf(`/${steps.slice(0, length).join("/")}`);
    if (document.getElementById(id)) return id;
  }
  return "";
}

export const errorOf = (errors: FieldError[], field: string) => errors.find((error) => error.field === field)?.text;

/** Further members of a refusal are counts, ids and codes. */
function fact(problem: Problem, name: string): string | number | undefined {
  const value: unknown = Object.entries(problem).find(([key]) => key === name)?.[1];
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}

/** A refusal in words: what was planned, the limit it misses, and the text behind the limit. */
export function useRefusal(): (error: unknown, fields?: Readonly<Record<string, string>>) => FieldError[] {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const citationOf = useCitation();
  return (error, fields = planFields) => {
    if (!(error instanceof ProblemError)) return [{ field: "", text: problemText(error) }];
    const { problem } = error;
    const { code } = problem;
    const known = isWorded(code);
    const sentences = [known ? t(`programs.problem.${code}`) : problemText(error)];
    const planned = fact(problem, "planned_minutes");
    const limit = fact(problem, "required_minutes") ?? fact(problem, "allowed_minutes");
    if (typeof planned === "number" && typeof limit === "number") {
      sentences.push(t("programs.problem.figures", { planned: formatDuration(planned), limit: formatDuration(limit) }));
    }
    const days = fact(problem, "planned_days");
    if (days !== undefined) {
      sentences.push(t("programs.problem.figures", { planned: days, limit: fact(problem, "required_days") }));
    }
    const blocks = fact(problem, "blocks_minutes");
    const day = fact(problem, "minutes_per_day");
    if (typeof blocks === "number" && typeof day === "number") {
      sentences.push(t("programs.problem.figures", { planned: formatDuration(blocks), limit: formatDuration(day) }));
    }
    const citation = fact(problem, "citation");
    if (typeof citation === "string") sentences.push(t("programs.problem.source", { citation: citationOf(citation) }));
    const text = sentences.join(" ");
    const ids = new Set((problem.errors ?? []).map(({ pointer }) => onPage(pointer, fields)));
    if (ids.size === 0) ids.add("");
    return [...ids].map((id) => ({
      field: id,
      text: known || id === "" ? text : t("form.notAccepted", { field: labelOf(id) }),
    }));
  };
}

/** What cannot be sent yet, in words beside its field. */
export function usePlanErrors(): (found: PlanError[]) => FieldError[] {
  const { t } = useTranslation();
  const nameOfField = (pointer: string): string => {
    const names: Record<string, string> = {
      days_per_week: pointer.startsWith("/phases") ? t("programs.form.phaseDays") : t("programs.form.days"),
      minutes_per_day: t("programs.form.minutes"),
      longest_day_minutes: t("programs.form.longestDay"),
      minutes: t("programs.form.blockMinutes"),
      least: t("programs.form.least"),
      usual: t("programs.form.usual"),
      most: t("programs.form.most"),
      weeks: t("programs.form.phaseWeeks"),
    };
    return names[pointer.split("/").at(-1) ?? ""] ?? "";
  };
  return (found) =>
    found.map(({ pointer, code, least, most, number, track }) => ({
      field: fieldOf(pointer),
      text: t(`programs.form.error.${code}`, {
        field: nameOfField(pointer),
        least,
        most,
        number,
        track: track ? t(`programs.track.${track}`) : "",
      }),
    }));
}
