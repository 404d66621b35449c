import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { type Problem, ProblemError } from "@/api/problem";
import type { SessionCard } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatTimeRange, type LocalDate } from "@/lib/time";
import type { FieldError } from "@/ui/error-summary";
import { useProblemText } from "@/ui/problem-text";
import { useRefusedFields } from "@/ui/refused-fields";
import { useSessionTitle } from "@/ui/session-title";

import { weekOfQuery } from "./queries";
import type { Mistake } from "./rules";
import { en } from "./texts";

type Worded = Exclude<keyof typeof en.problem, Taken>;
type Taken = "room" | "roomUnknown" | "staff" | "staffUnknown" | "participant" | "participantUnknown";
const isWorded = (code: string): code is Worded => code.includes("-") && code in en.problem;

/** The id of a field in the one form that is open. */
export const fieldId = (field: string) => `session-${field}`;

export const errorOf = (errors: FieldError[], field: string) =>
  errors.find((error) => error.field === fieldId(field))?.text;

/** What was found before sending, in words beside its field. */
export function useFormErrors(): (found: Mistake[]) => FieldError[] {
  const { t } = useTranslation();
  return (found) => found.map(({ field, code }) => ({ field: fieldId(field), text: t(`sessions.form.error.${code}`) }));
}

/** Names for the ids in a refusal. */
export type Names = { room?: string | undefined; people: ReadonlyMap<string, string> };

type TakenProblem = Problem & { session_id?: string; staff_id?: string; participant_id?: string };

/** What is taken, and by which session, as far as the reader's own schedule shows that one. */
export function useTakenWords() {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  return (what: "room" | "staff" | "participant", name: string | undefined, card: SessionCard | undefined): string => {
    const other = card && {
      session: titleOf(card),
      time: formatTimeRange(card.local_start, card.local_end, locale),
    };
    if (what === "room") {
      const room = name ?? t("sessions.problem.aRoom");
      return other ? t("sessions.problem.room", { room, ...other }) : t("sessions.problem.roomUnknown", { room });
    }
    if (what === "staff") {
      const facts = { name: name ?? t("sessions.problem.somebody") };
      return other ? t("sessions.problem.staff", { ...facts, ...other }) : t("sessions.problem.staffUnknown", facts);
    }
    const facts = { name: name ?? t("sessions.problem.aParticipant") };
    return other
      ? t("sessions.problem.participant", { ...facts, ...other })
      : t("sessions.problem.participantUnknown", facts);
  };
}

/**
 * A refusal in words, at the field it is about. The session in the way is called as the reader's own schedule calls it,
 * which for another program's is not at all.
 */
export function useRefusal() {
  const client = useQueryClient();
  const { t } = useTranslation();
  const problemText = useProblemText();
  const taken = useTakenWords();
  const refused = useRefusedFields();

  const inTheWay = async (problem: TakenProblem, day: LocalDate): Promise<SessionCard | undefined> => {
    if (!problem.session_id) return undefined;
    const week = await client.fetchQuery({ ...weekOfQuery(day), staleTime: 0 }).catch(() => undefined);
    return week?.sessions.find((card) => card.id === problem.session_id);
  };

  return async (
    error: unknown,
    day: LocalDate,
    names: Names,
    fields: Readonly<Record<string, string>>,
  ): Promise<FieldError[]> => {
    if (!(error instanceof ProblemError)) return [{ field: "", text: problemText(error) }];
    const problem = error.problem as TakenProblem;
    const asked = Object.values(fields);
    const at = (field: string, text: string) => [{ field: asked.includes(field) ? fieldId(field) : "", text }];
    const nameOf = (id: string | undefined) => (id ? names.people.get(id) : undefined);
    if (problem.code === "room-taken") return at("room", taken("room", names.room, await inTheWay(problem, day)));
    if (problem.code === "staff-taken")
      return at("staff", taken("staff", nameOf(problem.staff_id), await inTheWay(problem, day)));
    if (problem.code === "participant-taken")
      return at("people", taken("participant", nameOf(problem.participant_id), await inTheWay(problem, day)));
    const known = isWorded(problem.code);
    const text = known ? t(`sessions.problem.${problem.code as Worded}`) : problemText(error);
    return refused(error, { fields, idOf: fieldId, text, known });
  };
}
