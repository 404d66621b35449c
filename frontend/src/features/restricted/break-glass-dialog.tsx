import { Button, Modal, NativeSelect, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { announce } from "@/lib/announce";
import { ErrorSummary, type FieldError } from "@/ui/error-summary";

import { useRestrictedProblem } from "./problem-words";
import { useBreakGlass } from "./queries";
import classes from "./restricted.module.css";
import { type OpeningForm, openingErrors, reasons } from "./rules";

type Props = { participantId: string; opened: boolean; onClose: () => void; onOpened?: () => void };

/** Opens the record of somebody one does not treat, for an hour and with a reason that is reviewed. */
export function BreakGlassDialog({ participantId, opened, onClose, onOpened }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("restricted.openTitle")}
      size={520}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      {opened && <Opening participantId={participantId} onClose={onClose} onOpened={onOpened} />}
    </Modal>
  );
}

type OpeningProps = { participantId: string; onClose: () => void; onOpened: (() => void) | undefined };

function Opening({ participantId, onClose, onOpened }: OpeningProps) {
  const { t } = useTranslation();
  const problemWords = useRestrictedProblem();
  const breakGlass = useBreakGlass(participantId);
  const [form, setForm] = useState<OpeningForm>({ reason: "", explanation: "" });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const fieldId = (field: string) => `opening-${field}`;
  const errorOf = (field: string) => errors.find((error) => error.field === fieldId(field))?.text;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = openingErrors(form);
    setErrors(found.map(({ field, code }) => ({ field: fieldId(field), text: t(`restricted.${code}`) })));
    if (found.length > 0 || form.reason === "") return;
    // As a promise: the chart that appears may take the place of this dialog before it is told of its success.
    breakGlass.mutateAsync({ reason: form.reason, explanation: form.explanation.trim() }).then(
      () => {
        announce(t("restricted.opened"));
        onClose();
        onOpened?.();
      },
      (error: unknown) => setErrors([{ field: "", text: problemWords(error) }]),
    );
  };

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <ErrorSummary title={t("restricted.summary")} errors={errors} />
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
        onChange={(event) => setForm({ ...form, reason: reasons.find((one) => one === event.target.value) ?? "" })}
      >
        <option value="">{t("restricted.chooseReason")}</option>
        {reasons.map((one) => (
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
        onChange={(event) => setForm({ ...form, explanation: event.target.value })}
      />
      <div className={classes.actions}>
        <Button onClick={onClose}>{t("state.cancel")}</Button>
        <Button type="submit" variant="filled" loading={breakGlass.isPending}>
          {t("restricted.open")}
        </Button>
      </div>
    </form>
  );
}
