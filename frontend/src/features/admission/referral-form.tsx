import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { programsQuery } from "@/api/clinic";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { ChoiceField } from "@/ui/choice-field";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useFormErrors } from "@/ui/use-form-errors";

import { referralFields } from "./fields";
import { LocationField } from "./location-field";
import { useAdmissionProblem } from "./problem-words";
import { useRefer } from "./queries";
import { newReferral, priorLevels, referralBody, referralErrors, sources } from "./rules";

type Props = { participantId: string; today: LocalDate; onClose: () => void; onDone: () => void };

/** The referral to a program, with which an episode of care begins. */
export function ReferralForm({ participantId, today, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const problemWords = useAdmissionProblem();
  const programs = useQuery(programsQuery);
  const refer = useRefer(participantId);
  const { form, set, draft, sent } = useDraft({
    form: "referral",
    subject: participantId,
    begin: () => newReferral(today),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("referral");
  const submit = () => {
    if (show(referralErrors(form, today).map(({ field, code }) => ({ field, text: t(`admission.${code}`) })))) return;
    refer.mutate(referralBody(form, participantId), {
      onSuccess: () => {
        sent();
        announce(t("admission.started"));
        onDone();
      },
      onError: (error) => refuse(error, problemWords(error), referralFields),
    });
  };
  if (programs.isPending) return <LoadingRows rows={5} />;
  if (programs.isError) return <ErrorState error={programs.error} onRetry={() => void programs.refetch()} />;
  return (
    <EditorForm
      summary={t("admission.summary")}
      errors={errors}
      draft={draft}
      pending={refer.isPending}
      save={t("admission.start")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={fields.hint}>{t("admission.startHint")}</p>
      <NativeSelect
        id={fieldId("program")}
        data-autofocus
        label={t("admission.program")}
        value={form.program}
        error={errorOf("program")}
        onChange={(event) => set({ program: event.target.value })}
      >
        <option value="">{t("admission.choose")}</option>
        {programs.data
          .filter(({ active }) => active)
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </NativeSelect>
      <ChoiceField
        id={fieldId("source")}
        label={t("admission.source")}
        choices={sources}
        wordOf={(one) => t(`admission.sourceOf.${one}`)}
        none={t("admission.choose")}
        value={form.source}
        error={errorOf("source")}
        onChange={(source) => set({ source })}
      />
      <div className={fields.pair}>
        <TextInput
          id={fieldId("referredOn")}
          type="date"
          label={t("admission.referredOn")}
          max={today}
          value={form.referredOn}
          error={errorOf("referredOn")}
          onChange={(event) => set({ referredOn: event.target.value })}
        />
        <ChoiceField
          id={fieldId("priorLevel")}
          label={t("admission.priorLevel")}
          choices={priorLevels}
          wordOf={(one) => t(`admission.priorLevelOf.${one}`)}
          value={form.priorLevel}
          error={errorOf("priorLevel")}
          onChange={(level) => set({ priorLevel: level || "none" })}
        />
      </div>
      <LocationField
        id={fieldId("location")}
        value={form.location}
        error={errorOf("location")}
        onChange={(location) => set({ location })}
      />
    </EditorForm>
  );
}
