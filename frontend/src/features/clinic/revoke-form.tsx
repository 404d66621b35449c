import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Credential } from "@/api/types";
import { announce } from "@/lib/announce";
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
  const [day, setDay] = useState(today);
  const [reason, setReason] = useState("");
  const mistakes = useClinicMistakes("revoke", revokeFields);
  const submit = () => {
    if (mistakes.stop(reason.trim() === "" ? [["reason", t("clinic.reasonMissing")]] : [])) return;
    revoke.mutate(
      { id: credential.id, revoked_on: day || today, reason: reason.trim() },
      {
        onSuccess: () => {
          announce(t("clinic.saved"));
          onClose();
        },
        onError: mistakes.refuse,
      },
    );
  };
  return (
    <Form
      errors={mistakes.errors}
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
        value={reason}
        error={mistakes.errorOf("reason")}
        onChange={(event) => setReason(event.target.value)}
        data-autofocus
      />
      <TextInput
        id={mistakes.fieldId("revoked_on")}
        type="date"
        label={t("clinic.fromDay")}
        value={day}
        error={mistakes.errorOf("revoked_on")}
        onChange={(event) => setDay(event.target.value)}
      />
    </Form>
  );
}
