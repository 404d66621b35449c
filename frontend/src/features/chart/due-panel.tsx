import { IconAlertTriangle, IconChecklist } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { formatDate, formatTime, wallClock } from "@/lib/time";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import classes from "./overview-tab.module.css";
import { openTasksQuery } from "./queries";
import { taskText } from "./rules";
import { TaskActions } from "./task-actions";

type Props = { participantId: string; now: Date; timeZone: string; mayAct: boolean };

/** Open tasks about this person, the earliest due first. */
export function DuePanel({ participantId, now, timeZone, mayAct }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const tasks = useQuery(openTasksQuery(participantId));
  return (
    <Panel title={t("chart.due")}>
      {tasks.isPending ? (
        <LoadingRows rows={2} />
      ) : tasks.isError ? (
        <ErrorState error={tasks.error} onRetry={() => void tasks.refetch()} />
      ) : tasks.data.length === 0 ? (
        <PanelNote>{t("chart.noneDue")}</PanelNote>
      ) : (
        <ul className={classes.list}>
          {tasks.data.map((task) => {
            const due = wallClock(new Date(task.due_at), timeZone);
            const when = { date: formatDate(due.date, locale), time: formatTime(due.time, locale) };
            return (
              <li key={task.id}>
                <IconChecklist size={16} stroke={1.75} aria-hidden />
                <span>
                  <strong>{t(taskText(task))}</strong>
                  {Date.parse(task.due_at) < now.getTime() ? (
                    <span className={`${classes.late} num`}>
                      <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
                      {t("chart.overdueSince", when)}
                    </span>
                  ) : (
                    <span className={`${classes.line} meta num`}>{t("chart.dueAt", when)}</span>
                  )}
                  {mayAct && (
                    <TaskActions
                      participantId={participantId}
                      task={task}
                      name={t(taskText(task))}
                      now={now}
                      timeZone={timeZone}
                    />
                  )}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
