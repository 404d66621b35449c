import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { RiskScreen } from "@/api/types";
import { announce } from "@/lib/announce";
import { useDraft } from "@/lib/use-draft";
import fields from "@/ui/fields.module.css";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useFormErrors } from "@/ui/use-form-errors";

import { screenVoidFields } from "./fields";
import { useMeasureProblem } from "./problems";
import { useVoidScreen } from "./queries";

type Props = { screen: RiskScreen; onClose: () => void };

/** Takes a risk screen back that was entered by mistake, with the reason. */
export function VoidScreenDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("history.voidTitle")} opened onClose={props.onClose}>
      <Voiding {...props} />
    </FormDialog>
  );
}

function Voiding({ screen, onClose }: Props) {
  const { t } = useTranslation();
  const problem = useMeasureProblem();
  const voiding = useVoidScreen(screen.id);
  const { form, set, draft, sent } = useDraft({
    form: "risk-screen-void",
    subject: screen.id,
    begin: () => ({ reason: "" }),
  });
  const mistakes = useFormErrors("void-screen");
  const submit = () => {
    const reason = form.reason.trim();
    if (mistakes.show(reason === "" ? [{ field: "reason", text: t("history.voidReasonMissing") }] : [])) return;
    voiding.mutate(reason, {
      onSuccess: () => {
        sent();
        announce(t("history.voided"));
        onClose();
      },
      onError: (error) => mistakes.refuse(error, problem(error), screenVoidFields),
    });
  };
  return (
    <DialogForm
      summary={t("history.voidSummary")}
      errors={mistakes.errors}
      draft={draft}
      submit={t("history.voidSave")}
      pending={voiding.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={fields.hint}>{t("history.voidHint")}</p>
      <TextInput
        id={mistakes.fieldId("reason")}
        data-autofocus
        label={t("history.voidReason")}
        maxLength={200}
        value={form.reason}
        error={mistakes.errorOf("reason")}
        onChange={(event) => set({ reason: event.target.value })}
      />
    </DialogForm>
  );
}
