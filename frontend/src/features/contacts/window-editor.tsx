import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Availability } from "@/api/types";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import { windowFields } from "./fields";
import { useSaveAvailability } from "./queries";
import { availabilityKinds, windowBody, windowErrors, windowFormOf } from "./rules";
import { useContactsForm } from "./use-contacts-form";
import { WeeklyFields } from "./weekly-fields";

type Props = { participantId: string; stored: Availability | undefined; today: LocalDate; onClose: () => void };

/** Weekly hours in which somebody cannot come. */
export function WindowEditor({ participantId, stored, today, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveAvailability(participantId);
  const { form, set, draft, sent } = useDraft({
    form: "contact-hours",
    subject: stored?.id ?? participantId,
    begin: () => windowFormOf(stored, today),
  });
  const { errors, fieldId, errorOf, show, afterwards } = useContactsForm("window", windowFields);
  const close = () => {
    sent();
    onClose();
  };

  const submit = () => {
    if (show(windowErrors(form).map(({ field, code }) => ({ field, text: t(`contacts.${code}`) })))) return;
    save.mutate(
      { stored, body: windowBody(form) },
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
      save={t(stored ? "contacts.saveWindow" : "contacts.addWindow")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <WeeklyFields form={form} set={set} fieldId={fieldId} errorOf={errorOf} endHint={t("contacts.endHint")}>
        <NativeSelect
          id={fieldId("kind")}
          label={t("contacts.windowKind")}
          value={form.kind}
          error={errorOf("kind")}
          onChange={(event) => set({ kind: availabilityKinds.find((one) => one === event.target.value) ?? "other" })}
        >
          {availabilityKinds.map((one) => (
            <option key={one} value={one}>
              {t(`contacts.windowKindOf.${one}`)}
            </option>
          ))}
        </NativeSelect>
      </WeeklyFields>
    </EditorForm>
  );
}
