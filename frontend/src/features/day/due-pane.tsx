import { IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { SessionCard, Today } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatBriefTime, formatDuration } from "@/lib/time";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./due-pane.module.css";

/** Who will lack hours of the week, or days that count. */
export type Short = { participantId: string; name: string; minutes: number; days: number };

type Props = {
  /** What is open about somebody stands first. */
  alerts?: ReactNode;
  unclosed: SessionCard[];
  short: Short[];
  due: Today["due"];
  /** The tasks one by one, where the reader may see them; then they are not counted here again. */
  tasks?: ReactNode;
  lastDay?: ReactNode;
};

const isTasks = (code: string) => code === "tasks_due" || code === "tasks_overdue";

/** What waits for this person today, by names and not by counts. */
export function DuePane({ alerts, unclosed, short, due: all, tasks, lastDay }: Props) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const due = tasks ? all.filter(({ code }) => !isTasks(code)) : all;
  const nothing = !tasks && unclosed.length + short.length + due.length === 0;
  return (
    <div className={classes.pane}>
      {alerts}
      {nothing && (
        <section className={classes.group}>
          <h2>{t("due.title")}</h2>
          <p className={classes.none}>
            <IconCircleCheck size={16} stroke={1.75} aria-hidden />
            {t("due.none")}
          </p>
        </section>
      )}
      {unclosed.length > 0 && (
        <Group title={t("due.unclosed")} count={unclosed.length}>
          {unclosed.map((session) => (
            <li key={session.id} className={classes.item}>
              <Link from="/today" to="/today" search={(before) => ({ ...before, session: session.id })}>
                <span className="num">{formatBriefTime(session.local_start, locale)}</span> {titleOf(session)}
              </Link>
              <span className="meta num">{t("due.unclosedItem", session)}</span>
            </li>
          ))}
        </Group>
      )}
      {short.length > 0 && (
        <Group title={t("due.short")} count={short.length}>
          {short.map((person) => (
            <li key={person.participantId} className={classes.item}>
              <span>{person.name}</span>
              <span className="meta num">
                {[
                  person.minutes > 0 && t("due.shortItem", { time: formatDuration(person.minutes) }),
                  person.days > 0 && t("flag.days_short_this_week", { count: person.days }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </li>
          ))}
        </Group>
      )}
      {due.length > 0 && (
        <Group title={t("due.others")} count={due.length}>
          {due.map((item) => (
            <li key={item.code} className={classes.item}>
              {item.code === "handoffs_to_read" ? (
                <Link to="/huddle">{t("due.codes.handoffs_to_read", { count: item.count })}</Link>
              ) : (
                <span>{t(`due.codes.${item.code}`, { count: item.count })}</span>
              )}
            </li>
          ))}
        </Group>
      )}
      {tasks}
      {lastDay}
    </div>
  );
}

function Group({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  return (
    <section className={classes.group}>
      <h2>
        {title}
        <span className={`${classes.count} num`}>{count}</span>
      </h2>
      <ul className={classes.list}>{children}</ul>
    </section>
  );
}
