import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { CloseReason, TargetTier, TreatmentTarget } from "@/api/types";
import { NEW, useDraft } from "@/lib/use-draft";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useFormErrors } from "@/ui/use-form-errors";

import { closeFields, targetChangeFields } from "./fields";
import { useChangeTarget, useCloseTarget, useOpenTarget } from "./queries";
import { tiers } from "./rules";
import { en } from "./texts";
import { useKept } from "./words";

const reasons = Object.keys(en.reasons) as CloseReason[];

type TargetProps = { participantId: string; target?: TreatmentTarget; number?: number; onClose: () => void };

/** Opens a target, or puts one otherwise. */
export function TargetDialog(props: TargetProps) {
  const { t } = useTranslation();
  const title = props.target ? t("diaries.targets.change", { number: props.number ?? 1 }) : t("diaries.targets.add");
  return (
    <FormDialog title={title} opened onClose={props.onClose}>
      <Target {...props} />
    </FormDialog>
  );
}

function Target({ participantId, target, onClose }: TargetProps) {
  const { t } = useTranslation();
  const open = useOpenTarget(participantId);
  const change = useChangeTarget(participantId);
  const { form, set, draft, sent } = useDraft({
    form: target ? "treatment-target" : "treatment-target-new",
    subject: target?.id ?? participantId ?? NEW,
    begin: () => ({ tier: target?.tier ?? ("quality_of_life" as TargetTier), words: target?.words ?? "" }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("treatment-target");
  const kept = useKept({ sent, refuse, fields: targetChangeFields, onClose });
  const submit = () => {
    const words = form.words.trim();
    if (show(words === "" ? [{ field: "words", text: t("diaries.targets.noWords") }] : [])) return;
    if (target) change.mutate({ target, body: { tier: form.tier, words } }, kept);
    else open.mutate({ tier: form.tier, words }, kept);
  };
  return (
    <DialogForm
      summary={t("diaries.targets.summary")}
      errors={errors}
      draft={draft}
      submit={t("diaries.targets.save")}
      pending={open.isPending || change.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("tier")}
        label={t("diaries.targets.tier")}
        value={form.tier}
        error={errorOf("tier")}
        data={tiers.map((tier) => ({ value: tier, label: t(`diaries.tiers.${tier}`) }))}
        onChange={(event) => set({ tier: tiers.find((tier) => tier === event.target.value) ?? form.tier })}
      />
      <Textarea
        id={fieldId("words")}
        data-autofocus
        label={t("diaries.targets.inWords")}
        autosize
        minRows={2}
        maxLength={4000}
        value={form.words}
        error={errorOf("words")}
        onChange={(event) => set({ words: event.target.value })}
      />
    </DialogForm>
  );
}

type CloseProps = { participantId: string; target: TreatmentTarget; number: number; onClose: () => void };

/** Closes a target with its reason. */
export function CloseDialog(props: CloseProps) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("diaries.targets.close", { number: props.number })} opened onClose={props.onClose}>
      <Closing {...props} />
    </FormDialog>
  );
}

function Closing({ participantId, target, onClose }: CloseProps) {
  const { t } = useTranslation();
  const close = useCloseTarget(participantId, target);
  const { form, set, draft, sent } = useDraft({
    form: "treatment-target-close",
    subject: target.id,
    begin: () => ({ reason: "" as CloseReason | "", note: "" }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("target-close");
  const kept = useKept({ sent, refuse, fields: closeFields, onClose });
  const submit = () => {
    const { reason } = form;
    if (show(reason === "" ? [{ field: "reason", text: t("diaries.targets.noReason") }] : []) || reason === "") return;
    close.mutate({ reason, note: form.note.trim() || null }, kept);
  };
  return (
    <DialogForm
      summary={t("diaries.targets.summary")}
      errors={errors}
      draft={draft}
      submit={t("diaries.targets.save")}
      pending={close.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("reason")}
        data-autofocus
        label={t("diaries.targets.reason")}
        value={form.reason}
        error={errorOf("reason")}
        data={[
          { value: "", label: t("diaries.targets.choose") },
          ...reasons.map((one) => ({ value: one, label: t(`diaries.reasons.${one}`) })),
        ]}
        onChange={(event) => set({ reason: reasons.find((one) => one === event.target.value) ?? "" })}
      />
      <TextInput
        id={fieldId("note")}
        label={t("diaries.targets.note")}
        maxLength={200}
        value={form.note}
        error={errorOf("note")}
        onChange={(event) => set({ note: event.target.value })}
      />
    </DialogForm>
  );
}
