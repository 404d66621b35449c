import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { type Problem, ProblemError } from "@/api/problem";
import type { Closure, ClosureMoved } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatTimeRange } from "@/lib/time";
import { formatWeekdayDate } from "@/lib/weekday-date";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./closures.module.css";
import { removeFields } from "./fields";
import { fieldId, moveField, useRefusal } from "./problems";
import { movedQuery, useRemoveClosure } from "./queries";

type Props = { closure: Closure | null; onClose: () => void };

/** Asks once before sessions are again what was planned, and which of those that were moved go back. */
export function RemoveDialog({ closure, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog
      title={t("closures.removing", { title: closure?.public_title ?? "" })}
      opened={closure !== null}
      onClose={onClose}
    >
      {closure && <Removing closure={closure} onClose={onClose} />}
    </FormDialog>
  );
}

const POINTER = /^\/move_back\/(\d+)/;

function Removing({ closure, onClose }: { closure: Closure; onClose: () => void }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const moved = useQuery(movedQuery(closure.id));
  const remove = useRemoveClosure();
  const [back, setBack] = useState<ReadonlySet<string>>(new Set());
  const [errors, setErrors] = useState<FieldError[]>([]);
  const listed = moved.data ?? [];
  const chosen = listed.filter((one) => back.has(one.session_id) && one.stays_because === null);

  /** At the session it is about, where the refusal names one; what is free now is asked for again. */
  const refuse = (error: unknown) => {
    const problem = error instanceof ProblemError ? (error.problem as Problem) : undefined;
    const index = problem?.errors?.map(({ pointer }) => POINTER.exec(pointer)?.[1]).find((one) => one !== undefined);
    const session = index === undefined ? undefined : chosen[Number(index)];
    const fields = session ? { ...removeFields, [`move_back/${index}`]: moveField(session.session_id) } : removeFields;
    setErrors(refusal(error, fields));
    void moved.refetch();
  };
  const submit = () =>
    remove.mutate(
      {
        id: closure.id,
        version: closure.version,
        body: { move_back: chosen.map(({ session_id, version }) => ({ session_id, version })) },
      },
      {
        onSuccess: () => {
          announce(t("closures.removed"));
          onClose();
        },
        onError: refuse,
      },
    );
  if (moved.isPending) return <LoadingRows rows={2} />;
  if (moved.isError && !moved.data) return <ErrorState error={moved.error} onRetry={() => void moved.refetch()} />;
  const able = listed.filter((one) => one.stays_because === null);
  return (
    <DialogForm
      summary={t("closures.summary")}
      errors={errors}
      submit={chosen.length > 0 ? t("closures.removeAndMove", { count: chosen.length }) : t("closures.remove")}
      pending={remove.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p>{t("closures.removingHint")}</p>
      {listed.length > 0 && (
        <fieldset className={classes.back}>
          <legend>{t("closures.movedFor", { count: listed.length })}</legend>
          <p className="meta">{t("closures.movedHint")}</p>
          {able.length > 1 && (
            <label className={classes.choice}>
              <input
                type="checkbox"
                checked={able.every((one) => back.has(one.session_id))}
                onChange={({ target }) =>
                  setBack(new Set(target.checked ? able.map(({ session_id }) => session_id) : []))
                }
              />
              {t("closures.allBack", { count: able.length })}
            </label>
          )}
          {listed.map((one) => (
            <MovedSession
              key={one.session_id}
              moved={one}
              checked={back.has(one.session_id)}
              onChange={(on) =>
                setBack(new Set([...back].filter((id) => id !== one.session_id).concat(on ? one.session_id : [])))
              }
            />
          ))}
        </fieldset>
      )}
    </DialogForm>
  );
}

type MovedProps = { moved: ClosureMoved; checked: boolean; onChange: (on: boolean) => void };

/** One session: where it is, where it was, and what is in the way back. */
function MovedSession({ moved, checked, onChange }: MovedProps) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const at = (date: string, start: string, end: string) =>
    `${formatWeekdayDate(date, locale)}, ${formatTimeRange(start.slice(0, 5), end.slice(0, 5), locale)}`;
  const facts = {
    title: titleOf(moved),
    from: at(moved.local_date, moved.local_start, moved.local_end),
    to: at(moved.from_local_date, moved.from_local_start, moved.from_local_end),
  };
  const because = moved.stays_because;
  if (because === null)
    return (
      <label className={classes.choice}>
        <input
          id={fieldId(moveField(moved.session_id))}
          type="checkbox"
          checked={checked}
          onChange={({ target }) => onChange(target.checked)}
        />
        <span className="num">{t("closures.goesBack", facts)}</span>
      </label>
    );
  const other =
    moved.other_title && moved.other_service_kind && moved.other_local_start && moved.other_local_end
      ? `${titleOf({ title: moved.other_title, service_kind: moved.other_service_kind })}, ${formatTimeRange(moved.other_local_start.slice(0, 5), moved.other_local_end.slice(0, 5), locale)}`
      : null;
  return (
    <p id={fieldId(moveField(moved.session_id))} tabIndex={-1} className={`num ${classes.stays}`}>
      {t("closures.staysThere", facts)}{" "}
      {other && (because === "room" || because === "staff" || because === "participant")
        ? t(`closures.staysBy.${because}`, { session: other })
        : t(`closures.staysBecause.${because}`)}
    </p>
  );
}
