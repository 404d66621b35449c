import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { instrumentsQuery } from "@/api/catalogue";
import { hasStatus } from "@/api/problem";
import type { InstrumentSummary, MeasureSchedule, Program } from "@/api/types";
import { announce } from "@/lib/announce";
import { useDraft } from "@/lib/use-draft";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, FormDialog } from "@/ui/form-dialog";

import { scheduleFields } from "./fields";
import plan from "./plan-form.module.css";
import classes from "./policy.module.css";
import { errorOf, fieldOf, useRefusal } from "./problems";
import { useSetSchedule } from "./queries";
import { Refused } from "./refused";
import {
  blankEntry,
  type EntryForm,
  MOST_MEASURES,
  moments,
  scheduleBody,
  scheduleForm,
  scheduleMistakes,
} from "./schedule-rules";

type Props = { program: Program; schedule: MeasureSchedule; opened: boolean; onClose: () => void };

/** Sets the schedule as a whole. */
export function ScheduleDialog({ opened, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog
      title={t("measureSchedule.dialog", { program: rest.program.name })}
      opened={opened}
      onClose={rest.onClose}
    >
      <Editing {...rest} />
    </FormDialog>
  );
}

/** `base` is what was in sight when the form began; `schedule` is what is stored now. */
function Editing({ program, schedule, onClose }: Omit<Props, "opened">) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const save = useSetSchedule(program.id);
  const instruments = useQuery(instrumentsQuery);
  const [base] = useState(schedule);
  const {
    form: { entries },
    set,
    draft,
    sent,
  } = useDraft({
    form: "measure-schedule",
    subject: program.id,
    begin: () => ({ entries: scheduleForm(schedule) }),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [refused, setRefused] = useState(false);

  const submit = () => {
    const found = scheduleMistakes(entries).map(({ pointer, code, number }) => ({
      field: fieldOf(pointer),
      text: t(`measureSchedule.error.${code}`, { number }),
    }));
    setErrors(found);
    if (found.length > 0) return;
    save.mutate(
      // After a refusal the newer version is at hand, and saving again is a decision.
      { body: scheduleBody(entries), version: refused ? schedule.version : base.version },
      {
        onSuccess: () => {
          sent();
          announce(t("measureSchedule.saved"));
          onClose();
        },
        onError: (error) => {
          const stale = hasStatus(error, 412);
          if (stale) setRefused(true);
          setErrors(stale ? [{ field: "", text: t("measureSchedule.conflict") }] : refusal(error, scheduleFields));
        },
      },
    );
  };
  const add = () => {
    set({ entries: [...entries, blankEntry(entries)] });
    announce(t("measureSchedule.added", { number: entries.length + 1 }));
    setTimeout(() => document.getElementById(fieldOf(`/entries/${entries.length}/instrument_key`))?.focus());
  };
  const remove = (entry: EntryForm, number: number) => {
    set({ entries: entries.filter((one) => one !== entry) });
    announce(t("measureSchedule.removed", { number }));
    setTimeout(() => document.getElementById("plan-entries")?.focus());
  };

  return (
    <DialogForm
      summary={t("measureSchedule.summary")}
      errors={errors}
      draft={draft}
      submit={t("measureSchedule.save")}
      pending={save.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={plan.hint}>{t("measureSchedule.hint")}</p>
      <div className={classes.part} id="plan-entries" tabIndex={-1}>
        {entries.map((entry, place) => (
          <EntryFields
            key={entry.id}
            entry={entry}
            place={place}
            instruments={instruments.data ?? []}
            errors={errors}
            onChange={(change) => set({ entries: entries.map((one) => (one === entry ? { ...one, ...change } : one)) })}
            onRemove={() => remove(entry, place + 1)}
          />
        ))}
        {entries.length < MOST_MEASURES && (
          <Button
            className={plan.add as string}
            leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
            onClick={add}
          >
            {t("measureSchedule.add")}
          </Button>
        )}
      </div>
    </DialogForm>
  );
}

type EntryProps = {
  entry: EntryForm;
  place: number;
  instruments: InstrumentSummary[];
  errors: FieldError[];
  onChange: (change: Partial<EntryForm>) => void;
  onRemove: () => void;
};

function EntryFields({ entry, place, instruments, errors, onChange, onRemove }: EntryProps) {
  const { t } = useTranslation();
  const number = place + 1;
  const id = (field: string) => fieldOf(`/entries/${place}/${field}`);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset inside one would bring a second frame.
    <div role="group" aria-label={t("measureSchedule.measure", { number })} className={classes.step}>
      <div className={classes.stepHead}>
        <NativeSelect
          id={id("instrument_key")}
          label={t("measureSchedule.measure", { number })}
          value={entry.key}
          error={errorOf(errors, id("instrument_key"))}
          onChange={(event) => onChange({ key: event.target.value })}
        >
          <option value="">{t("measureSchedule.choose")}</option>
          {instruments
            .filter((one) => one.usable || one.key === entry.key)
            .map((one) => (
              <option key={one.key} value={one.key}>
                {one.name}
              </option>
            ))}
        </NativeSelect>
        <ActionIcon aria-label={t("measureSchedule.remove", { number })} onClick={onRemove}>
          <IconX size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </div>
      <fieldset id={id("moments")} tabIndex={-1} className={classes.kinds}>
        <legend>{t("measureSchedule.when")}</legend>
        {moments.map((moment) => (
          <label key={moment} className={plan.day}>
            <input
              type="checkbox"
              checked={entry.moments.includes(moment)}
              onChange={({ target: { checked } }) =>
                onChange({
                  moments: moments.filter((one) => (one === moment ? checked : entry.moments.includes(one))),
                })
              }
            />
            {t(`measureSchedule.moment.${moment}`)}
          </label>
        ))}
        <Refused error={errorOf(errors, id("moments"))} />
      </fieldset>
    </div>
  );
}
