import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconAlertTriangleFilled } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Diary, DiaryField } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDay, formatter, type LocalDate } from "@/lib/time";
import { TableScroll } from "@/ui/panel";

import classes from "./diaries.module.css";
import { DAYS } from "./queries";
import { type Cell, cellOf, daysUpTo, shownFields } from "./rules";
import { useEntryWords, useLabel } from "./words";

type Props = { diary: Diary; last: LocalDate; onDay: (day: LocalDate) => void };

/** Fields by days. The number stands in each cell; one that alarms has a triangle besides: colour says nothing alone. */
export function HeatMap({ diary, last, onDay }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const label = useLabel();
  const days = daysUpTo(last, DAYS);
  const head = useRef<HTMLTableRowElement>(null);
  // Where the window is narrow the latest days are in sight first. The scroller is the table's own.
  useEffect(() => {
    const scroller = head.current?.closest("table")?.parentElement;
    if (scroller && last) scroller.scrollLeft = scroller.scrollWidth;
  }, [last]);
  const month = (day: LocalDate) =>
    formatter(locale, { timeZone: "UTC", month: "short" }).format(new Date(`${day}T00:00Z`));
  return (
    <TableScroll label={t("diaries.title")}>
      <thead>
        <tr ref={head}>
          <th scope="col" className={classes.field}>
            {t("diaries.field")}
          </th>
          {days.map((day, place) => (
            <th key={day} scope="col" className={classes.day}>
              <span aria-hidden>{place === 0 || day.endsWith("-01") ? month(day) : ""}</span>
              <UnstyledButton
                className={classes.dayButton}
                aria-label={t("diaries.openDay", { date: formatDay(day, locale) })}
                data-today={day === diary.today || undefined}
                onClick={() => onDay(day)}
              >
                {Number(day.slice(8))}
              </UnstyledButton>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shownFields(diary.setting.card.fields, diary.days).map((field) => (
          <tr key={field.key}>
            <th scope="row" className={classes.field}>
              {label(field)}
            </th>
            {days.map((day) => (
              <HeatCell key={day} field={field} cell={cellOf(diary.days, day, field)} />
            ))}
          </tr>
        ))}
      </tbody>
    </TableScroll>
  );
}

function HeatCell({ field, cell }: { field: DiaryField; cell: Cell | undefined }) {
  const { t } = useTranslation();
  const words = useEntryWords();
  if (!cell) return <td className={classes.cell} />;
  const { entry, level } = cell;
  return (
    <td className={classes.cell}>
      <span className={classes.value} data-level={level} data-alarms={entry.alarms || undefined}>
        {entry.alarms && <IconAlertTriangleFilled size={10} aria-hidden />}
        {words(field, entry)}
        {entry.alarms && <VisuallyHidden>, {t("diaries.alarms")}</VisuallyHidden>}
      </span>
    </td>
  );
}
