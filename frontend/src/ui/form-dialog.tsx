import { Button, Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect, useId } from "react";
import { useTranslation } from "react-i18next";

import type { Draft } from "@/lib/use-draft";

import { DraftRestored, DraftState } from "./draft-note";
import { ErrorSummary, type FieldError } from "./error-summary";
import fields from "./fields.module.css";
import classes from "./form-dialog.module.css";

type DialogProps = { title: string; opened: boolean; onClose: () => void; children: ReactNode };

/** A dialog whose form begins anew each time it opens. */
export function FormDialog({ title, opened, onClose, children }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={520}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      {opened && <Body>{children}</Body>}
    </Modal>
  );
}

/** A dialog that leaves the page together with its subject cannot give focus back itself. */
function Body({ children }: { children: ReactNode }) {
  useEffect(() => {
    const opener = document.activeElement;
    return () => {
      setTimeout(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
      });
    };
  }, []);
  return children;
}

type FormProps = {
  /** What the summary of mistakes is called. */
  summary: string;
  errors: FieldError[];
  /** What is kept of the form while it is typed. */
  draft?: Draft | undefined;
  /** What the button does, in its own words. */
  submit: string;
  /** What the way out says where "Cancel" could be taken for the deed itself. */
  dismiss?: string;
  pending: boolean;
  onSubmit: () => void;
  onCancel: () => void;
  children: ReactNode;
};

/** Fields, what is to mend in them, and the two ways out. */
export function DialogForm({
  summary,
  errors,
  draft,
  submit,
  dismiss,
  pending,
  onSubmit,
  onCancel,
  children,
}: FormProps) {
  const { t } = useTranslation();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!pending) onSubmit();
  };
  return (
    <form className={fields.form} onSubmit={send} noValidate>
      <ErrorSummary title={summary} errors={errors} />
      <DraftRestored draft={draft} />
      {children}
      <div className={classes.actions}>
        <DraftState draft={draft} />
        <Button onClick={onCancel}>{dismiss ?? t("state.cancel")}</Button>
        <Button type="submit" variant="filled" loading={pending}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

/** What a confirmation leads to, said before it is given. */
export function Effects({ title, effects }: { title: string; effects: string[] }) {
  const heading = useId();
  return (
    <section className={classes.effects} aria-labelledby={heading}>
      <h3 id={heading}>{title}</h3>
      <ul>
        {effects.map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
    </section>
  );
}

/** Fields that stand side by side where there is room. */
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className={fields.pair}>{children}</div>;
}
