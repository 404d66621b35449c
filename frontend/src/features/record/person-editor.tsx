import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Participant } from "@/api/types";
import { announce } from "@/lib/announce";
import { genderIdentities, sexes } from "@/lib/person-words";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { ChoiceField } from "@/ui/choice-field";
import { Check, EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { LanguageField } from "@/ui/language-field";
import { useFormErrors } from "@/ui/use-form-errors";
import { personFields } from "./fields";
import { useRecordProblem } from "./problem-words";
import { useChangePerson } from "./queries";
import { personChange, personErrors, personFormOf } from "./rules";

type Props = { person: Participant; today: LocalDate; onClose: () => void };

/** What is on file of a person, to be corrected. Only what is changed is sent. */
export function PersonEditor({ person, today, onClose }: Props) {
  const { t } = useTranslation();
  const problemWords = useRecordProblem();
  const save = useChangePerson();
  const { form, first, set, draft, sent } = useDraft({
    form: "participant",
    subject: person.id,
    begin: () => personFormOf(person),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("person");

  const submit = () => {
    if (show(personErrors(form, today).map(({ field, code }) => ({ field, text: t(`person.${code}`) })))) return;
    const body = personChange(form, first);
    if (Object.keys(body).length === 0) return onClose();
    save.mutate(
      { person, body },
      {
        onSuccess: () => {
          sent();
          announce(t("record.saved"));
          onClose();
        },
        onError: (error) => refuse(error, problemWords(error), personFields, { language: t("person.languageWrong") }),
      },
    );
  };
  const field = (name: "chosenName" | "pronouns" | "givenNames" | "familyName" | "birthDate") => ({
    id: fieldId(name),
    label: t(`person.${name}`),
    value: form[name],
    error: errorOf(name),
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });

  const choice = (name: "genderIdentity" | "sex") => ({
    id: fieldId(name),
    label: t(`person.${name}`),
    none: t("person.unknown"),
    error: errorOf(name),
  });

  return (
    <EditorForm
      summary={t("record.notSaved")}
      errors={errors}
      draft={draft}
      pending={save.isPending}
      save={t("record.savePerson")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <div className={fields.pair}>
        <TextInput {...field("chosenName")} maxLength={200} />
        <TextInput {...field("pronouns")} maxLength={40} />
        <TextInput {...field("givenNames")} maxLength={200} />
        <TextInput {...field("familyName")} maxLength={200} />
        <TextInput {...field("birthDate")} type="date" max={today} />
        <LanguageField
          id={fieldId("language")}
          value={form.language}
          error={errorOf("language")}
          onChange={(language) => set({ language })}
        />
        <ChoiceField
          {...choice("genderIdentity")}
          choices={genderIdentities}
          wordOf={(one) => t(`person.genderIdentityOf.${one}`)}
          value={form.genderIdentity}
          onChange={(genderIdentity) => set({ genderIdentity })}
        />
        <ChoiceField
          {...choice("sex")}
          choices={sexes}
          wordOf={(one) => t(`person.sexOf.${one}`)}
          value={form.sex}
          onChange={(sex) => set({ sex })}
        />
      </div>
      <Check
        label={t("person.interpreterNeeded")}
        checked={form.interpreter}
        onChange={(interpreter) => set({ interpreter })}
      />
    </EditorForm>
  );
}
