import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { RecoveryCodesMade, SecondFactorProof } from "@/api/types";
import { announce } from "@/lib/announce";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useFormErrors } from "@/ui/use-form-errors";

import classes from "./authenticator.module.css";
import { CodeField, PresentPasswordField } from "./proof-fields";
import { useRenewRecoveryCodes, useTurnAuthenticatorOff } from "./queries";
import { RecoveryCodes } from "./recovery-codes";
import { proofErrors } from "./rules";
import { useProofRefusal } from "./use-proof-refusal";

type Props = { opened: boolean; onClose: () => void };

/** Turns the app off again. */
export function TurnOffDialog({ opened, onClose }: Props) {
  const { t } = useTranslation();
  const off = useTurnAuthenticatorOff();
  const done = () => {
    announce(t("authenticator.turnedOff"));
    onClose();
  };
  return (
    <FormDialog title={t("authenticator.turnOffTitle")} opened={opened} onClose={onClose}>
      <ProofForm
        submit={t("authenticator.turnOff")}
        pending={off.isPending}
        send={(proof, onError) => off.mutate(proof, { onSuccess: done, onError })}
        onClose={onClose}
      />
    </FormDialog>
  );
}

/** Replaces the recovery codes and shows the new ones. */
export function RenewCodesDialog({ opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("authenticator.renewTitle")} opened={opened} onClose={onClose}>
      <RenewCodes onClose={onClose} />
    </FormDialog>
  );
}

function RenewCodes({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const renew = useRenewRecoveryCodes();
  const [made, setMade] = useState<RecoveryCodesMade>();
  if (made) return <RecoveryCodes codes={made.codes} onClose={onClose} />;
  return (
    <ProofForm
      hint={t("authenticator.renewHint")}
      submit={t("authenticator.renew")}
      pending={renew.isPending}
      send={(proof, onError) => renew.mutate(proof, { onSuccess: setMade, onError })}
      onClose={onClose}
    />
  );
}

type ProofFormProps = {
  hint?: string;
  submit: string;
  pending: boolean;
  send: (proof: SecondFactorProof, onError: (error: Error) => void) => void;
  onClose: () => void;
};

function ProofForm({ hint, submit, pending, send, onClose }: ProofFormProps) {
  const { t } = useTranslation();
  const [given, setGiven] = useState<SecondFactorProof>({ present_password: "", code: "" });
  const form = useFormErrors("proof");
  const refuse = useProofRefusal(form);
  const prove = () => {
    const found = proofErrors(given);
    if (form.show(found.map(([field, error]) => ({ field, text: t(`authenticator.${error}`) })))) return;
    send({ ...given, code: given.code.trim() }, refuse);
  };
  return (
    <DialogForm
      summary={t("authenticator.summary")}
      errors={form.errors}
      submit={submit}
      pending={pending}
      onSubmit={prove}
      onCancel={onClose}
    >
      {hint && <p className={classes.hint}>{hint}</p>}
      <PresentPasswordField
        form={form}
        value={given.present_password}
        onChange={(present_password) => setGiven({ ...given, present_password })}
        focus
      />
      <CodeField
        form={form}
        value={given.code}
        onChange={(code) => setGiven({ ...given, code })}
        hint={t("authenticator.codeHint")}
      />
    </DialogForm>
  );
}
