import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { colleaguesQuery } from "@/api/clinic";
import { hasCode } from "@/api/problem";
import type { ParticipantSummary, SignedIn } from "@/api/types";
import { announce } from "@/lib/announce";
import { wallClock } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { DialogForm, FieldPair, FormDialog } from "@/ui/form-dialog";
import { PersonField } from "@/ui/person-field";
import { useProblemText } from "@/ui/problem-text";
import { useFormErrors } from "@/ui/use-form-errors";
import { useOpened } from "@/ui/use-opened";

import { taskFields } from "./fields";
import { colleagueQuery, useAddTask } from "./queries";
import { newTask, ON_CALL, priorities, taskBody, taskErrors, taskKinds } from "./rules";

export type Props = {
  /** Whom it is about, where the page says so. */
  participantId?: string;
  me: SignedIn;
  now: Date;
  timeZone: string;
};

/** The form of a task made by hand: what, about whom, who does it, by when. */
export function AddTaskDialog({ opened, ...rest }: Props & { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("tasks.form.title")} opened={useOpened(opened)} onClose={rest.onClose}>
      <Adding {...rest} />
    </FormDialog>
  );
}

function Adding({ participantId, me, now, timeZone, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problemText = useProblemText();
  const add = useAddTask();
  const colleagues = useQuery(colleaguesQuery);
  const { form, set, draft, sent } = useDraft({
    form: "task",
    subject: participantId,
    begin: () => ({ ...newTask(wallClock(now, timeZone).date), person: null as ParticipantSummary | null }),
  });
  const { person } = form;
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("new-task");
  const words = (error: unknown) =>
    hasCode(error, "owner-not-available") ? t("tasks.form.notAvailable") : problemText(error);

  /** The account of whoever is to do it; undefined where they have none. */
  const ownerOf = async (): Promise<string | null | undefined> => {
    if (form.owner === "") return me.account.id;
    if (form.owner === ON_CALL) return null;
    return (await client.fetchQuery(colleagueQuery(form.owner))).account_id ?? undefined;
  };
  const send = async () => {
    const ownerId = await ownerOf();
    if (ownerId === undefined) {
      show([{ field: "owner", text: t("tasks.form.noAccount") }]);
      return;
    }
    const about = participantId ?? person?.id ?? null;
    await add.mutateAsync(taskBody(form, { ownerId, participantId: about, timeZone }));
    sent();
    announce(t("tasks.form.added"));
    onClose();
  };
  const submit = () => {
    const found = taskErrors(form, now, timeZone).map(({ field, code }) => ({ field, text: t(`tasks.${code}`) }));
    if (show(found)) return;
    send().catch((error: unknown) => refuse(error, words(error), taskFields));
  };

  return (
    <DialogForm
      summary={t("tasks.act.summary")}
      errors={errors}
      draft={draft}
      submit={t("tasks.add")}
      pending={add.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("kind")}
        data-autofocus
        label={t("tasks.form.kind")}
        value={form.kind}
        error={errorOf("kind")}
        onChange={(event) => set({ kind: taskKinds.find((one) => one === event.target.value) ?? "" })}
      >
        <option value="">{t("tasks.form.chooseKind")}</option>
        {taskKinds.map((one) => (
          <option key={one} value={one}>
            {t(`tasks.kind.${one}`)}
          </option>
        ))}
      </NativeSelect>
      {participantId === undefined && (
        <PersonField
          id={fieldId("about")}
          label={t("tasks.form.about")}
          person={person}
          error={errorOf("about")}
          onChoose={(one) => set({ person: one })}
        />
      )}
      <NativeSelect
        id={fieldId("owner")}
        label={t("tasks.form.owner")}
        value={form.owner}
        error={errorOf("owner")}
        onChange={(event) => set({ owner: event.target.value })}
      >
        <option value="">{t("tasks.form.me")}</option>
        <option value={ON_CALL}>{t("tasks.form.onCall")}</option>
        <optgroup label={t("tasks.form.colleagues")}>
          {(colleagues.data ?? [])
            .filter((one) => one.id !== me.account.staff_id)
            .map((one) => (
              <option key={one.id} value={one.id}>
                {one.display_name}
              </option>
            ))}
        </optgroup>
      </NativeSelect>
      <FieldPair>
        <TextInput
          id={fieldId("date")}
          type="date"
          label={t("tasks.form.date")}
          value={form.date}
          error={errorOf("date")}
          onChange={(event) => set({ date: event.target.value })}
        />
        <TextInput
          id={fieldId("time")}
          type="time"
          label={t("tasks.form.time")}
          value={form.time}
          onChange={(event) => set({ time: event.target.value })}
        />
      </FieldPair>
      <NativeSelect
        id={fieldId("priority")}
        label={t("tasks.form.priority")}
        value={form.priority}
        error={errorOf("priority")}
        onChange={(event) => set({ priority: priorities.find((one) => one === event.target.value) ?? "routine" })}
      >
        {priorities.map((one) => (
          <option key={one} value={one}>
            {t(`tasks.form.priorityOf.${one}`)}
          </option>
        ))}
      </NativeSelect>
      <Textarea
        id={fieldId("note")}
        label={t("tasks.form.note")}
        description={t("tasks.form.noteHint")}
        rows={3}
        maxLength={1000}
        value={form.note}
        error={errorOf("note")}
        onChange={(event) => set({ note: event.target.value })}
      />
    </DialogForm>
  );
}
