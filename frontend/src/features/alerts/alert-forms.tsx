import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { AlertAction, FlagReason, OpenedAlert } from "@/api/types";
import { announce } from "@/lib/announce";
import { useDraft } from "@/lib/use-draft";
import { Check } from "@/ui/editor-form";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useFormErrors } from "@/ui/use-form-errors";

import { closeFields, handOverFields, raiseFields } from "./fields";
import { useCloseAlert, useHandOver, useRaiseAlert } from "./queries";
import { en } from "./texts";
import { useAlertProblem } from "./words";

const actions = Object.keys(en.action) as AlertAction[];
const reasons = Object.keys(en.flag) as FlagReason[];

type Props = { alert: OpenedAlert; onDone: () => void };

/** What was done, which alone closes an alert. What is typed is kept at the server. */
export function CloseForm({ alert, onDone }: Props) {
  const { t } = useTranslation();
  const problem = useAlertProblem();
  const close = useCloseAlert(alert.id);
  const mistakes = useFormErrors("alert-close");
  const { form, set, draft, sent } = useDraft({
    form: "alert-action",
    subject: alert.id,
    begin: () => ({ action: "" as AlertAction | "", note: "" }),
  });
  const submit = () => {
    const found = [
      ...(form.action ? [] : [{ field: "action", text: t("alerts.close.noAction") }]),
      ...(form.note.trim() ? [] : [{ field: "note", text: t("alerts.close.noNote") }]),
    ];
    if (mistakes.show(found) || !form.action) return;
    close.mutate(
      { action: form.action, note: form.note },
      {
        onSuccess: () => {
          sent();
          announce(t("alerts.close.done"));
          onDone();
        },
        onError: (error) => mistakes.refuse(error, problem(error), closeFields),
      },
    );
  };
  return (
    <DialogForm
      summary={t("alerts.close.summary")}
      errors={mistakes.errors}
      draft={draft}
      submit={t("alerts.close.submit")}
      pending={close.isPending}
      onSubmit={submit}
      onCancel={onDone}
    >
      <NativeSelect
        id={mistakes.fieldId("action")}
        data-autofocus
        label={t("alerts.close.action")}
        value={form.action}
        error={mistakes.errorOf("action")}
        onChange={(event) => set({ action: event.target.value as AlertAction | "" })}
      >
        <option value="">{t("alerts.handOver.choose")}</option>
        {actions.map((one) => (
          <option key={one} value={one}>
            {t(`alerts.action.${one}`)}
          </option>
        ))}
      </NativeSelect>
      <Textarea
        id={mistakes.fieldId("note")}
        label={t("alerts.close.note")}
        description={t("alerts.close.noteHint")}
        rows={5}
        maxLength={4000}
        value={form.note}
        error={mistakes.errorOf("note")}
        onChange={(event) => set({ note: event.target.value })}
      />
    </DialogForm>
  );
}

/** Gives an alert to a clinician who may act on it. */
export function HandOverForm({ alert, onDone }: Props) {
  const { t } = useTranslation();
  const problem = useAlertProblem();
  const hand = useHandOver(alert.id);
  const mistakes = useFormErrors("alert-hand");
  const { form, set, draft, sent } = useDraft({
    form: "alert-hand-over",
    subject: alert.id,
    begin: () => ({ owner: "", note: "" }),
  });
  const submit = () => {
    if (mistakes.show(form.owner ? [] : [{ field: "owner", text: t("alerts.handOver.noOwner") }])) return;
    hand.mutate(
      { owner_id: form.owner, note: form.note.trim() || null },
      {
        onSuccess: () => {
          sent();
          announce(t("alerts.handOver.done"));
          onDone();
        },
        onError: (error) => mistakes.refuse(error, problem(error), handOverFields),
      },
    );
  };
  return (
    <DialogForm
      summary={t("alerts.handOver.summary")}
      errors={mistakes.errors}
      draft={draft}
      submit={t("alerts.handOver.submit")}
      pending={hand.isPending}
      onSubmit={submit}
      onCancel={onDone}
    >
      <NativeSelect
        id={mistakes.fieldId("owner")}
        data-autofocus
        label={t("alerts.handOver.to")}
        value={form.owner}
        error={mistakes.errorOf("owner")}
        onChange={(event) => set({ owner: event.target.value })}
      >
        <option value="">{t("alerts.handOver.choose")}</option>
        {alert.may_take.map((one) => (
          <option key={one.account_id} value={one.account_id}>
            {one.name}
          </option>
        ))}
      </NativeSelect>
      <TextInput
        id={mistakes.fieldId("note")}
        label={t("alerts.handOver.note")}
        maxLength={200}
        value={form.note}
        error={mistakes.errorOf("note")}
        onChange={(event) => set({ note: event.target.value })}
      />
    </DialogForm>
  );
}

type RaiseProps = { participantId: string; onClose: () => void };

/** What somebody of the team saw or heard becomes an alert. */
export function RaiseDialog({ participantId, onClose }: RaiseProps) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("alerts.raise.title")} opened onClose={onClose}>
      <RaiseForm participantId={participantId} onClose={onClose} />
    </FormDialog>
  );
}

function RaiseForm({ participantId, onClose }: RaiseProps) {
  const { t } = useTranslation();
  const problem = useAlertProblem();
  const raise = useRaiseAlert(participantId);
  const mistakes = useFormErrors("alert-raise");
  const { form, set, draft, sent } = useDraft({
    form: "alert-raise",
    subject: participantId,
    begin: () => ({ reason: "" as FlagReason | "", note: "", soon: false }),
  });
  const submit = () => {
    const found = [
      ...(form.reason ? [] : [{ field: "reason", text: t("alerts.raise.noReason") }]),
      ...(form.note.trim() ? [] : [{ field: "note", text: t("alerts.raise.noNote") }]),
    ];
    if (mistakes.show(found) || !form.reason) return;
    raise.mutate(
      { reason: form.reason, note: form.note, urgency: form.soon ? "soon" : "urgent" },
      {
        onSuccess: () => {
          sent();
          announce(t("alerts.raise.done"));
          onClose();
        },
        onError: (error) => mistakes.refuse(error, problem(error), raiseFields),
      },
    );
  };
  return (
    <DialogForm
      summary={t("alerts.raise.summary")}
      errors={mistakes.errors}
      draft={draft}
      submit={t("alerts.raise.submit")}
      pending={raise.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={mistakes.fieldId("reason")}
        data-autofocus
        label={t("alerts.raise.reason")}
        value={form.reason}
        error={mistakes.errorOf("reason")}
        onChange={(event) => set({ reason: event.target.value as FlagReason | "" })}
      >
        <option value="">{t("alerts.raise.choose")}</option>
        {reasons.map((one) => (
          <option key={one} value={one}>
            {t(`alerts.flag.${one}`)}
          </option>
        ))}
      </NativeSelect>
      <Textarea
        id={mistakes.fieldId("note")}
        label={t("alerts.raise.note")}
        rows={4}
        maxLength={4000}
        value={form.note}
        error={mistakes.errorOf("note")}
        onChange={(event) => set({ note: event.target.value })}
      />
      <Check label={t("alerts.raise.soon")} checked={form.soon} onChange={(soon) => set({ soon })} />
    </DialogForm>
  );
}
