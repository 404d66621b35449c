import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Cohort, ParticipantSummary, WaitlistEntry, WaitReason, WithdrawReason } from "@/api/types";
import { announce } from "@/lib/announce";
import { nameOf } from "@/lib/names";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, Effects, FormDialog } from "@/ui/form-dialog";
import { PersonField } from "@/ui/person-field";

import { JoinEffects } from "./admit-dialog";
import { placeFields, waitFields, withdrawFields } from "./fields";
import { JoinFields } from "./join-fields";
import { errorOf, fieldId, useFormErrors, useRefusal } from "./problems";
import { usePlace, useWait, useWithdraw } from "./queries";
import { type FormError, firstDay, type JoinForm, joinBody, joinErrors, waitReasons, withdrawReasons } from "./rules";

type PlaceProps = {
  cohort: Cohort;
  entry: WaitlistEntry;
  name: string;
  today: LocalDate;
  admitsLate: boolean;
  onClose: () => void;
};

/** Gives who waits a seat. */
export function PlaceDialog(props: PlaceProps) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("cohorts.form.placeTitle", { name: props.name })} opened onClose={props.onClose}>
      <Placing {...props} />
    </FormDialog>
  );
}

function Placing({ cohort, entry, name, today, admitsLate, onClose }: PlaceProps) {
  const { t } = useTranslation();
  const formErrors = useFormErrors();
  const refusal = useRefusal();
  const place = usePlace(entry.id);
  const { form, set, draft, sent } = useDraft<JoinForm>({
    form: "cohort-place",
    subject: entry.id,
    begin: () => ({ starts_on: firstDay(cohort, today), ends_on: "", late_reason: "" }),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = () => {
    const found = joinErrors(form, cohort);
    setErrors(formErrors(found));
    if (found.length > 0) return;
    place.mutate(joinBody(form, cohort), {
      onSuccess: () => {
        sent();
        announce(t("cohorts.form.admitted", { name, cohort: cohort.name }));
        onClose();
      },
      onError: (error) => setErrors(refusal(error, placeFields)),
    });
  };
  return (
    <DialogForm
      summary={t("cohorts.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("cohorts.form.place")}
      pending={place.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <JoinFields cohort={cohort} form={form} errors={errors} admitsLate={admitsLate} onChange={set} />
      <JoinEffects cohort={cohort} startsOn={form.starts_on} />
    </DialogForm>
  );
}

type WithdrawProps = { entry: WaitlistEntry; name: string; onClose: () => void };

/** Takes somebody off the waitlist, with the reason. */
export function WithdrawDialog(props: WithdrawProps) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("cohorts.form.withdrawTitle", { name: props.name })} opened onClose={props.onClose}>
      <Withdrawing {...props} />
    </FormDialog>
  );
}

function Withdrawing({ entry, name, onClose }: WithdrawProps) {
  const { t } = useTranslation();
  const formErrors = useFormErrors();
  const refusal = useRefusal();
  const withdraw = useWithdraw(entry.id);
  const [reason, setReason] = useState<WithdrawReason | "">("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = () => {
    if (reason === "") return setErrors(formErrors([{ field: "reason", code: "reasonMissing" }]));
    setErrors([]);
    withdraw.mutate(reason, {
      onSuccess: () => {
        announce(t("cohorts.form.withdrawn", { name }));
        onClose();
      },
      onError: (error) => setErrors(refusal(error, withdrawFields)),
    });
  };
  return (
    <DialogForm
      summary={t("cohorts.form.summary")}
      errors={errors}
      submit={t("cohorts.form.withdraw")}
      pending={withdraw.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <ReasonField
        first
        label={t("cohorts.form.reason")}
        reasons={withdrawReasons}
        wordOf={(one) => t(`cohorts.waitlist.withdrawOf.${one}`)}
        value={reason}
        errors={errors}
        onChange={setReason}
      />
      <Effects title={t("cohorts.form.what")} effects={[t("cohorts.form.effect.waitEnds")]} />
    </DialogForm>
  );
}

type WaitProps = { cohort: Cohort; today: LocalDate; opened: boolean; onClose: () => void };

/** Puts somebody at the end of the queue, with what they wait for. */
export function WaitDialog({ cohort, today, opened, onClose }: WaitProps) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("cohorts.form.waitTitle", { cohort: cohort.name })} opened={opened} onClose={onClose}>
      <AddingWait cohort={cohort} today={today} onClose={onClose} />
    </FormDialog>
  );
}

function AddingWait({ cohort, today, onClose }: Omit<WaitProps, "opened">) {
  const { t } = useTranslation();
  const formErrors = useFormErrors();
  const refusal = useRefusal();
  const wait = useWait(cohort.id);
  const {
    form: { person, reason },
    set,
    draft,
    sent,
  } = useDraft<{ person: ParticipantSummary | null; reason: WaitReason | "" }>({
    form: "cohort-wait",
    subject: cohort.id,
    begin: () => ({ person: null, reason: "" }),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = () => {
    const found: FormError[] = [];
    if (!person) found.push({ field: "person", code: "personMissing" });
    if (reason === "") found.push({ field: "reason", code: "reasonMissing" });
    setErrors(formErrors(found));
    if (!person || reason === "") return;
    wait.mutate(
      { participant_id: person.id, reason, requested_on: today },
      {
        onSuccess: () => {
          sent();
          announce(t("cohorts.form.waits", { name: nameOf(person) }));
          onClose();
        },
        onError: (error) => setErrors(refusal(error, waitFields)),
      },
    );
  };
  return (
    <DialogForm
      summary={t("cohorts.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("cohorts.form.wait")}
      pending={wait.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <PersonField
        id={fieldId("person")}
        first
        person={person}
        error={errorOf(errors, "person")}
        onChoose={(one) => set({ person: one })}
      />
      <ReasonField
        label={t("cohorts.form.waitsFor")}
        reasons={waitReasons}
        wordOf={(one) => t(`cohorts.waitlist.reasonOf.${one}`)}
        value={reason}
        errors={errors}
        onChange={(one) => set({ reason: one })}
      />
      <Effects title={t("cohorts.form.what")} effects={[t("cohorts.form.effect.noBookings")]} />
    </DialogForm>
  );
}

type ReasonProps<Reason extends string> = {
  label: string;
  reasons: readonly Reason[];
  wordOf: (reason: Reason) => string;
  value: Reason | "";
  errors: FieldError[];
  /** Whether the dialog begins here. */
  first?: boolean;
  onChange: (reason: Reason | "") => void;
};

/** One reason of a few. */
function ReasonField<Reason extends string>({
  label,
  reasons,
  wordOf,
  value,
  errors,
  first,
  onChange,
}: ReasonProps<Reason>) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      id={fieldId("reason")}
      data-autofocus={first}
      label={label}
      value={value}
      error={errorOf(errors, "reason")}
      onChange={({ target }) => onChange(reasons.find((one) => one === target.value) ?? "")}
    >
      <option value="">{t("cohorts.form.chooseReason")}</option>
      {reasons.map((one) => (
        <option key={one} value={one}>
          {wordOf(one)}
        </option>
      ))}
    </NativeSelect>
  );
}
