import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ContactAttempt } from "@/api/types";
import { announce } from "@/lib/announce";
import { useDraft } from "@/lib/use-draft";
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
  const { form, set, draft, sent } = useDraft({
    form: "contact-attempt-void",
    subject: attempt.id,
    begin: () => ({ reason: "" }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("void");

  const submit = () => {
    const given = form.reason.trim();
    if (show(given === "" ? [{ field: "reason", text: t("contacts.voidReasonMissing") }] : [])) return;
    take.mutate(
      { stored: attempt, reason: given },
      {
        onSuccess: () => {
          sent();
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
      draft={draft}
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
        value={form.reason}
        error={errorOf("reason")}
        onChange={(event) => set({ reason: event.target.value })}
      />
    </EditorForm>
  );
}
