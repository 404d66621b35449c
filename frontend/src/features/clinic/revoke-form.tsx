import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Credential } from "@/api/types";
import { useDraft } from "@/lib/use-draft";
import fields from "@/ui/fields.module.css";
import { revokeFields } from "./fields";
import { Form } from "./form";
import { useRevokeCredential } from "./queries";
import { useClinicMistakes } from "./use-clinic-mistakes";

type Props = { credential: Credential; today: string; onClose: () => void };

/** From which day a credential counts no more, and why. */
export function RevokeForm({ credential, today, onClose }: Props) {
  const { t } = useTranslation();
  const revoke = useRevokeCredential();
  const { form, set, draft, sent } = useDraft({
    form: "credential-revoke",
    subject: credential.id,
    begin: () => ({ day: today, reason: "" }),
  });
  const mistakes = useClinicMistakes("revoke", revokeFields);
  const submit = () => {
    if (mistakes.stop(form.reason.trim() === "" ? [["reason", t("clinic.reasonMissing")]] : [])) return;
    revoke.mutate(
      { id: credential.id, revoked_on: form.day || today, reason: form.reason.trim() },
      mistakes.afterwards(sent, onClose),
    );
  };
  return (
    <Form
      errors={mistakes.errors}
      draft={draft}
      submit={submit}
      label={t("clinic.revoke")}
      saving={revoke.isPending}
      onClose={onClose}
    >
      <p className={fields.hint}>{t("clinic.revokeHint")}</p>
      <TextInput
        id={mistakes.fieldId("reason")}
        label={t("clinic.reason")}
        maxLength={200}
        value={form.reason}
        error={mistakes.errorOf("reason")}
        onChange={(event) => set({ reason: event.target.value })}
        data-autofocus
      />
      <TextInput
        id={mistakes.fieldId("revoked_on")}
        type="date"
        label={t("clinic.fromDay")}
        value={form.day}
        error={mistakes.errorOf("revoked_on")}
        onChange={(event) => set({ day: event.target.value })}
      />
    </Form>
  );
}
