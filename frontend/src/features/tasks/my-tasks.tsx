import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { SignedIn } from "@/api/types";
import { addTexts } from "@/lib/i18n";
import { addDays, instantOf, type LocalDate } from "@/lib/time";
import { ErrorState, LoadingRows } from "@/ui/page";
import rows from "@/ui/panel-list.module.css";
import { AddTask } from "./add-task";
import { DueTime } from "./due-time";
import { myTasksQuery } from "./queries";
import { taskText } from "./rules";
import { TaskActions } from "./task-actions";
import classes from "./tasks.module.css";
import { en, es } from "./texts";

addTexts("tasks", { en, es });

type Props = { date: LocalDate; me: SignedIn; now: Date; timeZone: string };

/** What the reader answers for by the end of a day, by name, with what may be done about each. */
export default function MyTasks({ date, me, now, timeZone }: Props) {
  const { t } = useTranslation();
  const tasks = useQuery(myTasksQuery(instantOf(addDays(date, 1), "00:00", timeZone).toISOString()));
  const may = (permission: string) => me.permissions.includes(permission);
  return (
    <section className={classes.pane} aria-labelledby="my-tasks">
      <h2 id="my-tasks">{t("tasks.mine")}</h2>
      {tasks.isPending ? (
        <LoadingRows rows={2} height={36} />
      ) : tasks.isError && !tasks.data ? (
        <ErrorState error={tasks.error} onRetry={() => void tasks.refetch()} />
      ) : tasks.data.items.length === 0 ? (
        <p className="meta">{t("tasks.noneMine")}</p>
      ) : (
        <ul className={classes.mine}>
          {tasks.data.items.map((task) => {
            const name = t(taskText(task));
            return (
              <li key={task.id}>
                <div className={classes.head}>
                  <strong>{name}</strong>
                  {task.participant_id && may("participant:read") && (
                    <Link
                      to="/participants/$participantId"
                      params={{ participantId: task.participant_id }}
                      aria-label={t("tasks.chartOf", { name })}
                    >
                      {t("tasks.chart")}
                    </Link>
                  )}
                </div>
                <DueTime task={task} now={now} timeZone={timeZone} />
                {task.note && <span className={rows.line}>{task.note}</span>}
                {may("task:write") && <TaskActions task={task} name={name} me={me} now={now} timeZone={timeZone} />}
              </li>
            );
          })}
        </ul>
      )}
      {tasks.data?.next_cursor && <p className="meta">{t("tasks.more")}</p>}
      {may("task:write") && <AddTask me={me} now={now} timeZone={timeZone} />}
    </section>
  );
}
