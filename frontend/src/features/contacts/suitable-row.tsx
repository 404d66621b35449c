import { IconClockCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Contact, SuitableHours } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatTimeRange, type LocalDate } from "@/lib/time";

import classes from "./contacts.module.css";
import type { Editing } from "./editing-form";
import { Period } from "./period";
import { RowActions } from "./row-actions";
import { isOver } from "./rules";

type Props = {
  hours: SuitableHours;
  contacts: readonly Contact[];
  today: LocalDate;
  onEdit: ((editing: Editing) => void) | undefined;
};

export function SuitableRow({ hours: row, contacts, today, onEdit }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const day = t(`contacts.weekdayOf.${row.weekday}`);
  const hours = formatTimeRange(row.local_start.slice(0, 5), row.local_end.slice(0, 5), locale);
  const over = isOver(row, today);
  const contact = contacts.find((one) => one.id === row.contact_id);
  const whose = contact ? t("contacts.canCome", { name: contact.name }) : t("contacts.prefersToCome");
  return (
    <li className={classes.row} data-over={over || undefined}>
      <IconClockCheck size={16} stroke={1.75} aria-hidden />
      <div>
        <div className={classes.main}>
          <strong className="num">{`${day} ${hours}`}</strong>
          <span className="meta">{whose}</span>
        </div>
        <Period startsOn={row.starts_on} endsOn={row.ends_on} today={today} />
      </div>
      {onEdit && (
        <RowActions
          name={`${day} ${hours}, ${whose}`}
          over={over}
          onEdit={(ends) => onEdit({ what: "suits", id: row.id, ...ends })}
        />
      )}
    </li>
  );
}
