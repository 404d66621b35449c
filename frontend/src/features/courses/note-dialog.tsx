import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { measuresQuery } from "@/api/measured";
import type { Course } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { type Noted, valuesOf, wrongRecords } from "@/lib/records";
import { formatDate, formatTime, isLocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import fields from "@/ui/fields.module.css";
import { DialogForm, FieldPair, FormDialog } from "@/ui/form-dialog";
import { RecordInput, useRange } from "@/ui/record-input";
import { useSessionTitle } from "@/ui/session-title";
import { useFormErrors } from "@/ui/use-form-errors";
import { entryFields } from "./fields";
import { sessionsOfDayQuery, useAddEntry } from "./queries";
import {
  answeredLately,
  beginPhase,
  beginTarget,
  isIncomplete,
  isMeasured,
  keepsDiaryCard,
  recordsToNote,
} from "./rules";
import { useKept } from "./use-kept";

type NoteProps = { course: Course; today: string; onClose: () => void };

/** Notes the phase and what the therapy records, about the course or one of its targets. */
export function NoteDialog(props: NoteProps) {
  const { t } = useTranslation();
  return (
    <FormDialog
      title={t("courses.noteTitle", { name: props.course.modality_short_name })}
      opened
      onClose={props.onClose}
    >
      <Noting {...props} />
    </FormDialog>
  );
}

function Noting({ course, today, onClose }: NoteProps) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const add = useAddEntry(course);
  const { phases } = course.protocol;
  const records = recordsToNote(course);
  const scores = records.filter((one) => isMeasured(one, course.protocol));
  const measures = useQuery({ ...measuresQuery(course.participant_id), enabled: scores.length > 0 });
  const { form, set, draft, sent } = useDraft({
    form: "course-note",
    subject: course.id,
    begin: () => ({
      notedOn: today,
      phase: beginPhase(course, today),
      target: beginTarget(course)?.id ?? "",
      session: "",
      noted: {} as Noted,
    }),
  });
  const booked = useQuery({
    ...sessionsOfDayQuery(course.participant_id, form.notedOn),
    enabled: isLocalDate(form.notedOn),
    retry: false,
  });
  const sessions = booked.data ?? [];
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("note");
  const kept = useKept({ sent, refuse, fields: entryFields, onClose });
  const answered = new Map(
    scores.map(({ key }) => [key, answeredLately(measures.data?.series ?? [], key, form.notedOn)]),
  );
  /** As typed; the total of a measure stands there until something else is typed. */
  const textOf = (key: string) => form.noted[key] ?? answered.get(key)?.total.toString() ?? "";
  const target = course.targets.find(({ id }) => id === form.target);
  const rangeOf = useRange();

  const submit = () => {
    const noted = Object.fromEntries(records.map(({ key }) => [key, textOf(key)]));
    const wrong = wrongRecords(records, noted);
    const values = valuesOf(records, noted);
    const empty = form.phase === "" && Object.keys(values).length === 0;
    const found = [
      ...(form.notedOn === "" ? [{ field: "notedOn", text: t("courses.wrong.date") }] : []),
      ...wrong.map((record) => ({
        field: record.key,
        text: t("records.wrong", { name: record.name, range: rangeOf(record) }),
      })),
      ...(empty && wrong.length === 0 ? [{ field: "phase", text: t("courses.wrong.nothing") }] : []),
    ];
    if (show(found)) return;
    // Another day has other sessions.
    const session = sessions.find((one) => one.session_id === form.session);
    add.mutate(
      {
        noted_on: form.notedOn,
        phase: form.phase || null,
        target_id: form.target || null,
        session_id: session?.session_id ?? null,
        values,
      },
      kept,
    );
  };
  const hintOf = (record: (typeof records)[number]) => {
    if (record.kind === "text" || record.kind === "yes_no") return undefined;
    const range = rangeOf(record);
    if (!isMeasured(record, course.protocol) || !measures.data) return range;
    const found = answered.get(record.key);
    if (found) return t("courses.form.answered", { range, date: formatDate(found.on, locale) });
    return (
      <>
        {t("courses.form.notAnswered", { range })}{" "}
        <Link
          to="/participants/$participantId"
          params={{ participantId: course.participant_id }}
          search={{ tab: "measures" }}
        >
          {t("courses.form.give")}
        </Link>
      </>
    );
  };
  const note = (key: string, text: string) => set({ noted: { ...form.noted, [key]: text } });

  return (
    <DialogForm
      summary={t("courses.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("courses.form.save")}
      pending={add.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <FieldPair>
        <TextInput
          id={fieldId("notedOn")}
          type="date"
          label={t("courses.form.notedOn")}
          value={form.notedOn}
          error={errorOf("notedOn")}
          onChange={(event) => set({ notedOn: event.target.value })}
        />
        {phases.length > 0 && (
          <NativeSelect
            id={fieldId("phase")}
            data-autofocus
            label={t("courses.form.phase")}
            value={form.phase}
            error={errorOf("phase")}
            onChange={(event) => set({ phase: event.target.value })}
          >
            <option value="">{t("courses.form.noPhase")}</option>
            {phases.map((one) => (
              <option key={one.key} value={one.key}>
                {one.name}
              </option>
            ))}
          </NativeSelect>
        )}
      </FieldPair>
      {sessions.length > 0 && (
        <NativeSelect
          id={fieldId("session")}
          label={t("courses.form.session")}
          value={form.session}
          error={errorOf("session")}
          onChange={(event) => set({ session: event.target.value })}
        >
          <option value="">{t("courses.form.noSession")}</option>
          {sessions.map((one) => (
            <option key={one.session_id} value={one.session_id}>
              {t("courses.form.sessionAt", {
                time: formatTime(one.local_start.slice(0, 5), locale),
                title: titleOf(one),
              })}
            </option>
          ))}
        </NativeSelect>
      )}
      {course.words.length > 0 && (
        <NativeSelect
          id={fieldId("target")}
          label={t("courses.form.target")}
          value={form.target}
          error={errorOf("target")}
          description={target && isIncomplete(target) ? t("courses.goesOn") : undefined}
          onChange={(event) => set({ target: event.target.value })}
        >
          <option value="">{t("courses.form.noTarget")}</option>
          {course.words.map((one) => (
            <option key={one.id} value={one.id}>
              {t("courses.target", { number: one.number })}
            </option>
          ))}
        </NativeSelect>
      )}
      {records.map((record) => (
        <RecordInput
          key={record.key}
          record={record}
          id={fieldId(record.key)}
          value={textOf(record.key)}
          error={errorOf(record.key)}
          hint={hintOf(record)}
          onChange={(value) => note(record.key, value)}
        />
      ))}
      {keepsDiaryCard(course) && (
        <p className={fields.hint}>
          {t("courses.form.onDiaryCard")}{" "}
          <Link
            to="/participants/$participantId"
            params={{ participantId: course.participant_id }}
            search={{ tab: "diary" }}
          >
            {t("courses.form.openDiary")}
          </Link>
        </p>
      )}
    </DialogForm>
  );
}
