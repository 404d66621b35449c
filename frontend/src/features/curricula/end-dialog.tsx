import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { RunBoard } from "@/api/types";
import { announce } from "@/lib/announce";
import fields from "@/ui/fields.module.css";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useFormErrors } from "@/ui/use-form-errors";

import { endFields } from "./fields";
import { useRunProblem } from "./problems";
import { useEndRun } from "./queries";

type Props = { run: RunBoard; today: string; onClose: () => void };

/** Ends what a cohort is taught on a day. */
export function EndDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("runs.endTitle")} opened onClose={props.onClose}>
      <Ending {...props} />
    </FormDialog>
  );
}

function Ending({ run, today, onClose }: Props) {
  const { t } = useTranslation();
  const problem = useRunProblem();
  const end = useEndRun();
  const [endedOn, setEndedOn] = useState(today);
  const form = useFormErrors("end-run");
  const submit = () => {
    if (form.show(endedOn === "" ? [{ field: "ended_on", text: t("runs.endMissing") }] : [])) return;
    end.mutate(
      { id: run.id, version: run.version, ended_on: endedOn },
      {
        onSuccess: () => {
          announce(t("runs.ended", { name: run.curriculum_name }));
          onClose();
        },
        onError: (error) => form.refuse(error, problem(error), endFields),
      },
    );
  };
  return (
    <DialogForm
      summary={t("runs.endSummary")}
      errors={form.errors}
      submit={t("runs.endSave")}
      pending={end.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={fields.hint}>{t("runs.endHint")}</p>
      <TextInput
        id={form.fieldId("ended_on")}
        data-autofocus
        type="date"
        label={t("runs.endedOn")}
        min={run.starts_on}
        value={endedOn}
        error={form.errorOf("ended_on")}
        onChange={(event) => setEndedOn(event.target.value)}
      />
    </DialogForm>
  );
}
