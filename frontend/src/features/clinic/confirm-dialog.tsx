import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";

import classes from "./confirm-dialog.module.css";
import { useProblemWord } from "./use-clinic-mistakes";

type Props = {
  title: string;
  hint: string;
  /** What the button that does it says. */
  label: string;
  opened: boolean;
  pending: boolean;
  error: Error | null;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks once before something that others notice at once. */
export function ConfirmDialog({ title, hint, label, opened, pending, error, onConfirm, onClose }: Props) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("state.close") }}>
      <p>{hint}</p>
      {error && (
        <p className={classes.failure} role="alert">
          {refusal(error)}
        </p>
      )}
      <div className={classes.actions}>
        <Button onClick={onClose}>{t("state.cancel")}</Button>
        <Button variant="filled" loading={pending} onClick={onConfirm}>
          {label}
        </Button>
      </div>
    </Modal>
  );
}

/** Words for a refusal outside a form. */
export function useRefusal(): (error: unknown) => string {
  const problemText = useProblemText();
  const wordOf = useProblemWord();
  return (error) => (error instanceof ProblemError ? wordOf(error.problem.code) : undefined) ?? problemText(error);
}
