import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Cohort, Membership } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { addDays, formatDate, type LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, Effects, FieldPair, FormDialog } from "@/ui/form-dialog";

import { endFields } from "./fields";
import { errorOf, fieldId, useFormErrors, useRefusal } from "./problems";
import { useEndMembership } from "./queries";
import { type EndForm, endErrors, endReasons, lastDayOf } from "./rules";

type Props = { cohort: Cohort; membership: Membership; name: string; today: LocalDate; onClose: () => void };

/** Ends a membership on a day, with its reason. */
export function EndDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("cohorts.form.endTitle", { name: props.name })} opened onClose={props.onClose}>
      <Ending {...props} />
    </FormDialog>
  );
}

function Ending({ cohort, membership, name, today, onClose }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const formErrors = useFormErrors();
  const refusal = useRefusal();
  const end = useEndMembership(membership.id);
  const { form, set, draft, sent } = useDraft({
    form: "cohort-end",
    subject: membership.id,
    begin: (): EndForm => ({
      ends_on: lastDayOf(membership, today),
      reason: "",
    }),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);

  const submit = () => {
    const found = endErrors(form, membership);
    setErrors(formErrors(found));
    if (found.length > 0 || form.reason === "") return;
    end.mutate(
      { ends_on: form.ends_on, reason: form.reason },
      {
        onSuccess: () => {
          sent();
          announce(t("cohorts.form.ended", { name, date: formatDate(form.ends_on, locale) }));
          onClose();
        },
        onError: (error) => setErrors(refusal(error, endFields)),
      },
    );
  };

  return (
    <DialogForm
      summary={t("cohorts.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("cohorts.form.end")}
      pending={end.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <FieldPair>
        <TextInput
          id={fieldId("ends_on")}
          data-autofocus
          type="date"
          label={t("cohorts.form.endsOn")}
          value={form.ends_on}
          error={errorOf(errors, "ends_on")}
          onChange={(event) => set({ ends_on: event.target.value })}
        />
        <NativeSelect
          id={fieldId("reason")}
          label={t("cohorts.form.reason")}
          value={form.reason}
          error={errorOf(errors, "reason")}
          onChange={({ target: { value } }) => set({ reason: endReasons.find((reason) => reason === value) ?? "" })}
        >
          <option value="">{t("cohorts.form.chooseReason")}</option>
          {endReasons.map((reason) => (
            <option key={reason} value={reason}>
              {t(`cohorts.members.endOf.${reason}`)}
            </option>
          ))}
        </NativeSelect>
      </FieldPair>
      {form.ends_on !== "" && (
        <Effects
          title={t("cohorts.form.what")}
          effects={[
            t("cohorts.form.effect.leaves", { cohort: cohort.name, date: formatDate(form.ends_on, locale) }),
            t("cohorts.form.effect.seatFree", { date: formatDate(addDays(form.ends_on, 1), locale) }),
            ...(membership.is_primary ? [t("cohorts.form.effect.primary")] : []),
            t("cohorts.form.effect.kept"),
          ]}
        />
      )}
    </DialogForm>
  );
}
