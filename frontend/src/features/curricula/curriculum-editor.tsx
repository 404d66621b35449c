import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { hasCode, hasStatus } from "@/api/problem";
import { useKeptWords, useModalities, useTherapyWords } from "@/api/therapy-words";
import type { Curriculum, CurriculumTemplate, Modality } from "@/api/types";
import { announce } from "@/lib/announce";
import { useDraft } from "@/lib/use-draft";
import { Check, EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useProblemText } from "@/ui/problem-text";
import { useFormErrors } from "@/ui/use-form-errors";

import { curriculumFields, newCurriculumFields } from "./fields";
import { templatesQuery, useAddCurriculum, useChangeCurriculum } from "./queries";
import { TopicFields } from "./topic-fields";
import { changesOf, formOf, newCurriculum, topicForms, wrongIn } from "./topic-rules";

type Props = {
  programId: string;
  /** What is changed; nothing for one that is made. */
  curriculum: Curriculum | null;
  /** What else the program has, to begin with. */
  own: readonly Curriculum[];
  opened: boolean;
  onClose: () => void;
};

/** Makes a curriculum, of topics of one's own or of another's, or changes one. */
export function CurriculumEditor({ opened, ...props }: Props) {
  const { t } = useTranslation();
  return (
    <FormDrawer
      opened={opened}
      onClose={props.onClose}
      title={t(props.curriculum ? "curricula.own.editTitle" : "curricula.own.createTitle")}
    >
      {opened && <Loaded {...props} />}
    </FormDrawer>
  );
}

function Loaded(props: Omit<Props, "opened">) {
  const modalities = useModalities();
  const templates = useQuery({ ...templatesQuery, enabled: props.curriculum === null });
  const { awaited } = useKeptWords();
  const failed = [modalities, templates].find((one) => one.isError && !one.data);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (awaited || !modalities.data || (props.curriculum === null && !templates.data)) return <LoadingRows rows={5} />;
  return <Editor {...props} modalities={modalities.data} templates={templates.data ?? []} />;
}

type EditorProps = Omit<Props, "opened"> & { modalities: Modality[]; templates: CurriculumTemplate[] };

function Editor({ programId, curriculum, own, modalities, templates, onClose }: EditorProps) {
  const { t } = useTranslation();
  const words = useTherapyWords();
  const { shown, kept } = useKeptWords();
  const problemText = useProblemText();
  const add = useAddCurriculum();
  const change = useChangeCurriculum(curriculum?.id ?? "");
  const { form, set, draft, sent } = useDraft({
    form: "curriculum",
    subject: curriculum?.id ?? programId,
    begin: () => formOf(shown(curriculum)),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("curriculum");
  const modality = modalities.find((one) => one.id === form.modality);

  /** Takes over topics; a name that is typed already stays. */
  const beginWith = (value: string) => {
    const template = templates.find((one) => one.key === value);
    const mine = own.find((one) => one.id === value);
    const source = template ?? mine;
    if (!source) return set({ from: "", topics: [] });
    set({
      from: value,
      modality: mine?.modality_id ?? modalities.find((one) => one.key === template?.modality)?.id ?? "",
      topics: topicForms(shown(source)),
      ...(form.name.trim() === "" && template ? { name: shown(template.name) } : {}),
    });
  };
  const why = (error: unknown) =>
    hasCode(error, "curriculum-in-use")
      ? t("curricula.own.wrong.inUse")
      : hasCode(error, "curriculum-name-taken")
        ? t("curricula.own.wrong.taken")
        : hasStatus(error, 412)
          ? t("curricula.own.wrong.conflict")
          : problemText(error);
  const done = (saved: Curriculum) => {
    sent();
    announce(t("curricula.own.saved", { name: shown(saved.name) }));
    onClose();
  };
  const submit = () => {
    if (add.isPending || change.isPending) return;
    const place = (field: string) => form.topics.findIndex(({ row }) => field === `topic-${row}`) + 1;
    const wrong = wrongIn(form).map(({ field, code }) => ({
      field,
      text: t(`curricula.own.wrong.${code}`, { number: place(field) }),
    }));
    if (show(wrong)) return;
    if (!curriculum) {
      const template = templates.find((one) => one.key === form.from)?.key ?? null;
      add.mutate(newCurriculum(kept(form), programId, template), {
        onSuccess: done,
        onError: (error) => refuse(error, why(error), newCurriculumFields),
      });
      return;
    }
    const body = changesOf(kept(form), curriculum);
    if (show(Object.keys(body).length > 0 ? [] : [{ field: "", text: t("curricula.own.wrong.nothing") }])) return;
    change.mutate(
      { body, version: curriculum.version },
      { onSuccess: done, onError: (error) => refuse(error, why(error), curriculumFields) },
    );
  };

  return (
    <EditorForm
      summary={t("curricula.form.summary")}
      errors={errors}
      draft={draft}
      pending={add.isPending || change.isPending}
      save={t("curricula.own.save")}
      onSubmit={submit}
      onCancel={onClose}
    >
      {!curriculum && (
        <NativeSelect
          data-autofocus
          label={t("curricula.own.begin")}
          description={t("curricula.own.beginHint")}
          value={form.from}
          onChange={(event) => beginWith(event.target.value)}
        >
          <option value="">{t("curricula.own.nothing")}</option>
          <optgroup label={t("curricula.form.shipped")}>
            {templates.map((one) => (
              <option key={one.key} value={one.key}>
                {words(one.name)}
              </option>
            ))}
          </optgroup>
          {own.length > 0 && (
            <optgroup label={t("curricula.form.own")}>
              {own.map((one) => (
                <option key={one.id} value={one.id}>
                  {words(one.name)}
                </option>
              ))}
            </optgroup>
          )}
        </NativeSelect>
      )}
      <div className={fields.pair}>
        <TextInput
          id={fieldId("name")}
          label={t("curricula.own.name")}
          maxLength={200}
          value={form.name}
          error={errorOf("name")}
          onChange={(event) => set({ name: event.target.value })}
        />
        {!curriculum && (
          <NativeSelect
            id={fieldId("modality")}
            label={t("curricula.own.modality")}
            value={form.modality}
            error={errorOf("modality")}
            // Another modality records other things.
            onChange={(event) =>
              set({ modality: event.target.value, topics: form.topics.map((one) => ({ ...one, records: {} })) })
            }
          >
            <option value="">{t("curricula.own.chooseModality")}</option>
            {modalities
              .filter((one) => one.active)
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
          </NativeSelect>
        )}
      </div>
      {curriculum && (
        <Check
          label={t("curricula.own.active")}
          hint={t("curricula.own.activeHint")}
          checked={form.active}
          onChange={(active) => set({ active })}
        />
      )}
      <TopicFields
        topics={form.topics}
        modality={modality}
        fieldId={fieldId}
        errorOf={errorOf}
        onChange={(topics) => set({ topics })}
      />
    </EditorForm>
  );
}
