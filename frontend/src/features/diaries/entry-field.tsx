import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconAlertTriangleFilled, IconArrowBackUp } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Diary, DiaryEntry, DiaryField } from "@/api/types";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { Check } from "@/ui/editor-form";

import classes from "./diaries.module.css";
import { useSaveEntry } from "./queries";
import { hoursOf, numbersOf } from "./rules";
import { useDiaryProblem, useEntryWords, useLabel } from "./words";

type Skills = Diary["setting"]["card"]["skills"];

type Props = {
  participantId: string;
  day: LocalDate;
  field: DiaryField;
  skills: Skills;
  entry: DiaryEntry | undefined;
  mayWrite: boolean;
};

/** One line of the card. A press keeps the answer; that an act happened is asked a second time, not taken from a slip. */
export function EntryField({ participantId, day, field, skills, entry, mayWrite }: Props) {
  const { t } = useTranslation();
  const label = useLabel();
  const words = useEntryWords();
  const problem = useDiaryProblem();
  const save = useSaveEntry(participantId, day);
  const [asked, setAsked] = useState(false);
  const name = label(field);
  const keep = (number: number | null, named: string[] | null = null) =>
    save.mutate(
      { field: field.key, number, skills: named },
      {
        onSuccess: (kept) => {
          setAsked(false);
          const alarms = kept.entries.some((one) => one.field === field.key && one.alarms);
          announce(alarms ? `${t("diaries.day.saved")}. ${t("diaries.day.alarm")}` : t("diaries.day.saved"));
        },
      },
    );
  const filled = entry !== undefined && (entry.number !== null || entry.skills !== null);
  // What is being kept stands already; what is refused goes back to what holds.
  const shown = save.isPending ? save.variables : entry;
  return (
    <fieldset className={classes.entry} data-read={!mayWrite || undefined}>
      <legend>{name}</legend>
      {!mayWrite ? (
        <span className="num">{entry ? words(field, entry) || "–" : "–"}</span>
      ) : field.kind === "hours" ? (
        <Hours key={entry?.entered_at ?? ""} name={name} number={entry?.number ?? null} onKeep={keep} />
      ) : field.kind === "skills" ? (
        <Practised skills={skills} named={shown?.skills ?? []} onKeep={(named) => keep(null, named)} />
      ) : (
        <div className={classes.numbers}>
          {numbersOf(field).map((number) => (
            <button
              key={number}
              type="button"
              className={`${classes.number} num`}
              aria-pressed={shown?.number === number}
              onClick={() => (field.kind === "act" && number > 0 ? setAsked(true) : keep(number))}
            >
              {words(field, { number, skills: null })}
            </button>
          ))}
          {filled && (
            <ActionIcon
              aria-label={t("diaries.day.clear", { field: name })}
              title={t("diaries.day.clear", { field: name })}
              onClick={() => keep(null)}
            >
              <IconArrowBackUp size={16} stroke={1.75} aria-hidden />
            </ActionIcon>
          )}
        </div>
      )}
      {asked && (
        <div className={classes.says}>
          <strong>{t("diaries.day.sure")}</strong>
          <Button variant="filled" data-autofocus onClick={() => keep(1)} loading={save.isPending}>
            {t("diaries.day.sureYes")}
          </Button>
          <Button onClick={() => setAsked(false)}>{t("diaries.day.sureNo")}</Button>
        </div>
      )}
      {entry?.alarms && (
        <span className={classes.alarm}>
          <IconAlertTriangleFilled size={14} aria-hidden />
          {t("diaries.day.alarm")}
        </span>
      )}
      {save.isError && (
        <p className={classes.problem} role="alert">
          {t("diaries.day.failed", { field: name, why: problem(save.error) })}
        </p>
      )}
    </fieldset>
  );
}

type HoursProps = { name: string; number: number | null; onKeep: (number: number | null) => void };

function Hours({ name, number, onKeep }: HoursProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(number === null ? "" : String(number));
  const hours = hoursOf(text);
  const [left, setLeft] = useState(false);
  return (
    <TextInput
      aria-label={name}
      description={t("diaries.day.hours")}
      inputMode="decimal"
      maxLength={4}
      value={text}
      error={left && text.trim() !== "" && hours === undefined ? t("diaries.day.wrongHours") : undefined}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => {
        setLeft(true);
        if (text.trim() === "" && number !== null) onKeep(null);
        if (hours !== undefined && hours !== number) onKeep(hours);
      }}
    />
  );
}

type PractisedProps = { skills: Skills; named: readonly string[]; onKeep: (named: string[]) => void };

/** The skills of the modality, by module. */
function Practised({ skills, named, onKeep }: PractisedProps) {
  const { t } = useTranslation();
  const label = useLabel();
  const modules = skills.filter((one, place) => skills.findIndex(({ module }) => module === one.module) === place);
  return (
    <details className={classes.fold}>
      <summary>{t("diaries.day.skills", { count: named.length })}</summary>
      {modules.map(({ module, module_label }) => (
        <fieldset key={module} className={classes.entry}>
          <legend>{label({ label: module_label })}</legend>
          <div className={classes.checks}>
            {skills
              .filter((one) => one.module === module)
              .map((one) => (
                <Check
                  key={one.key}
                  label={label(one)}
                  checked={named.includes(one.key)}
                  onChange={(on) => onKeep(on ? [...named, one.key] : named.filter((key) => key !== one.key))}
                />
              ))}
          </div>
        </fieldset>
      ))}
    </details>
  );
}
