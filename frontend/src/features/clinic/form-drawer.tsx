import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Draft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import type { FieldError } from "@/ui/error-summary";

type DrawerProps = { title: string; opened: boolean; onClose: () => void; children: ReactNode };

/** A form beside what it is about. A click beside it closes nothing, so that nothing typed is lost by it. */
export function FormDrawer({ title, opened, onClose, children }: DrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={420}
      title={title}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      {children}
    </Drawer>
  );
}

type FormProps = {
  errors: FieldError[];
  draft?: Draft | undefined;
  submit: () => void;
  /** What the button that saves says. */
  label: string;
  saving: boolean;
  onClose: () => void;
  children: ReactNode;
};

export function Form({ errors, draft, submit, label, saving, onClose, children }: FormProps) {
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
