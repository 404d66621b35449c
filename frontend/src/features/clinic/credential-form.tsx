import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Credential } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import fields from "@/ui/fields.module.css";
import { credentialFields } from "./fields";
import { Form } from "./form";
import classes from "./form.module.css";
import { useAddCredential, useChangeCredential } from "./queries";
import { credentialErrors, credentialForm, credentialKinds, onlyChanged, orNull } from "./rules";
import { useClinicMistakes } from "./use-clinic-mistakes";

const bodyOf = (form: ReturnType<typeof credentialForm>) => ({
  number: form.number.trim(),
  issued_on: form.issued_on,
  expires_on: orNull(form.expires_on),
});

type Props = {
  staffId: string;
  /** The credential to renew or correct as it is stored now, or null for a new one. */
  credential: Credential | null;
  onClose: () => void;
};

export function CredentialForm({ staffId, credential, onClose }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const add = useAddCredential(staffId);
  const change = useChangeCredential();
  const { form, set, draft, sent } = useDraft({
    form: "credential",
    subject: credential?.id ?? staffId,
    begin: () => credentialForm(credential),
  });
  const [before] = useState(() => bodyOf(credentialForm(credential)));
  const labels = {
    kind: t("clinic.kind"),
    number: t("clinic.number"),
    state: t("clinic.state"),
    issued_on: t("clinic.issuedOn"),
    expires_on: t("clinic.expiresOn"),
  };
  const mistakes = useClinicMistakes("credential", credentialFields);

  const submit = () => {
    if (mistakes.stop(credentialErrors(form).map(([field, error]) => [field, t(`clinic.${error}`)]))) return;
    const body = bodyOf(form);
    const then = mistakes.afterwards(sent, onClose);
    if (credential)
      change.mutate({ id: credential.id, version: credential.version, body: onlyChanged(body, before) }, then);
    else if (form.kind !== "") add.mutate({ ...body, kind: form.kind, state: orNull(form.state) }, then);
  };

  const field = (name: "number" | "state" | "issued_on" | "expires_on") => ({
    id: mistakes.fieldId(name),
    label: labels[name],
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
      label={t("clinic.saveCredential")}
      saving={add.isPending || change.isPending}
      onClose={onClose}
    >
      {mistakes.conflict && credential && (
        <p className={classes.stored}>
          {t("clinic.stored", {
            facts: [
              t("clinic.facts", { number: credential.number }),
              formatDate(credential.issued_on, locale),
              credential.expires_on
                ? t("clinic.validUntil", { date: formatDate(credential.expires_on, locale) })
                : t("clinic.noEnd"),
            ].join(", "),
          })}
        </p>
      )}
      {credential ? (
        <p className={fields.hint}>
          {t(`clinic.credentialKinds.${credential.kind}`)}
          {credential.state && `, ${credential.state}`}. {t("clinic.renewHint")}
        </p>
      ) : (
        <NativeSelect
          id={mistakes.fieldId("kind")}
          label={labels.kind}
          value={form.kind}
          error={mistakes.errorOf("kind")}
          onChange={(event) => set({ kind: credentialKinds.find((one) => one === event.target.value) ?? "" })}
          data-autofocus
        >
          <option value="">{t("clinic.chooseKind")}</option>
          {credentialKinds.map((one) => (
            <option key={one} value={one}>
              {t(`clinic.credentialKinds.${one}`)}
            </option>
          ))}
        </NativeSelect>
      )}
      <div className={fields.pair}>
        <TextInput {...field("number")} maxLength={60} spellCheck={false} />
        {!credential && <TextInput {...field("state")} description={t("clinic.stateHint")} maxLength={2} />}
      </div>
      <div className={fields.pair}>
        <TextInput {...field("issued_on")} type="date" />
        <TextInput {...field("expires_on")} type="date" description={t("clinic.expiresOnHint")} />
      </div>
    </Form>
  );
}
