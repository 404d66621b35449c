import {
  IconAlertTriangle,
  IconCalendarOff,
  IconClock,
  IconDoorEnter,
  IconInfoCircle,
  IconUserShare,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Huddle, HuddleComing, HuddleFact } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { nameOf } from "@/lib/names";
import { formatBriefTime, formatDuration, formatTimeRange, formatWeekday } from "@/lib/time";
import { Chip, type Tone } from "@/ui/chip";
import { Panel, PanelNote, TableScroll } from "@/ui/panel";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./huddle-page.module.css";
import { spokenOf } from "./rules";

const tones: Record<HuddleFact["code"], Tone> = {
  first_day: "group",
  on_leave: "warn",
  back_from_leave: "group",
  missed_last: "warn",
  make_up: "plain",
  short_this_week: "warn",
  days_short_this_week: "warn",
};

/** Those of whom something is to be said, each with it, then the names of the others. */
export function PeoplePanel({ people }: { people: readonly HuddleComing[] }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { said, others } = spokenOf(people);
  return (
    <Panel title={t("huddle.people")}>
      {said.length === 0 ? (
        <PanelNote>{t("huddle.noPeople")}</PanelNote>
      ) : (
        <ul className={classes.list}>
          {said.map((one) => (
            <li key={one.episode_id} className={classes.person}>
              <span className="num">{formatBriefTime(one.local_start, locale)}</span>
              <PersonLink person={one.participant} />
              <span className={classes.facts}>
                {one.facts.map((fact) => (
                  <Fact key={fact.code} fact={fact} />
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <section className={classes.others} aria-labelledby="huddle-others">
          <h3 id="huddle-others">
            {t("huddle.others")} <span className="num">{others.length}</span>
          </h3>
          <ul className={classes.names}>
            {others.map((one) => (
              <li key={one.episode_id}>
                <span className="num">{formatBriefTime(one.local_start, locale)}</span>
                <PersonLink person={one.participant} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Panel>
  );
}

function PersonLink({ person }: { person: HuddleComing["participant"] }) {
  return (
    <Link to="/participants/$participantId" params={{ participantId: person.id }} className={classes.name as string}>
      {nameOf(person)}
    </Link>
  );
}

function Fact({ fact }: { fact: HuddleFact }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const Icon = tones[fact.code] === "warn" ? IconAlertTriangle : IconInfoCircle;
  const params = fact.params as { date?: string; excused?: boolean; minutes?: number; count?: number };
  const words =
    fact.code === "missed_last"
      ? t(params.excused ? "huddle.fact.missed_last_excused" : "huddle.fact.missed_last", {
          date: formatWeekday(params.date ?? "", locale),
        })
      : fact.code === "short_this_week"
        ? t("huddle.fact.short_this_week", { time: formatDuration(params.minutes ?? 0) })
        : t(`huddle.fact.${fact.code}`, { count: params.count ?? 0 });
  return (
    <Chip tone={tones[fact.code]} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
      {words}
    </Chip>
  );
}

/** The day's sessions with room and staff, and what is not as usual. */
export function SessionsPanel({ sessions }: { sessions: Huddle["sessions"] }) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  return (
    <Panel title={t("huddle.sessions")}>
      {sessions.length === 0 ? (
        <PanelNote>{t("huddle.noSessions")}</PanelNote>
      ) : (
        <TableScroll label={t("huddle.sessions")}>
          <thead>
            <tr>
              <th scope="col">{t("huddle.when")}</th>
              <th scope="col">{t("huddle.session")}</th>
              <th scope="col">{t("huddle.room")}</th>
              <th scope="col">{t("huddle.lead")}</th>
              <th scope="col">{t("huddle.expected")}</th>
            </tr>
          </thead>
          <tbody>
            {sessions.map(({ session, substitutes, away }) => (
              <tr key={session.id}>
                <td>{formatTimeRange(session.local_start, session.local_end, locale)}</td>
                <th scope="row">
                  {titleOf(session)}
                  {session.status === "cancelled" && (
                    <Chip tone="danger" icon={<IconCalendarOff size={14} stroke={1.75} aria-hidden />}>
                      {t("huddle.cancelled")}
                    </Chip>
                  )}
                </th>
                <td>{session.telehealth ? t("huddle.video") : session.room_name}</td>
                <td>
                  {session.staff.map((one) => one.display_name).join(", ")}
                  {substitutes.length > 0 && (
                    <span className={classes.note}>{t("huddle.substitute", { names: substitutes.join(", ") })}</span>
                  )}
                  {away.length > 0 && (
                    <span className={classes.note}>{t("huddle.away", { names: away.join(", ") })}</span>
                  )}
                </td>
                <td>{session.booked}</td>
              </tr>
            ))}
          </tbody>
        </TableScroll>
      )}
    </Panel>
  );
}

/** Who starts, comes back and leaves. */
export function StepsPanel({ steps }: { steps: Huddle["steps"] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("huddle.steps")}>
      {steps.length === 0 ? (
        <PanelNote>{t("huddle.noSteps")}</PanelNote>
      ) : (
        <ul className={classes.list}>
          {steps.map((step) => (
            <li key={`${step.kind} ${step.participant.id}`} className={classes.item}>
              {step.kind === "discharge" ? (
                <IconUserShare size={16} stroke={1.75} aria-hidden />
              ) : (
                <IconDoorEnter size={16} stroke={1.75} aria-hidden />
              )}
              <span>
                <PersonLink person={step.participant} />
                <span className={`${classes.line} meta`}>
                  {t(`huddle.step.${step.kind}`)} · {step.program_name}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Tasks that are due by the end of the day, the latest first. */
export function TasksPanel({ tasks, more }: { tasks: Huddle["tasks"]; more: boolean }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("huddle.tasks")}>
      {tasks.length === 0 ? (
        <PanelNote>{t("huddle.noTasks")}</PanelNote>
      ) : (
        <ul className={classes.list}>
          {tasks.map((task) => (
            <li key={task.id} className={classes.item}>
              {task.overdue ? (
                <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
              ) : (
                <IconClock size={16} stroke={1.75} aria-hidden />
              )}
              <span>
                {t(`huddle.kind.${task.kind}`)}
                {task.participant && (
                  <>
                    {" · "}
                    <PersonLink person={task.participant} />
                  </>
                )}
                <span className={`${classes.line} meta`}>
                  {t(task.overdue ? "huddle.overdue" : "huddle.dueToday")} ·{" "}
                  {t("huddle.owner", { name: task.owner_name })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {more && <PanelNote>{t("huddle.moreTasks")}</PanelNote>}
    </Panel>
  );
}
