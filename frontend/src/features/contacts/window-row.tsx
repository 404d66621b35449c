import { IconClockOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Availability } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatTimeRange, type LocalDate } from "@/lib/time";

import classes from "./contacts.module.css";
import type { Editing } from "./editing-form";
import { Period } from "./period";
import { RowActions } from "./row-actions";
import { isOver } from "./rules";

type Props = { window: Availability; today: LocalDate; onEdit: ((editing: Editing) => void) | undefined };

export function WindowRow({ window, today, onEdit }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const day = t(`contacts.weekdayOf.${window.weekday}`);
  const hours = formatTimeRange(window.local_start.slice(0, 5), window.local_end.slice(0, 5), locale);
  const over = isOver(window, today);
  return (
    <li className={classes.row} data-over={over || undefined}>
      <IconClockOff size={16} stroke={1.75} aria-hidden />
      <div>
        <div className={classes.main}>
          <strong className="num">{`${day} ${hours}`}</strong>
          <span className="meta">{t(`contacts.windowKindOf.${window.kind}`)}</span>
        </div>
        <Period startsOn={window.starts_on} endsOn={window.ends_on} today={today} />
      </div>
      {onEdit && (
        <RowActions
          name={`${day} ${hours}`}
          over={over}
          onEdit={(ends) => onEdit({ what: "window", id: window.id, ...ends })}
        />
      )}
    </li>
  );
}
