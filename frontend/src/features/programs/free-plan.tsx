import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import type { FieldError } from "@/ui/error-summary";
import { LeaveGuard } from "@/ui/leave-guard";

import { PlanEditor } from "./plan-form";
import classes from "./plan-form.module.css";
import { usePlanErrors, useRefusal } from "./problems";
import { useCreateProgram } from "./queries";
import { freePlan, planErrors, valuesOf } from "./rules";

type Props = { today: LocalDate; onCreated: (programId: string) => void; onCancel: () => void };

/** A program written from nothing. */
export function FreePlan({ today, onCreated, onCancel }: Props) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const inWords = usePlanErrors();
  const create = useCreateProgram();
  const { form, set, draft, sent } = useDraft({
    form: "program-plan",
    begin: () =>
      freePlan({
        check_in: t("programs.day.kind.check_in"),
        therapy: t("programs.day.kind.therapy"),
        break: t("programs.day.kind.break"),
        check_out: t("programs.day.kind.check_out"),
      }),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = () => {
    const found = planErrors(form);
    setErrors(inWords(found));
    if (found.length > 0) return;
    create.mutate(
      { values: valuesOf(form) },
      {
        onSuccess: ({ id }) => {
          sent();
          onCreated(id);
        },
        onError: (error) => setErrors(refusal(error)),
      },
    );
  };
  return (
    <>
      <PlanEditor
        form={form}
        errors={errors}
        draft={draft}
        isNew
        today={today}
        submit={t("programs.form.create")}
        pending={create.isPending}
        onChange={set}
        onSubmit={submit}
        onCancel={onCancel}
      >
        <p className={classes.hint}>{t("programs.start.freelyHint")}</p>
      </PlanEditor>
      <LeaveGuard unsaved={() => draft.state.is === "failed"} words={t("programs.leave", { returnObjects: true })} />
    </>
  );
}
