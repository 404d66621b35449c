import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { hasStatus } from "@/api/problem";
import { useKeptWords } from "@/api/therapy-words";
import type { Modality, ModalityFamily } from "@/api/types";
import { useDraft } from "@/lib/use-draft";
import { DraftRestored, DraftState } from "@/ui/draft-note";
import { ErrorSummary } from "@/ui/error-summary";
import fields from "@/ui/fields.module.css";
import { LeaveGuard } from "@/ui/leave-guard";
import { PageHead } from "@/ui/page";
import { useFormErrors } from "@/ui/use-form-errors";

import { DoseFields, MeasureFields } from "./asked-fields";
import { ConditionFields } from "./condition-fields";
import { newTherapyFields, therapyFields } from "./fields";
import { ModuleFields } from "./module-fields";
import { PartFields } from "./part-fields";
import { useTherapyProblem, useWrong } from "./problems";
import { useAdaptTherapy, useAddTherapy } from "./queries";
import { RecordFields } from "./record-fields";
import { changesOf, formOf, newTherapy, wrongIn } from "./rules";
import { en } from "./texts";
import classes from "./therapies.module.css";

const families = Object.keys(en.families) as ModalityFamily[];

type Props = { therapy: Modality | null; onSaved: (saved: Modality) => void; onCancel: () => void };

/** Adds or adapts a therapy. What is typed is kept; what is published holds for courses that start from then on. */
export function TherapyEditor({ therapy, onSaved, onCancel }: Props) {
  const { t } = useTranslation();
  const { shown, kept } = useKeptWords("therapies");
  const problemText = useTherapyProblem();
  const inWords = useWrong();
  const add = useAddTherapy();
  const adapt = useAdaptTherapy({ id: therapy?.id ?? "" });
  const [base, setBase] = useState(therapy);
  const { form, set, draft, sent } = useDraft({
    form: "therapy",
    subject: therapy?.id,
    begin: () => formOf(shown(therapy)),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("therapy");
  const pending = add.isPending || adapt.isPending;

  const done = (saved: Modality) => {
    sent();
    onSaved(saved);
  };
  const publish = (rests: Modality) => {
    const changes = kept(changesOf(form, shown(rests)));
    if (show(Object.keys(changes).length > 0 ? [] : [{ field: "", text: t("therapies.wrong.nothing") }])) return;
    adapt.mutate(
      { body: { ...changes, note: form.note.trim() || null }, version: rests.version },
      {
        onSuccess: done,
        onError: (error) => {
          const stale = hasStatus(error, 412);
          // What somebody else saved is read by now or soon: the next attempt rests on that, and is a decision.
          if (stale) setBase(null);
          refuse(error, stale ? t("therapies.wrong.conflict") : problemText(error), therapyFields);
        },
      },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pending || show(inWords(wrongIn(form), form))) return;
    if (therapy) publish(base ?? therapy);
    else {
      const refused = (error: unknown) => refuse(error, problemText(error), newTherapyFields);
      add.mutate(newTherapy(form), { onSuccess: done, onError: refused });
    }
  };
  const text = (
    name: "name" | "shortName" | "planned" | "description" | "minAge" | "maxAge" | "note",
    more: object,
  ) => (
    <TextInput
      id={fieldId(name)}
      label={t(`therapies.form.${name}`)}
      value={form[name]}
      error={errorOf(name)}
      onChange={(event) => set({ [name]: event.target.value })}
      {...more}
    />
  );
  const shared = { fieldId, errorOf };
  return (
    <>
      <PageHead title={t(therapy ? "therapies.form.editTitle" : "therapies.form.createTitle")}>
        {therapy && <span className="meta">{shown(therapy.name)}</span>}
      </PageHead>
      <div className={classes.scroll}>
        <form className={classes.form} onSubmit={submit} noValidate>
          <ErrorSummary title={t("therapies.form.summary")} errors={errors} />
          <DraftRestored draft={draft} />
          <p className={fields.hint}>{t("therapies.form.hint")}</p>
          <div className={fields.pair}>
            {text("name", { maxLength: 200 })}
            {text("shortName", { maxLength: 30 })}
          </div>
          <div className={fields.pair}>
            {!therapy && (
              <NativeSelect
                id={fieldId("family")}
                label={t("therapies.form.family")}
                value={form.family}
                error={errorOf("family")}
                onChange={({ target: { value } }) => set({ family: families.find((one) => one === value) ?? "trauma" })}
              >
                {families.map((one) => (
                  <option key={one} value={one}>
                    {t(`therapies.families.${one}`)}
                  </option>
                ))}
              </NativeSelect>
            )}
            {text("planned", { inputMode: "numeric", maxLength: 3, description: t("therapies.form.plannedHint") })}
          </div>
          {text("description", { maxLength: 400 })}
          <div className={fields.pair}>
            {text("minAge", { inputMode: "numeric", maxLength: 3, description: t("therapies.form.agesHint") })}
            {text("maxAge", { inputMode: "numeric", maxLength: 3, description: t("therapies.form.agesHint") })}
          </div>
          <PartFields list="phases" parts={form.phases} onChange={(phases) => set({ phases })} {...shared} />
          <ModuleFields modules={form.modules} onChange={(modules) => set({ modules })} {...shared} />
          <RecordFields records={form.records} onChange={(records) => set({ records })} {...shared} />
          <ConditionFields
            completion={form.completion}
            records={form.records}
            phases={form.phases}
            onChange={(completion) => set({ completion })}
            {...shared}
          />
          <MeasureFields measures={form.measures} onChange={(measures) => set({ measures })} {...shared} />
          <DoseFields expected={form.expected} openBecause={form.openBecause} onChange={set} {...shared} />
          <PartFields
            list="homework_kinds"
            parts={form.homework_kinds}
            onChange={(homework_kinds) => set({ homework_kinds })}
            {...shared}
          />
          <PartFields
            list="fidelity_items"
            parts={form.fidelity_items}
            onChange={(fidelity_items) => set({ fidelity_items })}
            {...shared}
          />
          {therapy && text("note", { maxLength: 200, description: t("therapies.form.noteHint") })}
          <div className={classes.actions}>
            <DraftState draft={draft} />
            <Button onClick={onCancel}>{t("state.cancel")}</Button>
            <Button type="submit" variant="filled" loading={pending}>
              {therapy
                ? t("therapies.form.publish", { version: therapy.protocol_version + 1 })
                : t("therapies.form.save")}
            </Button>
          </div>
        </form>
      </div>
      <LeaveGuard unsaved={() => draft.state.is === "failed"} words={t("therapies.leave", { returnObjects: true })} />
    </>
  );
}
