import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { type Problem, ProblemError } from "@/api/problem";
import type { ClosureMove } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatTimeRange } from "@/lib/time";
import type { FieldError } from "@/ui/error-summary";
import { useProblemText } from "@/ui/problem-text";
import { useRefusedFields } from "@/ui/refused-fields";
import { useSessionTitle } from "@/ui/session-title";

import { applyFields } from "./fields";
import { weekOfQuery } from "./queries";
import { en } from "./texts";

type Worded = keyof typeof en.problem;
const isWorded = (code: string): code is Worded => code in en.problem;

/** The id of a field in the one form that is open. */
export const fieldId = (field: string) => `closure-${field}`;

export const errorOf = (errors: FieldError[], field: string) =>
  errors.find((error) => error.field === fieldId(field))?.text;

/** A refusal in words, at the field it is about. */
export function useRefusal(): (error: unknown, fields: Readonly<Record<string, string>>) => FieldError[] {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const refused = useRefusedFields();
  return (error, fields) => {
    const code = error instanceof ProblemError ? error.problem.code : "";
    const known = isWorded(code);
    const text = known ? t(`closures.problem.${code}`) : problemText(error);
    return refused(error, { fields, idOf: fieldId, text, known });
  };
}

/** The field in which it is chosen where a session goes. */
export const moveField = (sessionId: string) => `move-${sessionId}`;

const MOVE = /^\/moves\/(\d+)/;
const taken = { "room-taken": "room", "staff-taken": "staff", "participant-taken": "participant" } as const;

/**
 * Why a closure was refused with the moves before it, each at its session. What stands in the way is called as the
 * reader's own schedule calls it, which for another program's is not at all.
 */
export function useApplyRefusal(): (error: unknown, moves: readonly ClosureMove[]) => Promise<FieldError[]> {
  const client = useQueryClient();
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const refusal = useRefusal();
  return async (error, moves) => {
    const problem = error instanceof ProblemError ? (error.problem as Problem & { session_id?: string }) : undefined;
    const index = problem?.errors?.map(({ pointer }) => MOVE.exec(pointer)?.[1]).find((one) => one !== undefined);
    const move = index === undefined ? undefined : moves[Number(index)];
    if (!problem || !move) return refusal(error, applyFields);
    const fields = { ...applyFields, [`moves/${index}`]: moveField(move.session_id) };
    const what = Object.entries(taken).find(([code]) => code === problem.code)?.[1];
    if (!what || !problem.session_id) return refusal(error, fields);
    const week = await client.fetchQuery({ ...weekOfQuery(move.local_date), staleTime: 0 }).catch(() => undefined);
    const card = week?.sessions.find((one) => one.id === problem.session_id);
    if (!card) return refusal(error, fields);
    const facts = { session: titleOf(card), time: formatTimeRange(card.local_start, card.local_end, locale) };
    return [{ field: fieldId(moveField(move.session_id)), text: t(`closures.inTheWay.${what}`, facts) }];
  };
}
