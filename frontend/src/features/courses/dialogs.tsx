import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Course, CourseEntry, CourseTarget, StopReason } from "@/api/types";
import { useDraft } from "@/lib/use-draft";
import { DialogForm, FieldPair, FormDialog } from "@/ui/form-dialog";
import { useCondition } from "@/ui/record-input";
import { useFormErrors } from "@/ui/use-form-errors";

import classes from "./courses.module.css";
import { courseVoidFields, endFields, settleFields } from "./fields";
import { useEndCourse, useSettleTarget, useVoidEntry } from "./queries";
import { en } from "./texts";
import { useKept } from "./use-kept";

const stopReasons = Object.keys(en.reasons) as StopReason[];

type SettleProps = { course: Course; target: CourseTarget; today: string; onClose: () => void };

/** Calls a target worked through, or sets it aside. */
export function SettleDialog(props: SettleProps) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("courses.settleTitle", { number: props.target.number })} opened onClose={props.onClose}>
      <Settling {...props} />
    </FormDialog>
  );
}

function Settling({ course, target, today, onClose }: SettleProps) {
  const { t } = useTranslation();
  const settle = useSettleTarget(course.participant_id, target);
  const { form, set, draft, sent } = useDraft({
    form: "course-settle",
    subject: target.id,
    begin: () => ({ status: "complete", settledOn: today, despite: "" }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("settle");
  const kept = useKept({ sent, refuse, fields: settleFields, onClose });
  const submit = () => {
    if (show(form.settledOn === "" ? [{ field: "settledOn", text: t("courses.wrong.date") }] : [])) return;
    settle.mutate(
      {
        status: form.status === "set_aside" ? "set_aside" : "complete",
        settled_on: form.settledOn,
        despite: form.status === "complete" ? form.despite.trim() || null : null,
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
      pending={settle.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <FieldPair>
        <NativeSelect
          id={fieldId("status")}
          data-autofocus
          label={t("courses.form.status")}
          value={form.status}
          error={errorOf("status")}
          onChange={(event) => set({ status: event.target.value })}
        >
          <option value="complete">{t("courses.statuses.complete")}</option>
          <option value="set_aside">{t("courses.statuses.set_aside")}</option>
        </NativeSelect>
        <TextInput
          id={fieldId("settledOn")}
          type="date"
          label={t("courses.form.settledOn")}
          value={form.settledOn}
          error={errorOf("settledOn")}
          onChange={(event) => set({ settledOn: event.target.value })}
        />
      </FieldPair>
      {form.status === "complete" && <Rule course={course} target={target} />}
      {form.status === "complete" && (
        <TextInput
          id={fieldId("despite")}
          label={t("courses.form.why")}
          description={t("courses.form.whyHint")}
          maxLength={200}
          value={form.despite}
          error={errorOf("despite")}
          onChange={(event) => set({ despite: event.target.value })}
        />
      )}
    </DialogForm>
  );
}

/** What has to be said last before a target is worked through, and which of it is. */
function Rule({ course, target }: { course: Course; target: CourseTarget }) {
  const { t } = useTranslation();
  const words = useCondition();
  const { completion, phases, records } = course.protocol;
  if (completion.length === 0) return null;
  const left = course.targets.find(({ id }) => id === target.id)?.left ?? completion.map(({ record }) => record);
  const notYet = (counts: readonly string[]) => {
    const named = phases.flatMap(({ key, name }) => (counts.includes(key) ? [name] : [])).join(", ");
    return named === "" ? t("courses.rule.missing") : t("courses.rule.missingIn", { phases: named });
  };
  return (
    <section aria-label={t("courses.rule.title")} className={classes.rule}>
      <h3>{t("courses.rule.title")}</h3>
      <ul>
        {completion.map((one) => {
          const missing = left.includes(one.record);
          const Icon = missing ? IconCircleDashed : IconCircleCheck;
          return (
            <li key={one.record} data-missing={missing || undefined}>
              <Icon size={16} stroke={1.75} aria-hidden />
              <span className="num">
                {words(one, records)}
                <span className="meta"> · {missing ? notYet(one.counts_in) : t("courses.rule.holds")}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

type EndProps = { course: Course; today: string; onClose: () => void };

/** Ends a course with its reason. */
export function EndDialog(props: EndProps) {
  const { t } = useTranslation();
  return (
    <FormDialog
      title={t("courses.endTitle", { name: props.course.modality_short_name })}
      opened
      onClose={props.onClose}
    >
      <Ending {...props} />
    </FormDialog>
  );
}

function Ending({ course, today, onClose }: EndProps) {
  const { t } = useTranslation();
  const end = useEndCourse(course);
  const { form, set, draft, sent } = useDraft({
    form: "course-end",
    subject: course.id,
    begin: () => ({ endedOn: today, reason: "" as StopReason | "", note: "" }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("course-end");
  const kept = useKept({ sent, refuse, fields: endFields, onClose });
  const submit = () => {
    const { reason } = form;
    const found = [
      ...(form.endedOn === "" ? [{ field: "endedOn", text: t("courses.wrong.date") }] : []),
      ...(reason === "" ? [{ field: "reason", text: t("courses.wrong.reason") }] : []),
    ];
    if (show(found) || reason === "") return;
    end.mutate({ ended_on: form.endedOn, stop_reason: reason, note: form.note.trim() || null }, kept);
  };
  return (
    <DialogForm
      summary={t("courses.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("courses.end")}
      pending={end.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <FieldPair>
        <TextInput
          id={fieldId("endedOn")}
          data-autofocus
          type="date"
          label={t("courses.form.endedOn")}
          value={form.endedOn}
          error={errorOf("endedOn")}
          onChange={(event) => set({ endedOn: event.target.value })}
        />
        <NativeSelect
          id={fieldId("reason")}
          label={t("courses.form.reason")}
          value={form.reason}
          error={errorOf("reason")}
          onChange={(event) => set({ reason: stopReasons.find((one) => one === event.target.value) ?? "" })}
        >
          <option value="">{t("courses.form.chooseReason")}</option>
          {stopReasons.map((one) => (
            <option key={one} value={one}>
              {t(`courses.reasons.${one}`)}
            </option>
          ))}
        </NativeSelect>
      </FieldPair>
      <Textarea
        id={fieldId("note")}
        label={t("courses.form.endNote")}
        autosize
        minRows={2}
        maxLength={4000}
        value={form.note}
        error={errorOf("note")}
        onChange={(event) => set({ note: event.target.value })}
      />
    </DialogForm>
  );
}

type VoidProps = { participantId: string; entry: CourseEntry; onClose: () => void };

/** Takes an entry back with its reason. */
export function VoidDialog(props: VoidProps) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("courses.voidTitle")} opened onClose={props.onClose}>
      <Voiding {...props} />
    </FormDialog>
  );
}

function Voiding({ participantId, entry, onClose }: VoidProps) {
  const { t } = useTranslation();
  const take = useVoidEntry(participantId, entry.id);
  const { form, set, draft, sent } = useDraft({
    form: "course-void",
    subject: entry.id,
    begin: () => ({ reason: "" }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("void");
  const kept = useKept({ sent, refuse, fields: courseVoidFields, onClose });
  const submit = () => {
    if (show(form.reason.trim() === "" ? [{ field: "reason", text: t("courses.wrong.void") }] : [])) return;
    take.mutate(form.reason.trim(), kept);
  };
  return (
    <DialogForm
      summary={t("courses.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("courses.voidTitle")}
      pending={take.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <TextInput
        id={fieldId("reason")}
        data-autofocus
        label={t("courses.form.voidReason")}
        maxLength={200}
        value={form.reason}
        error={errorOf("reason")}
        onChange={(event) => set({ reason: event.target.value })}
      />
    </DialogForm>
  );
}
