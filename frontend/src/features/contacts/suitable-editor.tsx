import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Contact, SuitableHours } from "@/api/types";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import { suitableFields } from "./fields";
import { useSaveSuitable } from "./queries";
import { isOver, suitableBody, suitableErrors, suitableFormOf } from "./rules";
import { useContactsForm } from "./use-contacts-form";
import { WeeklyFields } from "./weekly-fields";

type Props = {
  participantId: string;
  stored: SuitableHours | undefined;
  contacts: readonly Contact[];
  today: LocalDate;
  onClose: () => void;
};

/** Weekly hours that suit: the person's own wish, or when somebody near them can come to a family session. */
export function SuitableEditor({ participantId, stored, contacts, today, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveSuitable(participantId);
  const { form, set, draft, sent } = useDraft({
    form: "suitable-hours",
    subject: stored?.id ?? participantId,
    begin: () => suitableFormOf(stored, today),
  });
  const { errors, fieldId, errorOf, show, afterwards } = useContactsForm("suits", suitableFields);
  const close = () => {
    sent();
    onClose();
  };
  const near = contacts.filter((one) => !isOver(one, today) || one.id === form.contact);

  const submit = () => {
    if (show(suitableErrors(form).map(({ field, code }) => ({ field, text: t(`contacts.${code}`) })))) return;
    save.mutate(
      { stored, body: suitableBody(form) },
      afterwards(close, {
        words: {
          start: t("contacts.startMissing"),
          end: t("contacts.endMissing"),
        },
      }),
    );
  };
  return (
    <EditorForm
      summary={t("contacts.summary")}
      errors={errors}
      draft={draft}
      pending={save.isPending}
      save={t(stored ? "contacts.saveWindow" : "contacts.addSuits")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("contact")}
        label={t("contacts.suitsWhom")}
        description={t("contacts.suitsWhomHint")}
        value={form.contact}
        error={errorOf("contact")}
        onChange={(event) => set({ contact: event.target.value })}
      >
        <option value="">{t("contacts.prefersToCome")}</option>
        {near.map((one) => (
          <option key={one.id} value={one.id}>
            {t("contacts.canCome", { name: one.name })}
          </option>
        ))}
      </NativeSelect>
      <WeeklyFields form={form} set={set} fieldId={fieldId} errorOf={errorOf} />
    </EditorForm>
  );
}
