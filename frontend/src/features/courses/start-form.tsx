import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { staffNamesQuery } from "@/api/clinic";
import type { Episode, Modality } from "@/api/types";
import { announce } from "@/lib/announce";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { useFormErrors } from "@/ui/use-form-errors";

import { startFields } from "./fields";
import { useCourseProblem } from "./problem-words";
import { useStartCourse } from "./queries";
import { expectedSessions, needsBirthDate } from "./rules";
import { useUsually } from "./standing";

type Props = {
  participantId: string;
  episode: Episode;
  today: string;
  modalities: readonly Modality[];
  /** Whole years; null where no birth date is known. */
  age: number | null;
  onClose: () => void;
};

/** Begins a therapy: which, by whom, what for, how many sessions. */
export function StartForm({ participantId, episode, today, modalities, age, onClose }: Props) {
  const { t } = useTranslation();
  const problemText = useCourseProblem();
  const start = useStartCourse(participantId, episode.id);
  const usually = useUsually();
  const staff = useQuery(staffNamesQuery);
  const { form, set, draft, sent } = useDraft({
    form: "course-start",
    subject: episode.id,
    begin: () => ({ modality: "", leader: "", objective: "", planned: "", startsOn: today }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("course");

  const chosen = modalities.find(({ id }) => id === form.modality);
  const usual = chosen && expectedSessions(chosen);
  // Said as soon as it is chosen: nobody fills in the rest for nothing.
  const unknown =
    chosen && needsBirthDate(chosen, age)
      ? t("courses.wrong.birthDate", {
          name: chosen.short_name,
          least: chosen.min_age ?? 0,
          most: chosen.max_age ?? 120,
        })
      : undefined;

  const submit = () => {
    const planned = form.planned.trim();
    const fits = planned === "" || (/^\d{1,3}$/.test(planned) && Number(planned) >= 1 && Number(planned) <= 200);
    const found = [
      ...(form.modality === "" ? [{ field: "modality", text: t("courses.wrong.modality") }] : []),
      ...(unknown ? [{ field: "modality", text: unknown }] : []),
      ...(fits ? [] : [{ field: "planned", text: t("courses.wrong.planned") }]),
      ...(form.startsOn === "" ? [{ field: "startsOn", text: t("courses.wrong.date") }] : []),
    ];
    if (show(found)) return;
    start.mutate(
      {
        modality_id: form.modality,
        led_by: form.leader || null,
        objective: form.objective.trim() || null,
        planned_sessions: planned === "" ? null : Number(planned),
        starts_on: form.startsOn,
      },
      {
        onSuccess: (course) => {
          sent();
          announce(t("courses.started", { name: course.modality_name }));
          onClose();
        },
        onError: (error) => refuse(error, problemText(error), startFields),
      },
    );
  };

  return (
    <EditorForm
      summary={t("courses.form.summary")}
      errors={errors}
      draft={draft}
      pending={start.isPending}
      save={t("courses.start")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("modality")}
        data-autofocus
        label={t("courses.form.modality")}
        value={form.modality}
        error={errorOf("modality") ?? unknown}
        onChange={(event) => set({ modality: event.target.value })}
      >
        <option value="">{t("courses.form.chooseModality")}</option>
        {modalities
          .filter((one) => one.active)
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
      </NativeSelect>
      <NativeSelect
        id={fieldId("leader")}
        label={t("courses.form.leader")}
        value={form.leader}
        error={errorOf("leader")}
        onChange={(event) => set({ leader: event.target.value })}
      >
        <option value="">{t("courses.form.nobody")}</option>
        {[...(staff.data ?? [])].map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </NativeSelect>
      <Textarea
        id={fieldId("objective")}
        label={t("courses.objective")}
        autosize
        minRows={2}
        maxLength={4000}
        value={form.objective}
        error={errorOf("objective")}
        onChange={(event) => set({ objective: event.target.value })}
      />
      <div className={fields.pair}>
        <TextInput
          id={fieldId("startsOn")}
          type="date"
          label={t("courses.form.startsOn")}
          value={form.startsOn}
          error={errorOf("startsOn")}
          onChange={(event) => set({ startsOn: event.target.value })}
        />
        <TextInput
          id={fieldId("planned")}
          label={t("courses.form.planned")}
          description={
            usual
              ? t("courses.form.expected", {
                  usually: usually(usual.least, usual.most),
                  hint: t("courses.form.plannedHint"),
                })
              : (chosen?.open_because ?? t("courses.form.plannedHint"))
          }
          inputMode="numeric"
          maxLength={3}
          value={form.planned}
          error={errorOf("planned")}
          onChange={(event) => set({ planned: event.target.value })}
        />
      </div>
    </EditorForm>
  );
}
