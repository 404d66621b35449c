import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Availability } from "@/api/types";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { useFormErrors } from "@/ui/use-form-errors";
import { windowFields } from "./fields";
import { useContactsProblem } from "./problem-words";
import { useSaveAvailability } from "./queries";
import { availabilityKinds, weekdays, windowBody, windowErrors, windowFormOf } from "./rules";

type Props = { participantId: string; stored: Availability | undefined; today: LocalDate; onClose: () => void };

/** Weekly hours in which somebody cannot come. */
export function WindowEditor({ participantId, stored, today, onClose }: Props) {
  const { t } = useTranslation();
  const problemWords = useContactsProblem();
  const save = useSaveAvailability(participantId);
  const { form, set, draft, sent } = useDraft({
    form: "contact-hours",
    subject: stored?.id ?? participantId,
    begin: () => windowFormOf(stored, today),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("window");

  const submit = () => {
    if (show(windowErrors(form).map(({ field, code }) => ({ field, text: t(`contacts.${code}`) })))) return;
    save.mutate(
      { stored, body: windowBody(form) },
      {
        onSuccess: () => {
          sent();
          announce(t("contacts.saved"));
          onClose();
        },
        onError: (error) =>
          refuse(error, problemWords(error), windowFields, {
            start: t("contacts.startMissing"),
            end: t("contacts.endMissing"),
          }),
      },
    );
  };
  const field = (name: "start" | "end" | "startsOn" | "endsOn") => ({
    id: fieldId(name),
    value: form[name],
    error: errorOf(name),
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });

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
      <div className={fields.pair}>
        <NativeSelect
          id={fieldId("weekday")}
          label={t("contacts.weekday")}
          value={form.weekday}
          error={errorOf("weekday")}
          onChange={(event) => set({ weekday: weekdays.find((one) => one === event.target.value) ?? "monday" })}
        >
          {weekdays.map((one) => (
            <option key={one} value={one}>
              {t(`contacts.weekdayOf.${one}`)}
            </option>
          ))}
        </NativeSelect>
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
        <TextInput type="time" label={t("contacts.start")} {...field("start")} />
        <TextInput type="time" label={t("contacts.end")} description={t("contacts.endHint")} {...field("end")} />
        <TextInput type="date" label={t("contacts.startsOn")} {...field("startsOn")} />
        <TextInput type="date" label={t("contacts.endsOn")} {...field("endsOn")} />
      </div>
    </EditorForm>
  );
}
