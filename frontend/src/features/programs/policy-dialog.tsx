import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { hasStatus } from "@/api/problem";
import type { AttendancePolicy, Program } from "@/api/types";
import { announce } from "@/lib/announce";
import { useDraft } from "@/lib/use-draft";
import { Check } from "@/ui/editor-form";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, FieldPair, FormDialog } from "@/ui/form-dialog";

import { policyFields } from "./fields";
import plan from "./plan-form.module.css";
import classes from "./policy.module.css";
import {
  acts,
  blankStep,
  MOST_STEPS,
  missKinds,
  policyBody,
  policyForm,
  policyMistakes,
  type StepForm,
} from "./policy-rules";
import { errorOf, fieldOf, useRefusal } from "./problems";
import { useSetPolicy } from "./queries";
import { Refused } from "./refused";

type Props = { program: Program; policy: AttendancePolicy; opened: boolean; onClose: () => void };

/** Sets the policy as a whole. */
export function PolicyDialog({ opened, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("policy.dialog", { program: rest.program.name })} opened={opened} onClose={rest.onClose}>
      <Editing {...rest} />
    </FormDialog>
  );
}

/** `base` is what was in sight when the form began; `policy` is what is stored now. */
function Editing({ program, policy, onClose }: Omit<Props, "opened">) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const save = useSetPolicy(program.id);
  const [base] = useState(policy);
  const { form, set, draft, sent } = useDraft({
    form: "attendance-policy",
    subject: program.id,
    begin: () => policyForm(policy),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [refused, setRefused] = useState(false);
  const { steps } = form;

  const submit = () => {
    const found = policyMistakes(form).map(({ pointer, code, number }) => ({
      field: fieldOf(pointer),
      text: t(`policy.error.${code}`, { number }),
    }));
    setErrors(found);
    if (found.length > 0) return;
    save.mutate(
      // After a refusal the newer version is at hand, and saving again is a decision.
      { body: policyBody(form), version: refused ? policy.version : base.version },
      {
        onSuccess: () => {
          sent();
          announce(t("policy.saved"));
          onClose();
        },
        onError: (error) => {
          const stale = hasStatus(error, 412);
          if (stale) setRefused(true);
          setErrors(stale ? [{ field: "", text: t("policy.conflict") }] : refusal(error, policyFields));
        },
      },
    );
  };
  const setStep = (key: string, change: Partial<StepForm>) =>
    set({ steps: steps.map((step) => (step.key === key ? { ...step, ...change } : step)) });
  const add = () => {
    const step = blankStep(
      steps,
      base.steps.map((one) => one.key),
    );
    set({ steps: [...steps, step] });
    announce(t("policy.added", { number: steps.length + 1 }));
    setTimeout(() => document.getElementById(fieldOf(`/steps/${steps.length}/act`))?.focus());
  };
  const remove = (step: StepForm, number: number) => {
    set({ steps: steps.filter((one) => one !== step) });
    announce(t("policy.removed", { number }));
    setTimeout(() => document.getElementById("plan-steps")?.focus());
  };

  return (
    <DialogForm
      summary={t("policy.summary")}
      errors={errors}
      draft={draft}
      submit={t("policy.save")}
      pending={save.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <fieldset className={classes.part}>
        <legend>{t("policy.call")}</legend>
        <Check label={t("policy.callOnField")} checked={form.outreach} onChange={(outreach) => set({ outreach })} />
        <FieldPair>
          <TextInput
            id={fieldOf("/outreach_minutes")}
            label={t("policy.minutes")}
            inputMode="numeric"
            maxLength={3}
            value={form.minutes}
            error={errorOf(errors, fieldOf("/outreach_minutes"))}
            onChange={(event) => set({ minutes: event.target.value })}
          />
          <TextInput
            id={fieldOf("/attempts")}
            label={t("policy.attempts")}
            inputMode="numeric"
            maxLength={2}
            value={form.attempts}
            error={errorOf(errors, fieldOf("/attempts"))}
            onChange={(event) => set({ attempts: event.target.value })}
          />
        </FieldPair>
      </fieldset>
      <fieldset className={classes.part} id="plan-steps" tabIndex={-1}>
        <legend>{t("policy.ladder")}</legend>
        <p className={plan.hint}>{t("policy.hint")}</p>
        {steps.map((step, place) => (
          <StepFields
            key={step.key}
            step={step}
            place={place}
            errors={errors}
            onChange={(change) => setStep(step.key, change)}
            onRemove={() => remove(step, place + 1)}
          />
        ))}
        {steps.length < MOST_STEPS && (
          <Button
            className={plan.add as string}
            leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
            onClick={add}
          >
            {t("policy.add")}
          </Button>
        )}
      </fieldset>
    </DialogForm>
  );
}

type StepProps = {
  step: StepForm;
  place: number;
  errors: FieldError[];
  onChange: (change: Partial<StepForm>) => void;
  onRemove: () => void;
};

function StepFields({ step, place, errors, onChange, onRemove }: StepProps) {
  const { t } = useTranslation();
  const id = (field: string) => fieldOf(`/steps/${place}/${field}`);
  const number = (name: "times" | "within" | "hours", field: string) => ({
    id: id(field),
    inputMode: "numeric" as const,
    maxLength: 3,
    value: step[name],
    error: errorOf(errors, id(field)),
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset inside one would bring a second frame.
    <div role="group" aria-label={t("policy.stepLegend", { number: place + 1 })} className={classes.step}>
      <div className={classes.stepHead}>
        <NativeSelect
          id={id("act")}
          label={t("policy.actField", { number: place + 1 })}
          value={step.act}
          onChange={({ target: { value } }) => onChange({ act: acts.find((one) => one === value) ?? step.act })}
        >
          {acts.map((one) => (
            <option key={one} value={one}>
              {t(`policy.act.${one}`)}
            </option>
          ))}
        </NativeSelect>
        <ActionIcon aria-label={t("policy.remove", { number: place + 1 })} onClick={onRemove}>
          <IconX size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </div>
      <fieldset id={id("counting")} tabIndex={-1} className={classes.kinds}>
        <legend>{t("policy.kindsField")}</legend>
        {missKinds.map((kind) => (
          <label key={kind} className={plan.day}>
            <input
              type="checkbox"
              checked={step.counting.includes(kind)}
              onChange={({ target: { checked } }) =>
                onChange({
                  counting: missKinds.filter((one) => (one === kind ? checked : step.counting.includes(one))),
                })
              }
            />
            {t(`policy.kind.${kind}`)}
          </label>
        ))}
        <Refused error={errorOf(errors, id("counting"))} />
      </fieldset>
      <div className={classes.numbers}>
        <TextInput label={t("policy.times")} {...number("times", "times")} />
        <TextInput
          label={t("policy.withinField")}
          placeholder={t("policy.withinHint")}
          {...number("within", "within_days")}
        />
        <TextInput label={t("policy.hours")} {...number("hours", "due_hours")} />
      </div>
    </div>
  );
}
