import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Session, SessionCard } from "@/api/types";
import { announce } from "@/lib/announce";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, Effects, FormDialog } from "@/ui/form-dialog";
import { useSessionTitle } from "@/ui/session-title";

import { cancelFields } from "./fields";
import { errorOf, fieldId, useFormErrors, useRefusal } from "./problems";
import { useCancelSession } from "./queries";
import { type CancelReason, cancelReasons } from "./rules";

type Props = { session: Session; card: SessionCard; opened: boolean; onClose: () => void };

/** Cancels one session by the program, with the reason. */
export function CancelDialog({ opened, onClose, ...rest }: Props) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  return (
    <FormDialog title={t("sessions.form.cancelTitle", { title: titleOf(rest.card) })} opened={opened} onClose={onClose}>
      <Cancelling {...rest} onClose={onClose} />
    </FormDialog>
  );
}

function Cancelling({ session, card, onClose }: Omit<Props, "opened">) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const formErrors = useFormErrors();
  const refusal = useRefusal();
  const cancel = useCancelSession(session.id);
  const [reason, setReason] = useState<CancelReason | "">("");
  const [errors, setErrors] = useState<FieldError[]>([]);

  const submit = () => {
    if (reason === "") return setErrors(formErrors([{ field: "reason", code: "reasonMissing" }]));
    setErrors([]);
    cancel.mutate(
      { version: session.version, reason },
      {
        onSuccess: () => {
          announce(t("sessions.form.cancelled", { title: titleOf(card) }));
          onClose();
        },
        onError: (error) =>
          void refusal(error, session.local_date, { people: new Map() }, cancelFields).then(setErrors),
      },
    );
  };

  return (
    <DialogForm
      summary={t("sessions.form.summary")}
      errors={errors}
      submit={t("sessions.cancel")}
      dismiss={t("sessions.form.keep")}
      pending={cancel.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("reason")}
        data-autofocus
        label={t("sessions.form.reason")}
        value={reason}
        error={errorOf(errors, "reason")}
        onChange={({ target }) => setReason(cancelReasons.find((one) => one === target.value) ?? "")}
      >
        <option value="">{t("sessions.form.chooseReason")}</option>
        {cancelReasons.map((one) => (
          <option key={one} value={one}>
            {t(`sessions.reasonOf.${one}`)}
          </option>
        ))}
      </NativeSelect>
      <Effects
        title={t("sessions.form.what")}
        effects={[
          t("sessions.form.effect.nobodyMissed"),
          t("sessions.form.effect.freed"),
          t("sessions.form.effect.told"),
          t("sessions.form.effect.final"),
        ]}
      />
    </DialogForm>
  );
}
