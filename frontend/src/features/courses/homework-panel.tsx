import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { versionsQuery } from "@/api/catalogue";
import { coursesQuery } from "@/api/courses";
import { useModalities, useTherapyWords } from "@/api/therapy-words";
import type { Episode, Homework, HomeworkReport } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";
import { useFormErrors } from "@/ui/use-form-errors";

import classes from "./courses.module.css";
import { assignFields, reportFields } from "./fields";
import { homeworkQuery, useAssignHomework, useReportHomework, useReviewHomework } from "./queries";
import { homeworkOf, runningOf } from "./rules";
import { useKept } from "./use-kept";

const howFar: readonly HomeworkReport["done"][] = ["done", "partly", "not_done"];

type Props = { participantId: string; episode: Episode | undefined; today: string; mayWrite: boolean };

/** Homework of the person and of their groups: given, how far they came, gone through. */
export function HomeworkPanel({ participantId, episode, today, mayWrite }: Props) {
  const { t } = useTranslation();
  const homework = useQuery({ ...homeworkQuery(participantId), select: useTherapyWords() });
  const [giving, setGiving] = useState(false);
  const [reporting, setReporting] = useState<Homework | null>(null);
  const mayGive = mayWrite && episode !== undefined && episode.status !== "ended";
  return (
    <Panel
      title={t("courses.homework.title")}
      actions={mayGive && <Button onClick={() => setGiving(true)}>{t("courses.homework.assign")}</Button>}
    >
      {homework.isPending ? (
        <LoadingRows rows={2} />
      ) : homework.isError && !homework.data ? (
        <ErrorState error={homework.error} onRetry={() => void homework.refetch()} />
      ) : homework.data.length === 0 ? (
        <PanelNote>{t("courses.homework.none")}</PanelNote>
      ) : (
        <ul className={`${classes.rows} ${classes.inPanel}`}>
          {homework.data.map((one) => (
            <HomeworkRow
              key={one.id ?? `${one.delivery_id} ${one.episode_id}`}
              participantId={participantId}
              one={one}
              today={today}
              mayWrite={mayWrite}
              onReport={() => setReporting(one)}
            />
          ))}
        </ul>
      )}
      <FormDialog title={t("courses.homework.assign")} opened={giving} onClose={() => setGiving(false)}>
        {giving && episode && (
          <Giving participantId={participantId} episodeId={episode.id} today={today} onClose={() => setGiving(false)} />
        )}
      </FormDialog>
      <FormDialog
        title={t("courses.homework.reportTitle")}
        opened={reporting !== null}
        onClose={() => setReporting(null)}
      >
        {reporting && (
          <Reporting participantId={participantId} one={reporting} today={today} onClose={() => setReporting(null)} />
        )}
      </FormDialog>
    </Panel>
  );
}

type RowProps = { participantId: string; one: Homework; today: string; mayWrite: boolean; onReport: () => void };

