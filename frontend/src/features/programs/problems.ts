import { useTranslation } from "react-i18next";

import { type Problem, ProblemError } from "@/api/problem";
import { formatDuration } from "@/lib/time";
import type { FieldError } from "@/ui/error-summary";
import { useProblemText } from "@/ui/problem-text";

import type { PlanError } from "./rules";
import { en } from "./texts";

type Worded = Exclude<keyof typeof en.problem, "figures" | "source" | "refusedField">;
const notCodes = ["figures", "source", "refusedField"];
const isWorded = (code: string): code is Worded => code in en.problem && !notCodes.includes(code);

/** The id of the field that a pointer of the server names: "/blocks/2/minutes" is `plan-blocks-2-minutes`. */
export const fieldOf = (pointer: string) => `plan${pointer.replace(/^\/values/, "").replaceAll("/", "-")}`;

/** Services, measures and curriculum have no fields here. */
const isField = (pointer: string) => !/^(\/values)?\/(required_services|measures|curriculum)/.test(pointer);

export const errorOf = (errors: FieldError[], field: string) => errors.find((error) => error.field === field)?.text;

/** Further members of a refusal are counts, ids and codes. */
function fact(problem: Problem, name: string): string | number | undefined {
  const value: unknown = Object.entries(problem).find(([key]) => key === name)?.[1];
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}

/** A refusal in words: what was planned, the limit it misses, and the text behind the limit. */
export function useRefusal(): (error: unknown) => FieldError[] {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
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
    if (citation !== undefined) sentences.push(t("programs.problem.source", { citation }));
    const named = problem.errors ?? [];
    if (named.length === 0) return [{ field: "", text: sentences.join(" ") }];
    return named.map(({ pointer }) => ({
      field: isField(pointer) ? fieldOf(pointer) : "",
      text: known ? sentences.join(" ") : t("programs.problem.refusedField"),
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
