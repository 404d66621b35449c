import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { OnCallShift } from "@/api/types";
import { useDraft } from "@/lib/use-draft";
import fields from "@/ui/fields.module.css";
import { ErrorState, LoadingRows } from "@/ui/page";

import { shiftFields } from "./fields";
import { Form } from "./form";
import { onCallCandidatesQuery, useAddShift, useChangeShift } from "./queries";
import { type ShiftForm as Fields, shiftBody, shiftErrors, shiftForm } from "./rota-rules";
import { useClinicMistakes } from "./use-clinic-mistakes";

type Props = {
  /** The shift to change as it is stored now, or null for a new one. */
  shift: OnCallShift | null;
  timeZone: string;
  onClose: () => void;
};

/** Who is on call, who stands in, from when to when by the clinic's clock. */
export function ShiftForm({ shift, timeZone, onClose }: Props) {
  const { t } = useTranslation();
  const candidates = useQuery(onCallCandidatesQuery);
  const add = useAddShift();
  const change = useChangeShift();
  const { form, set, draft, sent } = useDraft({
    form: "on-call-shift",
    subject: shift?.id,
    begin: () => shiftForm(shift, timeZone),
  });
  const mistakes = useClinicMistakes("shift", shiftFields);
  if (candidates.isPending) return <LoadingRows rows={4} height={44} />;
  if (!candidates.data) return <ErrorState error={candidates.error} onRetry={() => void candidates.refetch()} />;

  const submit = () => {
    if (mistakes.stop(shiftErrors(form).map(([field, error]) => [field, t(`clinic.${error}`)]))) return;
    const body = shiftBody(form, timeZone);
    const then = mistakes.afterwards(sent, onClose);
    if (shift) change.mutate({ id: shift.id, version: shift.version, body }, then);
    else add.mutate(body, then);
  };

  // Somebody who may not be put on call any more stays named where they are.
  const named = (id: string | null | undefined, name: string | null | undefined) =>
    id && name && !candidates.data.some((one) => one.id === id) ? [{ id, display_name: name }] : [];
  const people = [
    ...candidates.data,
    ...named(shift?.account_id, shift?.account_name),
    ...named(shift?.backup_id, shift?.backup_name),
  ];
  const options = people.map((one) => (
    <option key={one.id} value={one.id}>
      {one.display_name}
    </option>
  ));
  const typed = (field: keyof Fields, type: "date" | "time", label: string, first?: "starts_at" | "ends_at") => (
    <TextInput
      {...(first ? { id: mistakes.fieldId(first), error: mistakes.errorOf(first) } : {})}
      type={type}
      label={label}
      value={form[field]}
      onChange={(event) => set({ [field]: event.target.value })}
    />
  );

  return (
    <Form
      errors={mistakes.errors}
      draft={draft}
      submit={submit}
      label={t("clinic.saveShift")}
      saving={add.isPending || change.isPending}
      onClose={onClose}
    >
      <NativeSelect
        id={mistakes.fieldId("account_id")}
        label={t("clinic.whoOnCall")}
        description={t("clinic.onCallWho")}
        value={form.account_id}
        error={mistakes.errorOf("account_id")}
        onChange={(event) => set({ account_id: event.target.value })}
        data-autofocus
      >
        <option value="">{t("clinic.chooseColleague")}</option>
        {options}
      </NativeSelect>
      <NativeSelect
        id={mistakes.fieldId("backup_id")}
        label={t("clinic.backupLabel")}
        value={form.backup_id}
        error={mistakes.errorOf("backup_id")}
        onChange={(event) => set({ backup_id: event.target.value })}
      >
        <option value="">{t("clinic.noBackup")}</option>
        {options}
      </NativeSelect>
      <div className={fields.pair}>
        {typed("starts_day", "date", t("clinic.startDay"), "starts_at")}
        {typed("starts_time", "time", t("clinic.startTime"))}
      </div>
      <div className={fields.pair}>
        {typed("ends_day", "date", t("clinic.endDay"), "ends_at")}
        {typed("ends_time", "time", t("clinic.endTime"))}
      </div>
    </Form>
  );
}
