import { IconCheck, IconCircleMinus, IconClock, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, memo } from "react";
import { useTranslation } from "react-i18next";

import classes from "./attendance-control.module.css";
import { type Choice, choices } from "./rules";

const icons = { present: IconCheck, late: IconClock, excused: IconCircleMinus, absent: IconX };

type Props = {
  name: string;
  value: Choice | null;
  disabled: boolean;
  onChoose: (choice: Choice) => void;
};

/**
 * Four words of fixed width, so that a column of them reads as a list. Left and right move between them without
 * choosing: each choice is a record, and passing over "Absent" must not write one.
 */
export const AttendanceControl = memo(function AttendanceControl({ name, value, disabled, onChoose }: Props) {
  const { t } = useTranslation();
  const stop = value ?? choices[0];

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };

  return (
    <div
      className={classes.control}
      role="radiogroup"
      aria-label={t("roster.attendanceOf", { name })}
      aria-disabled={disabled || undefined}
      data-unmarked={value === null || undefined}
      onKeyDown={onKeyDown}
    >
      {choices.map((choice) => {
        const Icon = icons[choice];
        const chosen = choice === value;
        return (
          // biome-ignore lint/a11y/useSemanticElements: an input of type radio would choose while one moves over it.
          <button
            key={choice}
            type="button"
            role="radio"
            className={classes.choice}
            data-choice={choice}
            aria-checked={chosen}
            tabIndex={choice === stop ? 0 : -1}
            disabled={disabled}
            onClick={() => onChoose(choice)}
          >
            {chosen && <Icon size={14} stroke={2} aria-hidden />}
            {t(`roster.${choice}`)}
          </button>
        );
      })}
    </div>
  );
});
