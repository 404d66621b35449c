import { IconChecklist } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { SignedIn } from "@/api/types";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";
import rows from "@/ui/panel-list.module.css";
import { AddTask } from "./add-task";
import { DueTime } from "./due-time";
import { openTasksQuery } from "./queries";
import { taskText } from "./rules";
import { TaskActions } from "./task-actions";

type Props = { participantId: string; me: SignedIn; now: Date; timeZone: string };

/** Open tasks about this person, the earliest due first. */
export function DuePanel({ participantId, me, now, timeZone }: Props) {
  const { t } = useTranslation();
  const mayAct = me.permissions.includes("task:write");
  const tasks = useQuery(openTasksQuery(participantId));
  return (
    <Panel
      title={t("tasks.due")}
      actions={mayAct && <AddTask participantId={participantId} me={me} now={now} timeZone={timeZone} />}
    >
      {tasks.isPending ? (
        <LoadingRows rows={2} />
      ) : tasks.isError ? (
        <ErrorState error={tasks.error} onRetry={() => void tasks.refetch()} />
      ) : tasks.data.length === 0 ? (
        <PanelNote>{t("tasks.none")}</PanelNote>
      ) : (
        <ul className={rows.list}>
          {tasks.data.map((task) => (
            <li key={task.id}>
              <IconChecklist size={16} stroke={1.75} aria-hidden />
              <span>
                <strong>{t(taskText(task))}</strong>
                <DueTime task={task} now={now} timeZone={timeZone} />
                {task.note && <span className={rows.line}>{task.note}</span>}
                {mayAct && <TaskActions task={task} name={t(taskText(task))} me={me} now={now} timeZone={timeZone} />}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
