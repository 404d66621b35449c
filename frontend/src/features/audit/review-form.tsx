import { NativeSelect, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { hasCode } from "@/api/problem";
import type { BreakGlassFinding } from "@/api/types";
import { useDraft } from "@/lib/use-draft";
import { Check } from "@/ui/editor-form";
import { DialogForm } from "@/ui/form-dialog";
import { useProblemText } from "@/ui/problem-text";
import { useFormErrors } from "@/ui/use-form-errors";

import { reviewFields } from "./fields";
import { useReviewUse } from "./queries";
import { findings } from "./rules";

const worded = ["reviewed-already", "own-use", "ended-already"] as const;

/** Why a use was not reviewed or its record not closed. */
export function useUseProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) => {
    const code = worded.find((one) => hasCode(error, one));
    return code ? t(`uses.problem.${code}`) : problemText(error);
  };
}

type Props = { useId: string; open: boolean; onReviewed: () => void; onCancel: () => void };

/** What a use was, said once by somebody else than who opened the record. */
export function ReviewForm({ useId, open, onReviewed, onCancel }: Props) {
  const { t } = useTranslation();
  const problem = useUseProblem();
  const review = useReviewUse(useId);
  const { form, set, draft, sent } = useDraft({
    form: "break-glass-review",
    subject: useId,
    begin: () => ({ finding: "" as BreakGlassFinding | "", note: "", endNow: false }),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("use-review");
  const submit = () => {
    const found = form.finding === "" ? [{ field: "finding", text: t("uses.findingMissing") }] : [];
    if (show(found) || form.finding === "") return;
    // As a promise: the use that is reviewed may take the place of this form before it is told of its success.
    review.mutateAsync({ finding: form.finding, note: form.note.trim() || null, end_now: open && form.endNow }).then(
      () => {
        sent();
        onReviewed();
      },
      (error: unknown) => refuse(error, problem(error), reviewFields),
    );
  };
  return (
    <DialogForm
      summary={t("uses.summary")}
      errors={errors}
      draft={draft}
      submit={t("uses.submit")}
      pending={review.isPending}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <NativeSelect
        id={fieldId("finding")}
        data-autofocus
        label={t("uses.finding")}
        value={form.finding}
        error={errorOf("finding")}
        onChange={(event) => set({ finding: findings.find((one) => one === event.target.value) ?? "" })}
      >
        <option value="">{t("uses.chooseFinding")}</option>
        {findings.map((one) => (
          <option key={one} value={one}>
            {t(`uses.findingOf.${one}`)}
          </option>
        ))}
      </NativeSelect>
      <Textarea
        id={fieldId("note")}
        label={t("uses.note")}
        description={t("uses.noteHint")}
        rows={3}
        maxLength={4000}
        value={form.note}
        error={errorOf("note")}
        onChange={(event) => set({ note: event.target.value })}
      />
      {open && <Check label={t("uses.endNow")} checked={form.endNow} onChange={(endNow) => set({ endNow })} />}
    </DialogForm>
  );
}
