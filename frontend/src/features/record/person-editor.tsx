import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Participant } from "@/api/types";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { Check, EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { useFormErrors } from "@/ui/use-form-errors";
import { personFields } from "./fields";
import { useRecordProblem } from "./problem-words";
import { useChangePerson } from "./queries";
import { genderIdentities, personChange, personErrors, personFormOf, sexes } from "./rules";

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
    if (show(personErrors(form, today).map(({ field, code }) => ({ field, text: t(`record.${code}`) })))) return;
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
        onError: (error) => refuse(error, problemWords(error), personFields, { language: t("record.languageWrong") }),
      },
    );
  };
  const field = (name: "chosenName" | "pronouns" | "givenNames" | "familyName" | "birthDate" | "language") => ({
    id: fieldId(name),
    label: t(`record.${name}`),
    value: form[name],
    error: errorOf(name),
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
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
        <TextInput {...field("language")} description={t("record.languageHint")} maxLength={35} />
        <NativeSelect
          id={fieldId("genderIdentity")}
          label={t("record.genderIdentity")}
          value={form.genderIdentity}
          error={errorOf("genderIdentity")}
          onChange={(event) =>
            set({ genderIdentity: genderIdentities.find((one) => one === event.target.value) ?? "" })
          }
        >
          <option value="">{t("record.unknown")}</option>
          {genderIdentities.map((one) => (
            <option key={one} value={one}>
              {t(`record.genderIdentityOf.${one}`)}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          id={fieldId("sex")}
          label={t("record.sex")}
          value={form.sex}
          error={errorOf("sex")}
          onChange={(event) => set({ sex: sexes.find((one) => one === event.target.value) ?? "" })}
        >
          <option value="">{t("record.unknown")}</option>
          {sexes.map((one) => (
            <option key={one} value={one}>
              {t(`record.sexOf.${one}`)}
            </option>
          ))}
        </NativeSelect>
      </div>
      <Check
        label={t("record.interpreterNeeded")}
        checked={form.interpreter}
        onChange={(interpreter) => set({ interpreter })}
      />
    </EditorForm>
  );
}
