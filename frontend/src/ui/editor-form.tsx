import { Button } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Draft } from "@/lib/use-draft";
import { DraftRestored, DraftState } from "./draft-note";
import classes from "./editor-form.module.css";
import { ErrorSummary, type FieldError } from "./error-summary";
import fields from "./fields.module.css";

type Props = {
  /** Above what is to be mended. */
  summary: string;
  errors: FieldError[];
  /** What is kept of the form while it is typed. */
  draft?: Draft | undefined;
  pending: boolean;
  save: string;
  onSubmit: () => void;
  onCancel: () => void;
  children: ReactNode;
};

/** What forms in a drawer share: what to mend above, the two ways out beneath and always in sight. */
export function EditorForm({ summary, errors, draft, pending, save, onSubmit, onCancel, children }: Props) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className={fields.form} onSubmit={submit} noValidate>
      <ErrorSummary title={summary} errors={errors} />
      <DraftRestored draft={draft} />
      {children}
      <div className={classes.actions}>
        <DraftState draft={draft} />
        <Button onClick={onCancel}>{t("state.cancel")}</Button>
        <Button type="submit" variant="filled" loading={pending}>
          {save}
        </Button>
      </div>
    </form>
  );
}

type CheckProps = { label: string; hint?: string; checked: boolean; onChange: (checked: boolean) => void };

export function Check({ label, hint, checked, onChange }: CheckProps) {
  return (
    <label className={classes.check}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        {hint && <span className="meta"> {hint}</span>}
      </span>
    </label>
  );
}
