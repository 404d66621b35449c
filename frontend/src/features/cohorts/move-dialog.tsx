import { NativeSelect } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Cohort, Membership } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, Effects, FormDialog } from "@/ui/form-dialog";
import { ErrorState, LoadingRows } from "@/ui/page";
import classes from "./dialogs.module.css";
import { moveFields } from "./fields";
import { JoinFields } from "./join-fields";
import { errorOf, fieldId, useFormErrors, useRefusal } from "./problems";
import { cohortsQuery, useMove } from "./queries";
import { firstDay, type JoinForm, joinBody, joinErrors, lastDayBefore, targets } from "./rules";

type Props = {
  cohort: Cohort;
  membership: Membership;
  name: string;
  today: LocalDate;
  admitsLate: boolean;
  onClose: () => void;
};

/** Moves somebody to another cohort of the program as one action. */
export function MoveDialog(props: Props) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(cohortsQuery({ program: props.cohort.program_id }));
  const others = targets(query.data?.pages.flatMap((page) => page.items) ?? [], props.cohort);
  return (
    <FormDialog title={t("cohorts.form.moveTitle", { name: props.name })} opened onClose={props.onClose}>
      {query.isPending ? (
        <LoadingRows rows={3} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : others.length === 0 ? (
        <p className={classes.hint}>{t("cohorts.form.noTargets")}</p>
      ) : (
        <Moving {...props} others={others} />
      )}
    </FormDialog>
  );
}

function Moving({ cohort, membership, name, today, admitsLate, others, onClose }: Props & { others: Cohort[] }) {
  const { t } = useTranslation();
  const formErrors = useFormErrors();
  const refusal = useRefusal();
  const move = useMove(membership.id);
  const { form, set, draft, sent } = useDraft({
    form: "cohort-move",
    subject: membership.id,
    begin: (): JoinForm & { cohort_id: string } => ({
      cohort_id: "",
      starts_on: membership.starts_on > today ? membership.starts_on : today,
      ends_on: "",
      late_reason: "",
    }),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const target = others.find((one) => one.id === form.cohort_id);

  const submit = () => {
    if (!target) return setErrors(formErrors([{ field: "cohort_id", code: "cohortMissing" }]));
    const found = joinErrors(form, target);
    setErrors(formErrors(found));
    if (found.length > 0) return;
    move.mutate(
      { cohort_id: target.id, ...joinBody(form, target) },
      {
        onSuccess: () => {
          sent();
          announce(t("cohorts.form.moved", { name, cohort: target.name }));
          onClose();
        },
        onError: (error) => setErrors(refusal(error, moveFields)),
      },
    );
  };

  return (
    <DialogForm
      summary={t("cohorts.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("cohorts.form.move")}
      pending={move.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("cohort_id")}
        label={t("cohorts.form.cohort")}
        value={form.cohort_id}
        error={errorOf(errors, "cohort_id")}
        onChange={({ target: { value } }) => {
          const chosen = others.find((one) => one.id === value);
          const early = chosen && form.starts_on < chosen.starts_on;
          set({ cohort_id: value, ...(early ? { starts_on: firstDay(chosen, today) } : {}) });
        }}
      >
        <option value="">{t("cohorts.form.chooseCohort")}</option>
        {others.map((one) => (
          <option key={one.id} value={one.id}>
            {t("cohorts.form.cohortOption", { name: one.name, free: t("cohorts.free", { count: one.seats_free }) })}
          </option>
        ))}
      </NativeSelect>
      {target && <JoinFields cohort={target} form={form} errors={errors} admitsLate={admitsLate} onChange={set} />}
      {target && form.starts_on !== "" && (
        <MoveEffects from={cohort} to={target} startsOn={form.starts_on} membership={membership} />
      )}
    </DialogForm>
  );
}

type EffectsProps = { from: Cohort; to: Cohort; startsOn: LocalDate; membership: Membership };

function MoveEffects({ from, to, startsOn, membership }: EffectsProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const lastDay = lastDayBefore(startsOn, membership);
  const joins = { cohort: to.name, date: formatDate(startsOn, locale) };
  return (
    <Effects
      title={t("cohorts.form.what")}
      effects={[
        lastDay
          ? t("cohorts.form.effect.leaves", { cohort: from.name, date: formatDate(lastDay, locale) })
          : t("cohorts.form.effect.never", { cohort: from.name }),
        t("cohorts.form.effect.booked", joins),
        t("cohorts.form.effect.full"),
        t("cohorts.form.effect.kept"),
      ]}
    />
  );
}
