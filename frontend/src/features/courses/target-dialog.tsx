import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Course, TargetKind } from "@/api/types";
import { type Noted, valuesOf, wrongRecords } from "@/lib/records";
import { useDraft } from "@/lib/use-draft";
import { DialogForm, FieldPair, FormDialog } from "@/ui/form-dialog";
import { RecordInput, useRange } from "@/ui/record-input";
import { useFormErrors } from "@/ui/use-form-errors";

import { targetFields } from "./fields";
import { useAddTarget } from "./queries";
import { assessmentOf, ratedBefore, targetKinds } from "./rules";
import { en } from "./texts";
import { useKept } from "./use-kept";

type Detail = keyof typeof en.details;

/** What is written down of a memory besides its name, in the order in which it is asked. */
const details = Object.keys(en.details) as Detail[];
export const isDetail = (key: string): key is Detail => key in en.details;

type Props = { course: Course; modalityKey: string; today: string; onClose: () => void };

/** Adds something to work on. */
export function TargetDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("courses.addTarget")} opened onClose={props.onClose}>
      <Adding {...props} />
    </FormDialog>
  );
}

function Adding({ course, modalityKey, today, onClose }: Props) {
  const { t } = useTranslation();
  const add = useAddTarget(course);
  const kinds = targetKinds(modalityKey);
  const { form, set, draft, sent } = useDraft({
    form: "course-target",
    subject: course.id,
    begin: () => ({
      kind: (kinds[0] ?? "memory") as TargetKind,
      label: "",
      image: "",
      negative_cognition: "",
      positive_cognition: "",
      emotions: "",
      body_location: "",
      rated: {} as Noted,
      ratedOn: today,
    }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("target");
  const kept = useKept({ sent, refuse, fields: targetFields, onClose });
  const rangeOf = useRange();
  const isMemory = form.kind === "memory";
  const scales = isMemory ? ratedBefore(course.protocol) : [];

  const submit = () => {
    const wrong = wrongRecords(scales, form.rated).map((record) => ({
      field: record.key,
      text: t("records.wrong", { name: record.name, range: rangeOf(record) }),
    }));
    const nameless = form.label.trim() === "" ? [{ field: "label", text: t("courses.wrong.label") }] : [];
    const undated =
      scales.length > 0 && form.ratedOn === "" ? [{ field: "ratedOn", text: t("courses.wrong.date") }] : [];
    if (show([...nameless, ...wrong, ...undated])) return;
    const written = isMemory
      ? details.flatMap((key) => (form[key].trim() ? [[key, form[key].trim()] as const] : []))
      : [];
    const values = valuesOf(scales, form.rated);
    const rated =
      Object.keys(values).length > 0 ? { noted_on: form.ratedOn, phase: assessmentOf(course.protocol), values } : null;
    add.mutate({ kind: form.kind, label: form.label.trim(), details: Object.fromEntries(written), rated }, kept);
  };
  const words = (name: "label" | Detail, label: string) => (
    <Textarea
      key={name}
      id={fieldId(name)}
      label={label}
      autosize
      minRows={1}
      maxLength={4000}
      value={form[name]}
      error={errorOf(name)}
      onChange={(event) => set({ [name]: event.target.value })}
    />
  );
  return (
    <DialogForm
      summary={t("courses.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("courses.addTarget")}
      pending={add.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("kind")}
        data-autofocus
        label={t("courses.kind")}
        value={form.kind}
        onChange={(event) => set({ kind: kinds.find((kind) => kind === event.target.value) ?? "memory" })}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`courses.kinds.${kind}`)}
          </option>
        ))}
      </NativeSelect>
      {words("label", t("courses.form.label"))}
      {isMemory && details.map((name) => words(name, t(`courses.details.${name}`)))}
      {scales.length > 0 && (
        <FieldPair>
          {scales.map((record) => (
            <RecordInput
              key={record.key}
              record={record}
              id={fieldId(record.key)}
              label={t("courses.form.before", { name: record.name })}
              value={form.rated[record.key] ?? ""}
              error={errorOf(record.key)}
              hint={rangeOf(record)}
              onChange={(value) => set({ rated: { ...form.rated, [record.key]: value } })}
            />
          ))}
        </FieldPair>
      )}
      {scales.length > 0 && (
        <TextInput
          id={fieldId("ratedOn")}
          type="date"
          label={t("courses.form.ratedOn")}
          value={form.ratedOn}
          error={errorOf("ratedOn")}
          onChange={(event) => set({ ratedOn: event.target.value })}
        />
      )}
    </DialogForm>
  );
}
