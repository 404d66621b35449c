import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Episode } from "@/api/types";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { useFormErrors } from "@/ui/use-form-errors";

import { screeningFields } from "./fields";
import { useAdmissionProblem } from "./problem-words";
import { useScreen } from "./queries";
import { screeningErrors } from "./rules";

type Props = { episode: Episode; today: LocalDate; onClose: () => void; onDone: () => void };

/** The day on which somebody looks whether the program fits. */
export function ScreeningForm({ episode, today, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const problemWords = useAdmissionProblem();
  const screen = useScreen(episode.participant_id, episode.id);
  const {
    form: { screenedOn },
    set,
    draft,
    sent,
  } = useDraft<{ screenedOn: string }>({
    form: "screening",
    subject: episode.id,
    begin: () => ({ screenedOn: today }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("screening");
  const submit = () => {
    const found = screeningErrors(screenedOn, episode, today);
    if (show(found.map(({ field, code }) => ({ field, text: t(`admission.${code}`) })))) return;
    screen.mutate(
      { screened_on: screenedOn },
      {
        onSuccess: () => {
          sent();
          announce(t("admission.screened"));
          onDone();
        },
        onError: (error) => refuse(error, problemWords(error), screeningFields),
      },
    );
  };
  return (
    <EditorForm
      summary={t("admission.summary")}
      errors={errors}
      draft={draft}
      pending={screen.isPending}
      save={t("admission.screen")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={fields.hint}>{t("admission.screenHint")}</p>
      <TextInput
        id={fieldId("screenedOn")}
        data-autofocus
        type="date"
        label={t("admission.screenedOn")}
        max={today}
        value={screenedOn}
        error={errorOf("screenedOn")}
        onChange={(event) => set({ screenedOn: event.target.value })}
      />
    </EditorForm>
  );
}
