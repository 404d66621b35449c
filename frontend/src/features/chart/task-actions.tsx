import { Button, Textarea, TextInput } from "@mantine/core";
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

import { doneFields, putOffFields } from "./fields";
import classes from "./overview-tab.module.css";
import { useCompleteTask, usePutOffTask } from "./queries";

type Props = { participantId: string; task: Task; name: string; now: Date; timeZone: string };

/** What may be done about one task: note that it is done, or give it another time. */
export function TaskActions({ name, ...rest }: Props) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<"done" | "putOff" | null>(null);
  const close = () => setDoing(null);
  return (
    <span className={classes.acts}>
      {(["done", "putOff"] as const).map((what) => (
        <Button
          key={what}
          size="compact-xs"
          aria-label={t("chart.taskAct.named", { action: t(`chart.taskAct.${what}`), name })}
          onClick={() => setDoing(what)}
        >
          {t(`chart.taskAct.${what}`)}
        </Button>
      ))}
      <FormDialog title={t("chart.taskAct.doneTitle", { name })} opened={doing === "done"} onClose={close}>
        <Completing {...rest} onClose={close} />
      </FormDialog>
      <FormDialog title={t("chart.taskAct.putOffTitle", { name })} opened={doing === "putOff"} onClose={close}>
        <PuttingOff {...rest} onClose={close} />
      </FormDialog>
    </span>
  );
}

type DialogProps = Omit<Props, "name"> & { onClose: () => void };

/** Why a task could not be changed; what somebody else did meanwhile shows in the list behind. */
function useTaskProblem() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error: unknown) => {
    if (hasCode(error, "task-not-open")) return t("chart.taskAct.notOpen");
    if (hasStatus(error, 412)) return t("chart.taskAct.changed");
    return error instanceof ProblemError && error.problem.status === 404
      ? t("chart.taskAct.notOpen")
      : problemText(error);
  };
}

function Completing({ participantId, task, onClose }: DialogProps) {
  const { t } = useTranslation();
  const problemWords = useTaskProblem();
  const complete = useCompleteTask(participantId);
  const { form, set, draft, sent } = useDraft({ form: "task-done", subject: task.id, begin: () => ({ note: "" }) });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("task");
  const submit = () => {
    show([]);
    complete.mutate(
      { task, note: form.note.trim() },
      {
        onSuccess: () => {
          sent();
          announce(t("chart.taskAct.isDone"));
          onClose();
        },
        onError: (error) => refuse(error, problemWords(error), doneFields, { note: t("chart.taskAct.noteWrong") }),
      },
    );
  };
  return (
    <DialogForm
      summary={t("chart.taskAct.summary")}
      errors={errors}
      draft={draft}
      submit={t("chart.taskAct.done")}
      pending={complete.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Textarea
        id={fieldId("note")}
        data-autofocus
        label={t("chart.taskAct.note")}
        rows={3}
        maxLength={1000}
        value={form.note}
        error={errorOf("note")}
        onChange={(event) => set({ note: event.target.value })}
      />
    </DialogForm>
  );
}

function PuttingOff({ participantId, task, now, timeZone, onClose }: DialogProps) {
  const { t } = useTranslation();
  const problemWords = useTaskProblem();
  const putOff = usePutOffTask(participantId);
  const due = wallClock(new Date(task.due_at), timeZone);
  const today = wallClock(now, timeZone).date;
  const [date, setDate] = useState(addDays(due.date > today ? due.date : today, 1));
  const [time, setTime] = useState(due.time);
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("task");
  const submit = () => {
    const at = date === "" || time === "" ? null : instantOf(date, time, timeZone);
    const ahead = at !== null && at > now;
    if (show(ahead ? [] : [{ field: "date", text: t("chart.taskAct.dueWrong") }]) || !at) return;
    putOff.mutate(
      { task, dueAt: at.toISOString() },
      {
        onSuccess: () => {
          announce(t("chart.taskAct.isPutOff"));
          onClose();
        },
        onError: (error) => refuse(error, problemWords(error), putOffFields, { date: t("chart.taskAct.dueWrong") }),
      },
    );
  };
  return (
    <DialogForm
      summary={t("chart.taskAct.summary")}
      errors={errors}
      submit={t("chart.taskAct.putOff")}
      pending={putOff.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <FieldPair>
        <TextInput
          id={fieldId("date")}
          data-autofocus
          type="date"
          label={t("chart.taskAct.date")}
          value={date}
          error={errorOf("date")}
          onChange={(event) => setDate(event.target.value)}
        />
        <TextInput
          id={fieldId("time")}
          type="time"
          label={t("chart.taskAct.time")}
          value={time}
          onChange={(event) => setTime(event.target.value)}
        />
      </FieldPair>
    </DialogForm>
  );
}
