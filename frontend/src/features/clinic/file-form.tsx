import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { StaffFile } from "@/api/types";
import { useDraft } from "@/lib/use-draft";
import fields from "@/ui/fields.module.css";
import { fileFields } from "./fields";
import { Form } from "./form";
import classes from "./form.module.css";
import { useChangeFile } from "./queries";
import { type FileForm as Fields, fileErrors, fileForm, onlyChanged, orNull } from "./rules";
import { useClinicMistakes } from "./use-clinic-mistakes";

const bodyOf = (form: Fields) => ({
  display_name: form.display_name.trim(),
  given_name: form.given_name.trim(),
  family_name: form.family_name.trim(),
  pronouns: orNull(form.pronouns),
  title: orNull(form.title),
  email: orNull(form.email),
  phone: orNull(form.phone),
});

type Props = {
  /** The file as it is stored now. */
  person: StaffFile;
  onClose: () => void;
};

/** Names of a person and the ways to reach them. */
export function FileForm({ person, onClose }: Props) {
  const { t } = useTranslation();
  const change = useChangeFile();
  const { form, set, draft, sent } = useDraft({
    form: "staff-file",
    subject: person.id,
    begin: () => fileForm(person),
  });
  const [before] = useState(() => bodyOf(fileForm(person)));
  const labels = {
    display_name: t("clinic.displayName"),
    given_name: t("clinic.givenName"),
    family_name: t("clinic.familyName"),
    pronouns: t("clinic.pronouns"),
    title: t("clinic.jobTitle"),
    email: t("clinic.email"),
    phone: t("clinic.phone"),
  };
  const mistakes = useClinicMistakes("file", fileFields);

  const submit = () => {
    if (mistakes.stop(fileErrors(form).map(([field, error]) => [field, t(`clinic.${error}`)]))) return;
    change.mutate(
      { id: person.id, version: person.version, body: onlyChanged(bodyOf(form), before) },
      mistakes.afterwards(sent, onClose),
    );
  };

  const field = (name: keyof Fields, maxLength: number) => ({
    id: mistakes.fieldId(name),
    label: labels[name],
    maxLength,
    value: form[name],
    error: mistakes.errorOf(name),
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  return (
    <Form
      errors={mistakes.errors}
      draft={draft}
      submit={submit}
      label={t("clinic.saveFile")}
      saving={change.isPending}
      onClose={onClose}
    >
      {mistakes.conflict && (
        <p className={classes.stored}>
          {t("clinic.stored", {
            facts: Object.values(fileForm(person)).filter(Boolean).join(", "),
          })}
        </p>
      )}
      <TextInput {...field("display_name", 200)} description={t("clinic.displayNameHint")} data-autofocus />
      <div className={fields.pair}>
        <TextInput {...field("given_name", 200)} />
        <TextInput {...field("family_name", 200)} />
      </div>
      <div className={fields.pair}>
        <TextInput {...field("title", 200)} />
        <TextInput {...field("pronouns", 200)} />
      </div>
      <TextInput {...field("email", 254)} type="email" />
      <TextInput {...field("phone", 30)} type="tel" />
    </Form>
  );
}
