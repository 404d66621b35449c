import { Button, Drawer } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ErrorSummary, type FieldError } from "@/ui/error-summary";

import classes from "./form.module.css";

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
  submit: () => void;
  /** What the button that saves says. */
  label: string;
  saving: boolean;
  onClose: () => void;
  children: ReactNode;
};

export function Form({ errors, submit, label, saving, onClose, children }: FormProps) {
  const { t } = useTranslation();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  return (
    <form className={classes.form} onSubmit={onSubmit} noValidate>
      <ErrorSummary title={t("clinic.summary")} errors={errors} />
      {children}
      <div className={classes.actions}>
        <Button onClick={onClose}>{t("state.cancel")}</Button>
        <Button type="submit" variant="filled" loading={saving}>
          {label}
        </Button>
      </div>
    </form>
  );
}
