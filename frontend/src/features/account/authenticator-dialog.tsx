import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { SecondFactorStarted } from "@/api/types";
import { announce } from "@/lib/announce";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useFormErrors } from "@/ui/use-form-errors";

import classes from "./authenticator.module.css";
import { CodeField, PresentPasswordField } from "./proof-fields";
import { QrCode } from "./qr-code";
import { useConfirmAuthenticator, useStartAuthenticator } from "./queries";
import { RecoveryCodes } from "./recovery-codes";
import { inGroups, proofErrors } from "./rules";
import { useProofRefusal } from "./use-proof-refusal";

type Props = { opened: boolean; onClose: () => void };

/** Turns an authenticator app on: the password, the app's picture and a first code, the recovery codes. */
export function AuthenticatorDialog({ opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("authenticator.title")} opened={opened} onClose={onClose}>
      <Steps onClose={onClose} />
    </FormDialog>
  );
}

function Steps({ onClose }: { onClose: () => void }) {
  const [started, setStarted] = useState<SecondFactorStarted>();
  const [codes, setCodes] = useState<string[]>();
  if (codes) return <RecoveryCodes codes={codes} onClose={onClose} />;
  if (started) return <ConfirmStep started={started} onConfirmed={setCodes} onClose={onClose} />;
  return <PasswordStep onStarted={setStarted} onClose={onClose} />;
}

type PasswordStepProps = { onStarted: (started: SecondFactorStarted) => void; onClose: () => void };

function PasswordStep({ onStarted, onClose }: PasswordStepProps) {
  const { t } = useTranslation();
  const start = useStartAuthenticator();
  const [password, setPassword] = useState("");
  const form = useFormErrors("authenticator");
  const refuse = useProofRefusal(form);
  const submit = () => {
    const found = proofErrors({ present_password: password });
    if (form.show(found.map(([field, error]) => ({ field, text: t(`authenticator.${error}`) })))) return;
    start.mutate({ present_password: password }, { onSuccess: onStarted, onError: refuse });
  };
  return (
    <DialogForm
      summary={t("authenticator.summary")}
      errors={form.errors}
      submit={t("authenticator.next")}
      pending={start.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={classes.hint}>{t("authenticator.hint")}</p>
      <PresentPasswordField form={form} value={password} onChange={setPassword} focus />
    </DialogForm>
  );
}

type ConfirmStepProps = {
  started: SecondFactorStarted;
  onConfirmed: (codes: string[]) => void;
  onClose: () => void;
};

function ConfirmStep({ started, onConfirmed, onClose }: ConfirmStepProps) {
  const { t } = useTranslation();
  const confirm = useConfirmAuthenticator();
  const [code, setCode] = useState("");
  const form = useFormErrors("authenticator");
  const refuse = useProofRefusal(form);
  const top = useRef<HTMLParagraphElement>(null);
  // What was pressed went with its step: read on from the top.
  useEffect(() => top.current?.focus(), []);
  const submit = () => {
    const found = proofErrors({ code });
    if (form.show(found.map(([field, error]) => ({ field, text: t(`authenticator.${error}`) })))) return;
    confirm.mutate(
      { code: code.trim() },
      {
        onSuccess: ({ codes }) => {
          announce(t("authenticator.turnedOn"));
          onConfirmed(codes);
        },
        onError: refuse,
      },
    );
  };
  return (
    <DialogForm
      summary={t("authenticator.summary")}
      errors={form.errors}
      submit={t("authenticator.confirm")}
      pending={confirm.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p ref={top} className={classes.hint} tabIndex={-1}>
        {t("authenticator.scan")}
      </p>
      <div className={classes.picture}>
        <QrCode text={started.address} label={t("authenticator.picture")} />
      </div>
      <p className={classes.key}>
        {t("authenticator.key")}: <code>{inGroups(started.secret)}</code>
      </p>
      <CodeField form={form} value={code} onChange={setCode} hint={t("authenticator.confirmHint")} />
    </DialogForm>
  );
}
