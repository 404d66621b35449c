import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Program } from "@/api/types";
import { announce } from "@/lib/announce";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, Effects, FormDialog } from "@/ui/form-dialog";

import { useRefusal } from "./problems";
import { useUpdateProgram } from "./queries";

type Props = { program: Program; opened: boolean; onClose: () => void };

/** Whether the program takes people: asked before it is changed, with what follows. */
export function ActiveDialog({ program, opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog
      title={t(program.active ? "programs.retireTitle" : "programs.restoreTitle", { name: program.name })}
      opened={opened}
      onClose={onClose}
    >
      <Asking program={program} onClose={onClose} />
    </FormDialog>
  );
}

function Asking({ program, onClose }: Omit<Props, "opened">) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const update = useUpdateProgram(program.id);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const active = !program.active;
  const submit = () => {
    setErrors([]);
    update.mutate(
      { body: { active }, version: program.version },
      {
        onSuccess: () => {
          announce(t(active ? "programs.active" : "programs.inactive"));
          onClose();
        },
        onError: (error) => setErrors(refusal(error)),
      },
    );
  };
  return (
    <DialogForm
      summary={t("programs.form.summary")}
      errors={errors}
      submit={t(active ? "programs.restore" : "programs.retire")}
      pending={update.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Effects
        title={t("programs.staff.what")}
        effects={
          active
            ? [t("programs.restoreEffect")]
            : [t("programs.retireEffects.blocked"), t("programs.retireEffects.stays")]
        }
      />
    </DialogForm>
  );
}
