import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { FieldError } from "@/ui/error-summary";

import fieldset from "@/ui/fieldset.module.css";
import classes from "./plan-form.module.css";
import { errorOf } from "./problems";
import { laterPhases, nextKey, type PhaseForm } from "./rules";

const MOST = 4;

type Props = { phases: PhaseForm[]; errors: FieldError[]; onChange: (phases: PhaseForm[]) => void };

/** What follows the standard weeks. */
export function PhaseFields({ phases, errors, onChange }: Props) {
  const { t } = useTranslation();
  const set = (key: number, change: Partial<PhaseForm>) =>
    onChange(phases.map((phase) => (phase.key === key ? { ...phase, ...change } : phase)));
  return (
    <fieldset className={fieldset.panel} id="plan-phases" tabIndex={-1}>
      <legend>{t("programs.form.phases")}</legend>
      <p className={classes.hint}>{t("programs.form.phasesHint")}</p>
      {phases.map((phase, place) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset inside one would bring a second frame.
        <div
          key={phase.key}
          role="group"
          aria-label={t("programs.form.phaseLegend", { number: place + 1 })}
          className={classes.phase}
        >
          <NativeSelect
            label={t("programs.form.phase")}
            value={phase.phase}
            onChange={({ target: { value } }) => {
              const chosen = laterPhases.find((one) => one === value);
              if (chosen) set(phase.key, { phase: chosen });
            }}
          >
            {laterPhases.map((one) => (
              <option key={one} value={one}>
                {t(`programs.phases.phase.${one}`)}
              </option>
            ))}
          </NativeSelect>
          {(["days_per_week", "weeks"] as const).map((field) => (
            <TextInput
              key={field}
              id={`plan-phases-${place}-${field}`}
              label={t(field === "weeks" ? "programs.form.phaseWeeks" : "programs.form.phaseDays")}
              inputMode="numeric"
              maxLength={2}
              value={phase[field]}
              error={errorOf(errors, `plan-phases-${place}-${field}`)}
              onChange={(event) => set(phase.key, { [field]: event.target.value })}
            />
          ))}
          <ActionIcon
            aria-label={t("programs.form.removePhase", { number: place + 1 })}
            onClick={() => onChange(phases.filter((one) => one.key !== phase.key))}
          >
            <IconX size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {phases.length < MOST && (
        <Button
          className={classes.add as string}
          leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
          onClick={() =>
            onChange([...phases, { key: nextKey(phases), phase: "taper", days_per_week: "2", weeks: "2" }])
          }
        >
          {t("programs.form.addPhase")}
        </Button>
      )}
    </fieldset>
  );
}
