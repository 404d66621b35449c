import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Contact } from "@/api/types";
import { useDraft } from "@/lib/use-draft";
import { Check, EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import classes from "./contacts.module.css";
import { contactFields } from "./fields";
import { PeriodFields } from "./period-fields";
import { useSaveContact } from "./queries";
import { contactBody, contactErrors, contactFormOf, relationships, topics } from "./rules";
import { useContactsForm } from "./use-contacts-form";

type Props = { participantId: string; stored: Contact | undefined; onClose: () => void };

/** Somebody near the participant, and what may be talked about with them: nothing unless it is ticked. */
export function ContactEditor({ participantId, stored, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveContact(participantId);
  const { form, set, draft, sent } = useDraft({
    form: "contact",
    subject: stored?.id ?? participantId,
    begin: () => contactFormOf(stored),
  });
  const { errors, fieldId, errorOf, show, afterwards } = useContactsForm("contact", contactFields);
  const close = () => {
    sent();
    onClose();
  };

  const submit = () => {
    if (show(contactErrors(form).map(({ field, code }) => ({ field, text: t(`contacts.${code}`) })))) return;
    save.mutate(
      { stored, body: contactBody(form) },
      afterwards(close, { words: { language: t("contacts.languageWrong") } }),
    );
  };

  return (
    <EditorForm
      summary={t("contacts.summary")}
      errors={errors}
      draft={draft}
      pending={save.isPending}
      save={t(stored ? "contacts.saveContact" : "contacts.addContact")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <TextInput
        id={fieldId("name")}
        label={t("contacts.name")}
        autoComplete="off"
        maxLength={200}
        value={form.name}
        error={errorOf("name")}
        onChange={(event) => set({ name: event.target.value })}
      />
      <div className={fields.pair}>
        <NativeSelect
          id={fieldId("relationship")}
          label={t("contacts.relationship")}
          value={form.relationship}
          error={errorOf("relationship")}
          onChange={(event) => set({ relationship: relationships.find((one) => one === event.target.value) ?? "" })}
        >
          <option value="">{t("contacts.chooseRelationship")}</option>
          {relationships.map((one) => (
            <option key={one} value={one}>
              {t(`contacts.relationshipOf.${one}`)}
            </option>
          ))}
        </NativeSelect>
        <TextInput
          id={fieldId("language")}
          label={t("contacts.language")}
          description={t("contacts.languageHint")}
          maxLength={35}
          value={form.language}
          error={errorOf("language")}
          onChange={(event) => set({ language: event.target.value.trim() })}
        />
      </div>
      <fieldset id={fieldId("standing")} tabIndex={-1} className={classes.checks}>
        <legend className={fields.legend}>{t("contacts.standing")}</legend>
        <Check
          label={t("contacts.emergencyContact")}
          checked={form.emergency}
          onChange={(emergency) => set({ emergency })}
        />
        <Check label={t("contacts.guardian")} checked={form.guardian} onChange={(guardian) => set({ guardian })} />
      </fieldset>
      <fieldset id={fieldId("topics")} tabIndex={-1} className={classes.checks}>
        <legend className={fields.legend}>{t("contacts.topics")}</legend>
        <p className={fields.hint}>{t("contacts.topicsHint")}</p>
        {topics.map((topic) => (
          <Check
            key={topic}
            label={t(`contacts.topicOf.${topic}`)}
            checked={form.topics.includes(topic)}
            onChange={(checked) =>
              set({ topics: checked ? [...form.topics, topic] : form.topics.filter((one) => one !== topic) })
            }
          />
        ))}
      </fieldset>
      <div className={fields.pair}>
        <PeriodFields form={form} set={set} fieldId={fieldId} errorOf={errorOf} />
      </div>
    </EditorForm>
  );
}
