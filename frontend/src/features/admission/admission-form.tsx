import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { colleaguesQuery, programsQuery } from "@/api/clinic";
import type { Episode } from "@/api/types";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { ChoiceField } from "@/ui/choice-field";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useFormErrors } from "@/ui/use-form-errors";

import { admissionFields } from "./fields";
import { LocationField } from "./location-field";
import { useAdmissionProblem } from "./problem-words";
import { programStaffQuery, useAdmit } from "./queries";
import { admissionBody, admissionErrors, cliniciansOn, newAdmission } from "./rules";

type Props = { episode: Episode; today: LocalDate; onClose: () => void; onDone: () => void };

/** The first day of care, and who is responsible. What is left out is the program's. */
export function AdmissionForm({ episode, today, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const problemWords = useAdmissionProblem();
  const programs = useQuery(programsQuery);
  const staff = useQuery(colleaguesQuery);
  const team = useQuery(programStaffQuery(episode.program_id));
  const admit = useAdmit(episode.participant_id, episode.id);
  const { form, set, draft, sent } = useDraft({
    form: "admission",
    subject: episode.id,
    begin: () => newAdmission(episode, today),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("admission");
  const program = programs.data?.find((one) => one.id === episode.program_id);
  const tracks = (program?.tracks ?? []).map(({ track }) => track);
  const clinicians = cliniciansOn(staff.data ?? [], team.data ?? [], form.admittedOn || today);

  const submit = () => {
    const found = admissionErrors(form, episode, today);
    if (show(found.map(({ field, code }) => ({ field, text: t(`admission.${code}`) })))) return;
    admit.mutate(admissionBody(form), {
      onSuccess: () => {
        sent();
        announce(t("admission.admitted", { program: program?.name ?? t("admission.aProgram") }));
        onDone();
      },
      onError: (error) => refuse(error, problemWords(error), admissionFields),
    });
  };
  if (staff.isPending || team.isPending || programs.isPending) return <LoadingRows rows={5} />;
  const failed = [staff, team, programs].find(({ isError }) => isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  const day = (name: "admittedOn" | "endsOn") => ({
    id: fieldId(name),
    type: "date",
    label: t(`admission.${name}`),
    value: form[name],
    error: errorOf(name),
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  return (
    <EditorForm
      summary={t("admission.summary")}
      errors={errors}
      draft={draft}
      pending={admit.isPending}
      save={t("admission.admit")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={fields.hint}>{t("admission.admitHint")}</p>
      <TextInput {...day("admittedOn")} data-autofocus max={today} />
      <NativeSelect
        id={fieldId("clinician")}
        label={t("admission.clinician")}
        value={form.clinician}
        error={errorOf("clinician")}
        onChange={(event) => set({ clinician: event.target.value })}
      >
        <option value="">{t("admission.choose")}</option>
        {(["team", "others"] as const)
          .filter((group) => clinicians[group].length > 0)
          .map((group) => (
            <optgroup key={group} label={t(`admission.${group}`)}>
              {clinicians[group].map((one) => (
                <option key={one.id} value={one.id}>
                  {one.display_name}
                </option>
              ))}
            </optgroup>
          ))}
      </NativeSelect>
      <div className={fields.pair}>
        {tracks.length > 1 && (
          <ChoiceField
            id={fieldId("track")}
            label={t("admission.track")}
            choices={tracks}
            wordOf={(one) => t(`admission.trackOf.${one}`)}
            value={form.track || (tracks[0] ?? "")}
            error={errorOf("track")}
            onChange={(track) => set({ track })}
          />
        )}
        <LocationField
          id={fieldId("location")}
          value={form.location}
          error={errorOf("location")}
          onChange={(location) => set({ location })}
        />
      </div>
      <TextInput {...day("endsOn")} description={t("admission.endsOnHint")} min={form.admittedOn} />
    </EditorForm>
  );
}
