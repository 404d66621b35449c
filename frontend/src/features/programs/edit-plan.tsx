import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { hasStatus } from "@/api/problem";
import type { Program } from "@/api/types";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import type { FieldError } from "@/ui/error-summary";
import { LeaveGuard } from "@/ui/leave-guard";
import { LoadingRows, PageHead } from "@/ui/page";

import { PlanEditor } from "./plan-form";
import classes from "./plan-form.module.css";
import { usePlanErrors, useRefusal } from "./problems";
import { useUpdateProgram } from "./queries";
import { changesOf, differing, formOf, planErrors, planOf } from "./rules";
import { useTemplateWords } from "./template-words";

type Props = { program: Program; today: LocalDate; onSaved: () => void; onCancel: () => void };

/** Changes a plan. `base` is what the changes rest on; `program` is what is stored now. */
export function EditPlan(props: Props) {
  const { awaited } = useTemplateWords();
  return awaited ? <LoadingRows rows={8} height={48} /> : <Editing {...props} />;
}

function Editing({ program, today, onSaved, onCancel }: Props) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const inWords = usePlanErrors();
  const update = useUpdateProgram(program.id);
  const { shown, kept } = useTemplateWords();
  const [base, setBase] = useState(program);
  const { form, set, draft, sent, restart } = useDraft({
    form: "program-plan",
    subject: program.id,
    begin: () => formOf(shown(program)),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [refused, setRefused] = useState(false);
  const conflict = refused && program.version !== base.version;

  const submit = () => {
    const found = planErrors(form);
    if (found.length > 0) return setErrors(inWords(found));
    const body = changesOf(kept(form), base);
    if (Object.keys(body).length === 0) return setErrors([{ field: "", text: t("programs.form.nothing") }]);
    setErrors([]);
    update.mutate(
      // After a refusal the newer version is in sight, and saving again is a decision.
      { body, version: conflict ? program.version : base.version },
      {
        onSuccess: () => {
          sent();
          onSaved();
        },
        onError: (error) => {
          const stale = hasStatus(error, 412);
          if (stale) setRefused(true);
          setErrors(stale ? [{ field: "", text: t("programs.form.conflict") }] : refusal(error));
        },
      },
    );
  };

  return (
    <>
      <PageHead title={t("programs.form.editTitle")}>
        <span className="meta">{base.name}</span>
      </PageHead>
      <PlanEditor
        form={form}
        errors={errors}
        draft={draft}
        isNew={false}
        today={today}
        submit={t("programs.form.save")}
        pending={update.isPending}
        onChange={set}
        onSubmit={submit}
        onCancel={onCancel}
      >
        {conflict ? (
          <Conflict
            base={base}
            theirs={program}
            onTake={() => {
              setBase(program);
              restart(formOf(shown(program)));
              setErrors([]);
              setRefused(false);
            }}
          />
        ) : (
          <p className={classes.hint}>{t("programs.form.hint")}</p>
        )}
      </PlanEditor>
      <LeaveGuard unsaved={() => draft.state.is === "failed"} words={t("programs.leave", { returnObjects: true })} />
    </>
  );
}

/** What somebody else saved meanwhile, and the two ways on. */
function Conflict({ base, theirs, onTake }: { base: Program; theirs: Program; onTake: () => void }) {
  const { t } = useTranslation();
  const parts = differing(planOf(formOf(theirs)), planOf(formOf(base)));
  return (
    <div className={classes.conflict}>
      {parts.length === 0
        ? t("programs.form.conflictNone")
        : t("programs.form.conflictParts", {
            parts: parts.map((part) => t(`programs.form.part.${part}`)).join(", "),
          })}
      <Button onClick={onTake}>{t("programs.form.takeTheirs")}</Button>
    </div>
  );
}