function HomeworkRow({ participantId, one, today, mayWrite, onReport }: RowProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const review = useReviewHomework(participantId);
  const { id, version, text } = one;
  return (
    <li>
      <div>
        <strong>{text}</strong>
        <div className="meta num">
          {[
            one.modality_name,
            t("courses.homework.given", { date: formatDate(one.assigned_on, locale) }),
            one.due_on && t("courses.homework.dueOn", { date: formatDate(one.due_on, locale) }),
            t(`courses.homework.states.${one.state}`),
            one.done && t(`courses.homework.done.${one.done}`),
          ]
            .filter(Boolean)
            .join(" · ")}
        </div>
      </div>
      {mayWrite && one.state !== "reviewed" && (
        <div className={classes.acts}>
          <Button aria-label={t("courses.homework.report", { text })} onClick={onReport}>
            {t("courses.homework.reportAct")}
          </Button>
          {one.state === "reported" && id !== null && version !== null && (
            <Button
              aria-label={t("courses.homework.review", { text })}
              loading={review.isPending}
              onClick={() => review.mutate({ id, version, on: today })}
            >
              {t("courses.homework.reviewed")}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

type GivingProps = { participantId: string; episodeId: string; today: string; onClose: () => void };

function Giving({ participantId, episodeId, today, onClose }: GivingProps) {
  const { t } = useTranslation();
  const assign = useAssignHomework(participantId);
  const courses = useQuery({ ...coursesQuery(participantId), select: useTherapyWords() });
  const modalities = useModalities();
  const running = runningOf(courses.data ?? [], episodeId);
  const behind = running.filter((one) => one.protocol_version !== one.newest_version).map((one) => one.modality_id);
  const words = useTherapyWords();
  const versions = useQueries({ queries: behind.map((id) => ({ ...versionsQuery(id), select: words })) });
  const older = new Map(behind.map((id, at) => [id, versions[at]?.data ?? []]));
  const usual = versions.some((one) => one.isPending) ? [] : homeworkOf(running, modalities.data ?? [], older);
  const { form, set, draft, sent } = useDraft({
    form: "homework",
    subject: episodeId,
    begin: () => ({ text: "", dueOn: "" }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("homework");
  const kept = useKept({ sent, refuse, fields: assignFields, onClose });
  const submit = () => {
    if (show(form.text.trim() === "" ? [{ field: "text", text: t("courses.homework.missing") }] : [])) return;
    assign.mutate(
      { episode_id: episodeId, text: form.text.trim(), assigned_on: today, due_on: form.dueOn || null },
      kept,
    );
  };
  return (
    <DialogForm
      summary={t("courses.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("courses.homework.assign")}
      pending={assign.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      {usual.length > 0 && (
        <NativeSelect
          id={fieldId("usual")}
          label={t("courses.homework.usual")}
          value={usual.includes(form.text) ? form.text : ""}
          onChange={(event) => event.target.value && set({ text: event.target.value })}
        >
          <option value="">{t("courses.homework.own")}</option>
          {usual.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </NativeSelect>
      )}
      <Textarea
        id={fieldId("text")}
        data-autofocus
        label={t("courses.homework.text")}
        autosize
        minRows={2}
        maxLength={1000}
        value={form.text}
        error={errorOf("text")}
        onChange={(event) => set({ text: event.target.value })}
      />
      <TextInput
        id={fieldId("dueOn")}
        type="date"
        label={t("courses.homework.due")}
        value={form.dueOn}
        error={errorOf("dueOn")}
        onChange={(event) => set({ dueOn: event.target.value })}
      />
    </DialogForm>
  );
}

type ReportingProps = { participantId: string; one: Homework; today: string; onClose: () => void };

function Reporting({ participantId, one, today, onClose }: ReportingProps) {
  const { t } = useTranslation();
  const report = useReportHomework(participantId);
  const { form, set, draft, sent } = useDraft({
    form: "homework-report",
    subject: one.id ?? one.delivery_id ?? undefined,
    begin: () => ({ done: (one.done ?? "done") as HomeworkReport["done"] }),
  });
  const { errors, fieldId, errorOf, refuse } = useFormErrors("homework-report");
  const kept = useKept({ sent, refuse, fields: reportFields, onClose });
  const submit = () => {
    report.mutate(
      {
        body: { done: form.done, reported_on: today },
        known: one.id !== null && one.version !== null ? { id: one.id, version: one.version } : null,
        take: { episode_id: one.episode_id, delivery_id: one.delivery_id, assigned_on: one.assigned_on },
      },
      kept,
    );
  };
  return (
    <DialogForm
      summary={t("courses.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("courses.form.save")}
      pending={report.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("done")}
        data-autofocus
        label={one.text}
        value={form.done}
        error={errorOf("done")}
        onChange={(event) => set({ done: howFar.find((each) => each === event.target.value) ?? "done" })}
      >
        {howFar.map((each) => (
          <option key={each} value={each}>
            {t(`courses.homework.done.${each}`)}
          </option>
        ))}
      </NativeSelect>
    </DialogForm>
  );
}
