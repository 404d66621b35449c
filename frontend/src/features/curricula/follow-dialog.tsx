import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useModalities, useTherapyWords } from "@/api/therapy-words";
import { announce } from "@/lib/announce";
import { useDraft } from "@/lib/use-draft";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useProblemText } from "@/ui/problem-text";
import { useFormErrors } from "@/ui/use-form-errors";

import { followFields } from "./fields";
import { curriculaQuery, seriesQuery, templatesQuery, useFollow } from "./queries";

type Props = { cohortId: string; programId: string; today: string; onClose: () => void };

/** Has a cohort follow a curriculum in one of its groups. */
export function FollowDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("curricula.follow")} opened onClose={props.onClose}>
      <Following {...props} />
    </FormDialog>
  );
}

function Following({ cohortId, programId, today, onClose }: Props) {
  const { t } = useTranslation();
  const words = useTherapyWords();
  const problemText = useProblemText();
  const follow = useFollow(cohortId);
  const own = useQuery(curriculaQuery(programId)).data?.filter((one) => one.active) ?? [];
  const templates = useQuery(templatesQuery).data ?? [];
  const modalities = useModalities().data ?? [];
  const series = useQuery(seriesQuery(cohortId)).data ?? [];
  const { form, set, draft, sent } = useDraft({
    form: "curriculum-run",
    subject: cohortId,
    begin: () => ({ curriculum: "", series: "", startsOn: today }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("follow");
  const taken = new Set(own.map((one) => one.template_key));
  const shipped = templates.filter((one) => !taken.has(one.key));

  const chosen = () => {
    const mine = own.find((one) => one.id === form.curriculum);
    if (mine) return { name: mine.name, curriculum: { id: mine.id } };
    const template = shipped.find((one) => one.key === form.curriculum);
    const modality = modalities.find((one) => one.key === template?.modality);
    if (!template || !modality) return null;
    return {
      name: template.name,
      curriculum: { template: template.key, name: template.name, modalityId: modality.id },
    };
  };
  const submit = () => {
    const found = chosen();
    const wrong = [
      ...(found ? [] : [{ field: "curriculum", text: t("curricula.form.wrong.curriculum") }]),
      ...(form.series ? [] : [{ field: "series", text: t("curricula.form.wrong.series") }]),
      ...(form.startsOn ? [] : [{ field: "startsOn", text: t("curricula.form.wrong.date") }]),
    ];
    if (show(wrong) || !found) return;
    follow.mutate(
      { programId, curriculum: found.curriculum, seriesId: form.series, startsOn: form.startsOn },
      {
        onSuccess: () => {
          sent();
          announce(t("curricula.form.saved", { name: words(found.name) }));
          onClose();
        },
        onError: (error) => refuse(error, problemText(error), followFields),
      },
    );
  };

  return (
    <DialogForm
      summary={t("curricula.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("curricula.form.save")}
      pending={follow.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("curriculum")}
        data-autofocus
        label={t("curricula.form.curriculum")}
        value={form.curriculum}
        error={errorOf("curriculum")}
        onChange={(event) => set({ curriculum: event.target.value })}
      >
        <option value="">{t("curricula.form.choose")}</option>
        {own.length > 0 && (
          <optgroup label={t("curricula.form.own")}>
            {own.map((one) => (
              <option key={one.id} value={one.id}>
                {words(one.name)}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label={t("curricula.form.shipped")}>
          {shipped.map((one) => (
            <option key={one.key} value={one.key}>
              {words(one.name)}
            </option>
          ))}
        </optgroup>
      </NativeSelect>
      <NativeSelect
        id={fieldId("series")}
        label={t("curricula.form.series")}
        value={form.series}
        error={errorOf("series")}
        onChange={(event) => set({ series: event.target.value })}
      >
        <option value="">{t("curricula.form.chooseSeries")}</option>
        {series.map((one) => (
          <option key={one.id} value={one.id}>
            {one.title}
          </option>
        ))}
      </NativeSelect>
      <TextInput
        id={fieldId("startsOn")}
        type="date"
        label={t("curricula.form.startsOn")}
        value={form.startsOn}
        error={errorOf("startsOn")}
        onChange={(event) => set({ startsOn: event.target.value })}
      />
    </DialogForm>
  );
}
