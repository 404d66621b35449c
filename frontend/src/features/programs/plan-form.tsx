import { Button } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { LocalDate } from "@/lib/time";
import type { Draft } from "@/lib/use-draft";
import { DraftRestored, DraftState } from "@/ui/draft-note";
import { ErrorSummary, type FieldError } from "@/ui/error-summary";

import { ChecksPanel } from "./checks-panel";
import { PlanFields } from "./plan-fields";
import classes from "./plan-form.module.css";
import { type PlanForm, planErrors, planOf } from "./rules";
import { useChecks } from "./use-checks";
import { countableMinutes } from "./week-check";

type Props = {
  form: PlanForm;
  errors: FieldError[];
  draft: Draft;
  isNew: boolean;
  today: LocalDate;
  submit: string;
  pending: boolean;
  /** What stands above the fields: a hint, or what somebody else changed. */
  children?: ReactNode;
  onChange: (form: PlanForm) => void;
  onSubmit: () => void;
  onCancel: () => void;
};

/** A plan while it is written, beside the rules it is judged by. */
export function PlanEditor({ form, errors, draft, isNew, today, submit, pending, children, ...on }: Props) {
  const { t } = useTranslation();
  const readable = planErrors(form).every(({ code }) => code !== "wholeNumber");
  const plan = readable ? planOf(form) : null;
  const judged = useChecks({ plan, level: form.level_of_care, age: form.age_band, today });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!pending) on.onSubmit();
  };
  return (
    <div className={classes.panes}>
      <form className={classes.form} onSubmit={send} noValidate>
        <ErrorSummary title={t("programs.form.summary")} errors={errors} />
        <DraftRestored draft={draft} />
        {children}
        <PlanFields
          form={form}
          errors={errors}
          isNew={isNew}
          countable={plan && countableMinutes(plan.blocks, judged.limits.standard)}
          onChange={(change) => on.onChange({ ...form, ...change })}
        />
        <div className={classes.actions}>
          <DraftState draft={draft} />
          <Button onClick={on.onCancel}>{t("state.cancel")}</Button>
          <Button type="submit" variant="filled" loading={pending}>
            {submit}
          </Button>
        </div>
      </form>
      <div className={classes.side}>
        <ChecksPanel judged={judged} readable={readable} />
      </div>
    </div>
  );
}
