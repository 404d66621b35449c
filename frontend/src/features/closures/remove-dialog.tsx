import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Closure } from "@/api/types";
import { announce } from "@/lib/announce";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, FormDialog } from "@/ui/form-dialog";

import { useRefusal } from "./problems";
import { useRemoveClosure } from "./queries";

type Props = { closure: Closure | null; onClose: () => void };

/** Asks once before sessions are again what was planned. */
export function RemoveDialog({ closure, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog
      title={t("closures.removing", { title: closure?.public_title ?? "" })}
      opened={closure !== null}
      onClose={onClose}
    >
      {closure && <Removing closure={closure} onClose={onClose} />}
    </FormDialog>
  );
}

function Removing({ closure, onClose }: { closure: Closure; onClose: () => void }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const remove = useRemoveClosure();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = () =>
    remove.mutate(
      { id: closure.id, version: closure.version },
      {
        onSuccess: () => {
          announce(t("closures.removed"));
          onClose();
        },
        onError: (error) => setErrors(refusal(error, {})),
      },
    );
  return (
    <DialogForm
      summary={t("closures.summary")}
      errors={errors}
      submit={t("closures.remove")}
      pending={remove.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p>{t("closures.removingHint")}</p>
    </DialogForm>
  );
}
