import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Contact, SuitableHours } from "@/api/types";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { useFormErrors } from "@/ui/use-form-errors";
import { suitableFields } from "./fields";
import { useContactsProblem } from "./problem-words";
import { useSaveSuitable } from "./queries";
import { isOver, suitableBody, suitableErrors, suitableFormOf, weekdays } from "./rules";

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
  const problemWords = useContactsProblem();
  const save = useSaveSuitable(participantId);
  const { form, set, draft, sent } = useDraft({
    form: "suitable-hours",
    subject: stored?.id ?? participantId,
    begin: () => suitableFormOf(stored, today),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("suits");
  const near = contacts.filter((one) => !isOver(one, today) || one.id === form.contact);

  const submit = () => {
    if (show(suitableErrors(form).map(({ field, code }) => ({ field, text: t(`contacts.${code}`) })))) return;
    save.mutate(
      { stored, body: suitableBody(form) },
      {
        onSuccess: () => {
          sent();
          announce(t("contacts.saved"));
          onClose();
        },
        onError: (error) =>
          refuse(error, problemWords(error), suitableFields, {
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
        <TextInput type="time" label={t("contacts.start")} {...field("start")} />
        <TextInput type="time" label={t("contacts.end")} {...field("end")} />
        <TextInput type="date" label={t("contacts.startsOn")} {...field("startsOn")} />
        <TextInput type="date" label={t("contacts.endsOn")} {...field("endsOn")} />
      </div>
    </EditorForm>
  );
}
