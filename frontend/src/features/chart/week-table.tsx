import { UnstyledButton } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCheck,
  IconChevronRight,
  IconClock,
  IconCoffee,
  IconDoorOff,
  IconMinus,
  IconPlayerPause,
  IconX,
} from "@tabler/icons-react";
import { Fragment, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { WeekLedger } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { addDays, formatDateRange, formatDuration, formatWeekday } from "@/lib/time";
import { Chip, type Tone } from "@/ui/chip";
import { TableScroll } from "@/ui/panel";

import classes from "./hours-tab.module.css";
import { attendedMinutes, type DayWord, daysOf, dayWord } from "./rules";

export function useWeekName() {
  const { locale } = useLanguage();
  return (week: WeekLedger) => formatDateRange(week.starts_on, addDays(week.starts_on, 6), locale);
}

const columns = [
  "target",
  "scheduled",
  "attended",
  "provisional",
  "excused",
  "missed",
  "madeUp",
  "short",
  "qualifying",
] as const;

/** The weeks in figures; each opens to its days. */
export function WeekTable({ weeks }: { weeks: readonly WeekLedger[] }) {
  const { t } = useTranslation();
  return (
    <TableScroll label={t("chart.hoursTable")}>
      <thead>
        <tr>
          <th scope="col">{t("chart.column.week")}</th>
          {columns.map((column) => (
            <th key={column} scope="col" data-figure>
              {t(`chart.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <WeekRows key={week.episode_id + week.starts_on} week={week} />
        ))}
      </tbody>
    </TableScroll>
  );
}

function WeekRows({ week }: { week: WeekLedger }) {
  const { t } = useTranslation();
  const weekName = useWeekName();
  const [opened, setOpened] = useState(false);
  const daysId = useId();
  const days = daysOf(week);
  return (
    <Fragment>
      <tr>
        <th scope="row">
          {days.length === 0 ? (
            weekName(week)
          ) : (
            <UnstyledButton
              className={classes.open as string}
              aria-expanded={opened}
              aria-controls={daysId}
              onClick={() => setOpened(!opened)}
            >
              <IconChevronRight size={14} stroke={1.75} aria-hidden />
              {weekName(week)}
            </UnstyledButton>
          )}
        </th>
        <td data-figure>{formatDuration(week.target_minutes)}</td>
        <td data-figure>{formatDuration(week.tally.scheduled_minutes)}</td>
        <td data-figure>{formatDuration(attendedMinutes(week))}</td>
        <Minutes of={week.tally.provisional_minutes} />
        <Minutes of={week.tally.excused_minutes} />
        <Minutes of={week.tally.missed_minutes} />
        <Minutes of={week.tally.made_up_minutes} />
        {week.short_by_minutes > 0 ? (
          <td data-figure>
            <span className={classes.short}>
              <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
              {formatDuration(week.short_by_minutes)}
            </span>
          </td>
        ) : (
          <Minutes of={0} />
        )}
        <td data-figure>
          {week.qualifying_days === null
            ? t("chart.notCounted")
            : t("chart.daysOf", { done: week.qualifying_days, total: week.expected_days })}
        </td>
      </tr>
      {days.length > 0 && (
        <tr id={daysId} hidden={!opened}>
          <td colSpan={columns.length + 1}>
            <Days days={days} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

const looks: Record<DayWord, { Icon: typeof IconCheck; tone: Tone }> = {
  counts: { Icon: IconCheck, tone: "ok" },
  doesNotCount: { Icon: IconAlertTriangle, tone: "warn" },
  missed: { Icon: IconX, tone: "warn" },
  attended: { Icon: IconCheck, tone: "plain" },
  ahead: { Icon: IconClock, tone: "plain" },
  onLeave: { Icon: IconPlayerPause, tone: "plain" },
  closed: { Icon: IconDoorOff, tone: "plain" },
  excused: { Icon: IconCoffee, tone: "plain" },
  notExpected: { Icon: IconMinus, tone: "plain" },
};

function Days({ days }: { days: WeekLedger["days"] }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  return (
    <ul className={classes.days}>
      {days.map((day) => {
        const word = dayWord(day);
        const { Icon, tone } = looks[word];
        const minutes = day.tally.countable_minutes + day.tally.provisional_minutes;
        return (
          <li key={day.local_date}>
            <span>{formatWeekday(day.local_date, locale)}</span> <span>{formatDuration(minutes)}</span>{" "}
            <Chip tone={tone} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
              {t(`chart.dayWord.${word}`)}
            </Chip>
          </li>
        );
      })}
    </ul>
  );
}

/** Hours of a week; none are paler, so that those there are stand out. */
function Minutes({ of }: { of: number }) {
  return (
    <td data-figure className={of === 0 ? (classes.none as string) : undefined}>
      {formatDuration(of)}
    </td>
  );
}
