import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Draft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import type { FieldError } from "@/ui/error-summary";

type Props = {
  errors: FieldError[];
  draft?: Draft | undefined;
  submit: () => void;
  /** What the button that saves says. */
  label: string;
  saving: boolean;
  onClose: () => void;
  children: ReactNode;
};

export function Form({ errors, draft, submit, label, saving, onClose, children }: Props) {
  const { t } = useTranslation();
  return (
    <EditorForm
      summary={t("clinic.summary")}
      errors={errors}
      draft={draft}
      pending={saving}
      save={label}
      onSubmit={submit}
      onCancel={onClose}
    >
      {children}
    </EditorForm>
  );
}
