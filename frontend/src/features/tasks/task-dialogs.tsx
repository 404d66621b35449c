import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { hasCode, hasStatus, ProblemError } from "@/api/problem";
import type { Task } from "@/api/types";
import { announce } from "@/lib/announce";
import { addDays, instantOf, wallClock } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { DialogForm, FieldPair, FormDialog } from "@/ui/form-dialog";
import { useProblemText } from "@/ui/problem-text";
import { useFormErrors } from "@/ui/use-form-errors";
import { useOpened } from "@/ui/use-opened";

import { doneFields, putOffFields } from "./fields";
import { useCompleteTask, usePutOffTask } from "./queries";
import { asksForWords } from "./rules";

type DialogProps = { task: Task; now: Date; timeZone: string; onClose: () => void };

/** What is asked before a task is noted as done, or put off. */
export function TaskDialogs({ name, doing, ...rest }: DialogProps & { name: string; doing: "done" | "putOff" | null }) {
  const { t } = useTranslation();
  return (
    <>
      <FormDialog
        title={t("tasks.act.doneTitle", { name })}
        opened={useOpened(doing === "done")}
        onClose={rest.onClose}
      >
        <Completing {...rest} />
      </FormDialog>
      <FormDialog
        title={t("tasks.act.putOffTitle", { name })}
        opened={useOpened(doing === "putOff")}
        onClose={rest.onClose}
      >
        <PuttingOff {...rest} />
      </FormDialog>
    </>
  );
}

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
  const needed = asksForWords(task);
  const submit = () => {
    const note = form.note.trim();
    if (show(needed && note === "" ? [{ field: "note", text: t("tasks.act.callMissing") }] : [])) return;
    complete.mutate(
      { task, note },
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
        label={t(needed ? "tasks.act.call" : "tasks.act.note")}
        description={needed && t("tasks.act.callHint")}
        aria-required={needed}
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
