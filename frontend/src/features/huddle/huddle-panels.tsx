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

import type { Huddle, HuddleComing } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { nameOf } from "@/lib/names";
import { formatBriefTime, formatDuration, formatTimeRange, formatWeekday } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { Panel, PanelNote, TableScroll } from "@/ui/panel";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./huddle-page.module.css";
import { type FactOfToday, lackOf, needsAnAct, ofToday, spokenOf } from "./rules";

/** Those of whom something is to be said, each with it; then whose week will be short; then the names of the others. */
export function PeoplePanel({ people }: { people: readonly HuddleComing[] }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { said, short, others } = spokenOf(people);
  return (
    <Panel title={t("huddle.people")}>
      {said.length === 0 ? (
        <PanelNote>{t(short.length > 0 ? "huddle.nothingToday" : "huddle.noPeople")}</PanelNote>
      ) : (
        <ul className={classes.list}>
          {said.map((one) => (
            <li key={one.episode_id} className={classes.person}>
              <span className="num">{formatBriefTime(one.local_start, locale)}</span>
              <PersonLink person={one.participant} />
              <span className={classes.facts}>
                {ofToday(one).map((fact) => (
                  <Fact key={fact.code} fact={fact} />
                ))}
                <Lack person={one} whole />
              </span>
            </li>
          ))}
        </ul>
      )}
      <Names id="huddle-short" title={t("huddle.shortWeek")} people={short} />
      <Names id="huddle-others" title={t("huddle.others")} people={others} />
    </Panel>
  );
}

/** Names in columns, each with the hour at which they come first. */
function Names({ id, title, people }: { id: string; title: string; people: readonly HuddleComing[] }) {
  const { locale } = useLanguage();
  if (people.length === 0) return null;
  return (
    <section className={classes.others} aria-labelledby={id}>
      <h3 id={id}>
        {title} <span className="num">{people.length}</span>
      </h3>
      <ul className={classes.names}>
        {people.map((one) => (
          <li key={one.episode_id}>
            <span className="num">{formatBriefTime(one.local_start, locale)}</span>
            <span>
              <PersonLink person={one.participant} />
              <Lack person={one} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What somebody's week will lack; as a `whole` phrase where no heading says so. */
function Lack({ person, whole = false }: { person: HuddleComing; whole?: boolean }) {
  const { t } = useTranslation();
  const { minutes, days } = lackOf(person);
  const what = [minutes > 0 && formatDuration(minutes), days > 0 && t("huddle.days", { count: days })]
    .filter(Boolean)
    .join(", ");
  if (what === "") return null;
  return (
    <>
      {" "}
      <span className={`${classes.lack} num`}>{whole ? t("huddle.lacks", { what }) : what}</span>
    </>
  );
}

function PersonLink({ person }: { person: HuddleComing["participant"] }) {
  return (
    <Link to="/participants/$participantId" params={{ participantId: person.id }} className={classes.name as string}>
      {nameOf(person)}
    </Link>
  );
}

/** Colour is for what somebody has to act upon. */
function Fact({ fact }: { fact: FactOfToday }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const urgent = needsAnAct(fact);
  const Icon = urgent ? IconAlertTriangle : IconInfoCircle;
  const params = fact.params as { date?: string; excused?: boolean };
  const words =
    fact.code === "missed_last"
      ? t(params.excused ? "huddle.fact.missed_last_excused" : "huddle.fact.missed_last", {
          date: formatWeekday(params.date ?? "", locale),
        })
      : t(`huddle.fact.${fact.code}`);
  return (
    <Chip tone={urgent ? "warn" : "plain"} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
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
