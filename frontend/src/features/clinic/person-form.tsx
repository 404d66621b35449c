import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Enrolment } from "@/api/types";
import { useDraft } from "@/lib/use-draft";
import fields from "@/ui/fields.module.css";
import { personFields } from "./fields";
import { Form } from "./form";
import { LinkNotice } from "./link-notice";
import { useInviteNew, usePutOnFile } from "./queries";
import { RoleChoices } from "./role-choices";
import { type PersonForm as Fields, orNull, personErrors } from "./rules";
import { useClinicMistakes } from "./use-clinic-mistakes";

type Props = {
  /** Whether the person gets an account too; otherwise they are put on file only. */
  inviting: boolean;
  timeZone: string;
  onClose: () => void;
};

const empty: Fields = { given_name: "", family_name: "", title: "", email: "", roles: [] };

/** Somebody who is not on file yet. */
export function PersonForm({ inviting, timeZone, onClose }: Props) {
  const { t } = useTranslation();
  const invite = useInviteNew();
  const putOnFile = usePutOnFile();
  const { form, set, draft, sent } = useDraft({
    form: inviting ? "person-invite" : "person",
    begin: () => empty,
  });
  const [made, setMade] = useState<{ enrolment: Enrolment; name: string } | null>(null);
  const labels = {
    given_name: t("clinic.givenName"),
    family_name: t("clinic.familyName"),
    title: t("clinic.jobTitle"),
    email: t("clinic.email"),
    roles: t("clinic.roles"),
  };
  const mistakes = useClinicMistakes("person", personFields);

  const submit = () => {
    if (mistakes.stop(personErrors(form, inviting).map(([field, error]) => [field, t(`clinic.${error}`)]))) return;
    const person = {
      given_name: form.given_name.trim(),
      family_name: form.family_name.trim(),
      title: orNull(form.title),
    };
    if (inviting) {
      invite.mutate(
        { ...person, email: form.email.trim(), roles: form.roles },
        {
          onSuccess: ({ staff, enrolment }) => {
            sent();
            setMade({ enrolment, name: staff.display_name });
          },
          onError: mistakes.refuse,
        },
      );
    } else {
      putOnFile.mutate({ ...person, email: orNull(form.email) }, mistakes.afterwards(sent, onClose));
    }
  };

  if (made) return <LinkNotice {...made} timeZone={timeZone} onClose={onClose} />;
  const field = (name: Exclude<keyof Fields, "roles">, maxLength: number) => ({
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
      label={t(inviting ? "clinic.invite" : "clinic.addPerson")}
      saving={invite.isPending || putOnFile.isPending}
      onClose={onClose}
    >
      <p className={fields.hint}>{t(inviting ? "clinic.inviteHint" : "clinic.putOnFileHint")}</p>
      <div className={fields.pair}>
        <TextInput {...field("given_name", 200)} data-autofocus />
        <TextInput {...field("family_name", 200)} />
      </div>
      <TextInput {...field("title", 200)} description={t("clinic.jobTitleHint")} />
      <TextInput {...field("email", 254)} type="email" />
      {inviting && (
        <RoleChoices
          id={mistakes.fieldId("roles")}
          chosen={form.roles}
          error={mistakes.errorOf("roles")}
          onChange={(roles) => set({ roles })}
        />
      )}
    </Form>
  );
}
