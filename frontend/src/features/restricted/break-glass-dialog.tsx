import { NativeSelect, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { announce } from "@/lib/announce";
import { useDraft } from "@/lib/use-draft";
import { breakGlassReasons } from "@/lib/vocabulary";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useFormErrors } from "@/ui/use-form-errors";
import { useOpened } from "@/ui/use-opened";

import { openingFields } from "./fields";
import { useRestrictedProblem } from "./problem-words";
import { useBreakGlass } from "./queries";
import classes from "./restricted.module.css";
import { type OpeningForm, openingErrors } from "./rules";

type Props = { participantId: string; opened: boolean; onClose: () => void; onOpened?: () => void };

/** Opens the record of somebody one does not treat, for an hour and with a reason that is reviewed. */
export function BreakGlassDialog({ participantId, opened, onClose, onOpened }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("restricted.openTitle")} opened={useOpened(opened)} onClose={onClose}>
      <Opening participantId={participantId} onClose={onClose} onOpened={onOpened} />
    </FormDialog>
  );
}

type OpeningProps = { participantId: string; onClose: () => void; onOpened: (() => void) | undefined };

function Opening({ participantId, onClose, onOpened }: OpeningProps) {
  const { t } = useTranslation();
  const problemWords = useRestrictedProblem();
  const breakGlass = useBreakGlass(participantId);
  const { form, set, draft, sent } = useDraft({
    form: "break-glass",
    subject: participantId,
    begin: (): OpeningForm => ({ reason: "", explanation: "" }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("opening");

  const submit = () => {
    const found = openingErrors(form).map(({ field, code }) => ({ field, text: t(`restricted.${code}`) }));
    if (show(found) || form.reason === "") return;
    // As a promise: the chart that appears may take the place of this dialog before it is told of its success.
    breakGlass.mutateAsync({ reason: form.reason, explanation: form.explanation.trim() }).then(
      () => {
        sent();
        announce(t("restricted.opened"));
        onClose();
        onOpened?.();
      },
      (error: unknown) => refuse(error, problemWords(error), openingFields),
    );
  };

  return (
    <DialogForm
      summary={t("restricted.summary")}
      errors={errors}
      draft={draft}
      submit={t("restricted.open")}
      pending={breakGlass.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <ul className={classes.terms}>
        <li>{t("restricted.timeLimited")}</li>
        <li>{t("restricted.reported")}</li>
        <li>{t("restricted.notPart2")}</li>
      </ul>
      <NativeSelect
        id={fieldId("reason")}
        label={t("restricted.reason")}
        value={form.reason}
        error={errorOf("reason")}
        onChange={(event) => set({ reason: breakGlassReasons.find((one) => one === event.target.value) ?? "" })}
      >
        <option value="">{t("restricted.chooseReason")}</option>
        {breakGlassReasons.map((one) => (
          <option key={one} value={one}>
            {t(`restricted.reasonOf.${one}`)}
          </option>
        ))}
      </NativeSelect>
      <Textarea
        id={fieldId("explanation")}
        label={t("restricted.explanation")}
        description={t("restricted.explanationHint")}
        rows={3}
        maxLength={4000}
        value={form.explanation}
        error={errorOf("explanation")}
        onChange={(event) => set({ explanation: event.target.value })}
      />
    </DialogForm>
  );
}
