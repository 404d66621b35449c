import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ContactAttempt } from "@/api/types";
import { announce } from "@/lib/announce";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { useFormErrors } from "@/ui/use-form-errors";
import { LONGEST_STEP } from "./attempt-rules";
import classes from "./contacts.module.css";
import { voidFields } from "./fields";
import { useContactsProblem } from "./problem-words";
import { useVoidAttempt } from "./queries";

type Props = { participantId: string; attempt: ContactAttempt; name: string; onClose: () => void };

/** Why a noted try was an error. It stays on file with the reason: what was written is not unwritten. */
export function VoidForm({ participantId, attempt, name, onClose }: Props) {
  const { t } = useTranslation();
  const problemWords = useContactsProblem();
  const take = useVoidAttempt(participantId);
  const [reason, setReason] = useState("");
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("void");

  const submit = () => {
    const given = reason.trim();
    if (show(given === "" ? [{ field: "reason", text: t("contacts.voidReasonMissing") }] : [])) return;
    take.mutate(
      { stored: attempt, reason: given },
      {
        onSuccess: () => {
          announce(t("contacts.attemptTakenBack"));
          onClose();
        },
        onError: (error) => refuse(error, problemWords(error), voidFields),
      },
    );
  };

  return (
    <EditorForm
      summary={t("contacts.summary")}
      errors={errors}
      pending={take.isPending}
      save={t("contacts.takeBack")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={fields.hint}>
        <strong className={classes.value}>{name}</strong>
        {t("contacts.takeBackHint")}
      </p>
      <Textarea
        id={fieldId("reason")}
        data-autofocus
        label={t("contacts.voidReason")}
        rows={3}
        maxLength={LONGEST_STEP}
        value={reason}
        error={errorOf("reason")}
        onChange={(event) => setReason(event.target.value)}
      />
    </EditorForm>
  );
}
