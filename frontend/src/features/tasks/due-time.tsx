import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Task } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate, formatTime, wallClock } from "@/lib/time";
import rows from "@/ui/panel-list.module.css";
import classes from "./tasks.module.css";

/** When a task is due, or since when it is overdue. */
export function DueTime({ task, now, timeZone }: { task: Task; now: Date; timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const due = wallClock(new Date(task.due_at), timeZone);
  const when = { date: formatDate(due.date, locale), time: formatTime(due.time, locale) };
  if (Date.parse(task.due_at) >= now.getTime()) {
    return <span className={`${rows.line} meta num`}>{t("tasks.dueAt", when)}</span>;
  }
  return (
    <span className={`${classes.late} num`}>
      <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
      {t("tasks.overdueSince", when)}
    </span>
  );
}
