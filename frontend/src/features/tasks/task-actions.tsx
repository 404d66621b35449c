import { Button, Textarea, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { hasCode, hasStatus, ProblemError } from "@/api/problem";
import type { SignedIn, Task } from "@/api/types";
import { announce } from "@/lib/announce";
import { addDays, instantOf, wallClock } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { DialogForm, FieldPair, FormDialog } from "@/ui/form-dialog";
import { useProblemText } from "@/ui/problem-text";
import { useFormErrors } from "@/ui/use-form-errors";

import { doneFields, putOffFields } from "./fields";
import { useCompleteTask, usePutOffTask } from "./queries";
import { reviewOf } from "./rules";
import classes from "./tasks.module.css";

type Props = { task: Task; name: string; me: SignedIn; now: Date; timeZone: string };

/** What may be done about one task: note that it is done, or do it where it is settled; or give it another time. */
export function TaskActions({ name, me, ...rest }: Props) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<"done" | "putOff" | null>(null);
  const close = () => setDoing(null);
  const use = reviewOf(rest.task);
  return (
    <span className={classes.acts}>
      {use !== undefined &&
        (me.permissions.includes("break_glass:read") ? (
          <Button
            size="compact-xs"
            aria-label={t("tasks.act.named", { action: t("tasks.act.review"), name })}
            renderRoot={(props) => <Link to="/audit" search={{ tab: "restricted", use }} {...props} />}
          >
            {t("tasks.act.review")}
          </Button>
        ) : (
          <span className="meta">{t("tasks.act.reviewer")}</span>
        ))}
      {(use === undefined ? (["done", "putOff"] as const) : (["putOff"] as const)).map((what) => (
        <Button
          key={what}
          size="compact-xs"
          aria-label={t("tasks.act.named", { action: t(`tasks.act.${what}`), name })}
          onClick={() => setDoing(what)}
        >
          {t(`tasks.act.${what}`)}
        </Button>
      ))}
      <FormDialog title={t("tasks.act.doneTitle", { name })} opened={doing === "done"} onClose={close}>
        <Completing {...rest} onClose={close} />
      </FormDialog>
      <FormDialog title={t("tasks.act.putOffTitle", { name })} opened={doing === "putOff"} onClose={close}>
        <PuttingOff {...rest} onClose={close} />
      </FormDialog>
    </span>
  );
}

type DialogProps = Omit<Props, "name" | "me"> & { onClose: () => void };

/** Why a task could not be changed; what somebody else did meanwhile shows in the list behind. */
function useTaskProblem() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error: unknown) => {
    if (hasCode(error, "task-not-open")) return t("tasks.act.notOpen");
    if (hasCode(error, "task-settled-elsewhere")) return t("tasks.act.elsewhere");
    if (hasStatus(error, 412)) return t("tasks.act.changed");
    return error instanceof ProblemError && error.problem.status === 404 ? t("tasks.act.notOpen") : problemText(error);
  };
}

function Completing({ task, onClose }: DialogProps) {
  const { t } = useTranslation();
  const problemWords = useTaskProblem();
  const complete = useCompleteTask();
  const { form, set, draft, sent } = useDraft({ form: "task-done", subject: task.id, begin: () => ({ note: "" }) });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("task");
  const submit = () => {
    show([]);
    complete.mutate(
      { task, note: form.note.trim() },
      {
        onSuccess: () => {
          sent();
          announce(t("tasks.act.isDone"));
          onClose();
        },
        onError: (error) => refuse(error, problemWords(error), doneFields, { note: t("tasks.act.noteWrong") }),
      },
    );
  };
  return (
    <DialogForm
      summary={t("tasks.act.summary")}
      errors={errors}
      draft={draft}
      submit={t("tasks.act.done")}
      pending={complete.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Textarea
        id={fieldId("note")}
        data-autofocus
        label={t("tasks.act.note")}
        rows={3}
        maxLength={1000}
        value={form.note}
        error={errorOf("note")}
        onChange={(event) => set({ note: event.target.value })}
      />
    </DialogForm>
  );
}

function PuttingOff({ task, now, timeZone, onClose }: DialogProps) {
  const { t } = useTranslation();
  const problemWords = useTaskProblem();
  const putOff = usePutOffTask();
  const due = wallClock(new Date(task.due_at), timeZone);
  const today = wallClock(now, timeZone).date;
  const [date, setDate] = useState(addDays(due.date > today ? due.date : today, 1));
  const [time, setTime] = useState(due.time);
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("task");
  const submit = () => {
    const at = date === "" || time === "" ? null : instantOf(date, time, timeZone);
    const ahead = at !== null && at > now;
    if (show(ahead ? [] : [{ field: "date", text: t("tasks.act.dueWrong") }]) || !at) return;
    putOff.mutate(
      { task, dueAt: at.toISOString() },
      {
        onSuccess: () => {
          announce(t("tasks.act.isPutOff"));
          onClose();
        },
        onError: (error) => refuse(error, problemWords(error), putOffFields, { date: t("tasks.act.dueWrong") }),
      },
    );
  };
  return (
    <DialogForm
      summary={t("tasks.act.summary")}
      errors={errors}
      submit={t("tasks.act.putOff")}
      pending={putOff.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <FieldPair>
        <TextInput
          id={fieldId("date")}
          data-autofocus
          type="date"
          label={t("tasks.act.date")}
          value={date}
          error={errorOf("date")}
          onChange={(event) => setDate(event.target.value)}
        />
        <TextInput
          id={fieldId("time")}
          type="time"
          label={t("tasks.act.time")}
          value={time}
          onChange={(event) => setTime(event.target.value)}
        />
      </FieldPair>
    </DialogForm>
  );
}
