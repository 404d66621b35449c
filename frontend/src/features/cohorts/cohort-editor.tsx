import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { locationsQuery, programsQuery } from "@/api/clinic";
import { hasStatus } from "@/api/problem";
import type { Cohort } from "@/api/types";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import type { FieldError } from "@/ui/error-summary";
import { FieldPair } from "@/ui/form-dialog";
import { FormDrawer } from "@/ui/form-drawer";
import { cohortFields } from "./fields";
import { type CohortForm, cohortChange, cohortCreate, cohortErrors, cohortFormOf, kinds, tracks } from "./plan-rules";
import { errorOf, fieldId, useFormErrors, useRefusal } from "./problems";
import { useChangeCohort, useCreateCohort } from "./queries";

type Props = {
  /** The cohort to change as it is stored now, or null for a new one. */
  cohort: Cohort | null;
  /** The program that is in sight, for a new one. */
  program?: string | undefined;
  today: LocalDate;
  opened: boolean;
  onClose: () => void;
  onSaved: (cohort: Cohort) => void;
};

/** Plans a cohort, or changes one as far as its members allow. */
export function CohortEditor({ opened, onClose, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <FormDrawer
      opened={opened}
      onClose={onClose}
      title={t(rest.cohort ? "cohorts.plan.editTitle" : "cohorts.plan.create")}
    >
      {opened && <Editor {...rest} onClose={onClose} />}
    </FormDrawer>
  );
}

function Editor({ cohort, program, today, onClose, onSaved }: Omit<Props, "opened">) {
  const { t } = useTranslation();
  const formErrors = useFormErrors();
  const refusal = useRefusal();
  const create = useCreateCohort();
  const change = useChangeCohort();
  const { form, set, draft, sent } = useDraft({
    form: "cohort",
    subject: cohort?.id,
    begin: () => cohortFormOf(cohort, program, today),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);

  const submit = () => {
    const found = cohortErrors(form);
    setErrors(formErrors(found));
    if (found.length > 0) return;
    const then = {
      onSuccess: (saved: Cohort) => {
        sent();
        announce(t("cohorts.plan.saved", { cohort: saved.name }));
        onClose();
        onSaved(saved);
      },
      onError: (error: Error) =>
        setErrors(
          hasStatus(error, 412) ? [{ field: "", text: t("cohorts.plan.changed") }] : refusal(error, cohortFields),
        ),
    };
    const body = cohortCreate(form);
    if (cohort) change.mutate({ cohort, body: cohortChange(form, cohort) }, then);
    else if (body) create.mutate(body, then);
  };

  const field = (name: "name" | "capacity" | "starts_on" | "ends_on") => ({
    id: fieldId(name),
    label: t(`cohorts.plan.${name}`),
    value: form[name],
    error: errorOf(errors, name),
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  return (
    <EditorForm
      summary={t("cohorts.form.summary")}
      errors={errors}
      draft={draft}
      pending={create.isPending || change.isPending}
      save={t(cohort ? "cohorts.plan.save" : "cohorts.plan.create")}
      onSubmit={submit}
      onCancel={onClose}
    >
      {!cohort && <Place form={form} errors={errors} onChange={set} />}
      <TextInput {...field("name")} maxLength={200} data-autofocus={cohort ? true : undefined} />
      <FieldPair>
        <NativeSelect
          id={fieldId("track")}
          label={t("cohorts.plan.track")}
          value={form.track}
          error={errorOf(errors, "track")}
          onChange={({ target: { value } }) => set({ track: tracks.find((one) => one === value) ?? "" })}
        >
          <option value="">{t("cohorts.plan.chooseTrack")}</option>
          {tracks.map((one) => (
            <option key={one} value={one}>
              {t(`cohorts.trackOf.${one}`)}
            </option>
          ))}
        </NativeSelect>
        <TextInput {...field("capacity")} inputMode="numeric" maxLength={2} />
      </FieldPair>
      <FieldPair>
        <TextInput {...field("starts_on")} type="date" />
        <TextInput {...field("ends_on")} type="date" description={t(`cohorts.plan.endHint.${form.kind}`)} />
      </FieldPair>
    </EditorForm>
  );
}

type PlaceProps = { form: CohortForm; errors: FieldError[]; onChange: (change: Partial<CohortForm>) => void };

/** What stays as it is once the cohort is planned: its program, its place and how people join. */
function Place({ form, errors, onChange }: PlaceProps) {
  const { t } = useTranslation();
  const programs = useQuery(programsQuery);
  const locations = useQuery(locationsQuery);
  return (
    <>
      <NativeSelect
        id={fieldId("program_id")}
        label={t("cohorts.program")}
        value={form.program_id}
        error={errorOf(errors, "program_id")}
        data-autofocus
        onChange={({ target: { value } }) => onChange({ program_id: value })}
      >
        <option value="">{t("cohorts.plan.chooseProgram")}</option>
        {(programs.data ?? [])
          .filter((one) => one.active || one.id === form.program_id)
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
      </NativeSelect>
      <NativeSelect
        id={fieldId("location_id")}
        label={t("cohorts.plan.location")}
        value={form.location_id}
        error={errorOf(errors, "location_id")}
        onChange={({ target: { value } }) => onChange({ location_id: value })}
      >
        <option value="">{t("cohorts.plan.chooseLocation")}</option>
        {(locations.data ?? [])
          .filter((one) => one.active)
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
      </NativeSelect>
      <NativeSelect
        id={fieldId("kind")}
        label={t("cohorts.forms")}
        description={t(`cohorts.kindHint.${form.kind}`)}
        value={form.kind}
        error={errorOf(errors, "kind")}
        onChange={({ target: { value } }) => onChange({ kind: kinds.find((one) => one === value) ?? "open" })}
      >
        {kinds.map((one) => (
          <option key={one} value={one}>
            {t(`cohorts.kindOf.${one}`)}
          </option>
        ))}
      </NativeSelect>
    </>
  );
}
