import { Button } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { personQuery } from "@/api/people";
import { useTherapyWords } from "@/api/therapy-words";
import type { RunBoard, RunMembers } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { nameOf, namesOf } from "@/lib/names";
import { formatDate } from "@/lib/time";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote, TableScroll } from "@/ui/panel";

import classes from "./curriculum.module.css";
import { EndDialog } from "./end-dialog";
import { FollowDialog } from "./follow-dialog";
import { membersQuery, runsQuery } from "./queries";
import { topicRows } from "./rules";

type Props = { cohortId: string; programId: string; today: string; mayFollow: boolean; mayPlan: boolean };

/** What a cohort is taught: its topics over its sessions, and what each member missed. */
export function CurriculumPanel({ cohortId, programId, today, mayFollow, mayPlan }: Props) {
  const { t } = useTranslation();
  const runs = useQuery({ ...runsQuery(cohortId), select: useTherapyWords() });
  const [following, setFollowing] = useState(false);
  return (
    <Panel
      title={t("curricula.title")}
      actions={mayPlan && <Button onClick={() => setFollowing(true)}>{t("curricula.follow")}</Button>}
    >
      {runs.isPending ? (
        <LoadingRows rows={3} />
      ) : runs.isError && !runs.data ? (
        <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />
      ) : runs.data.length === 0 ? (
        <PanelNote>{t("curricula.none")}</PanelNote>
      ) : (
        runs.data.map((run) => <Run key={run.id} run={run} today={today} mayFollow={mayFollow} mayPlan={mayPlan} />)
      )}
      {following && (
        <FollowDialog cohortId={cohortId} programId={programId} today={today} onClose={() => setFollowing(false)} />
      )}
    </Panel>
  );
}

type RunProps = { run: RunBoard; today: string; mayFollow: boolean; mayPlan: boolean };

function Run({ run, today, mayFollow, mayPlan }: RunProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const members = useQuery({ ...membersQuery(run.id), enabled: mayFollow });
  const [ending, setEnding] = useState(false);
  const name = run.curriculum_name;
  const from = formatDate(run.starts_on, locale);
  const title =
    run.ended_on === null
      ? t("curricula.since", { name, date: from })
      : t("runs.until", { name, from, to: formatDate(run.ended_on, locale) });
  const all = members.data?.members.length ?? 0;
  return (
    <>
      <div className={classes.run}>
        <h3>{title}</h3>
        {mayPlan && run.ended_on === null && (
          <Button variant="subtle" aria-label={t("runs.endNamed", { name })} onClick={() => setEnding(true)}>
            {t("runs.end")}
          </Button>
        )}
      </div>
      {ending && <EndDialog run={run} today={today} onClose={() => setEnding(false)} />}
      <TableScroll label={title}>
        <thead>
          <tr>
            <th scope="col">{t("curricula.topic")}</th>
            <th scope="col">{t("curricula.taught")}</th>
            <th scope="col">{t("curricula.next")}</th>
            {mayFollow && <th scope="col">{t("curricula.missed")}</th>}
          </tr>
        </thead>
        <tbody>
          {topicRows(run, members.data).map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name}</th>
              <td className={classes.day}>{row.taughtOn ? formatDate(row.taughtOn, locale) : "–"}</td>
              <td className={classes.day}>{row.nextOn ? formatDate(row.nextOn, locale) : t("curricula.notAhead")}</td>
              {mayFollow && (
                <td>
                  {row.missedBy > 0 ? t("curricula.people", { count: row.missedBy, all }) : t("curricula.nobody")}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </TableScroll>
      {members.data && all > 0 && <Members run={run} told={members.data} />}
    </>
  );
}

/** Folded: who missed what, and when it comes again. */
function Members({ run, told }: { run: RunBoard; told: RunMembers }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const [shown, setShown] = useState(false);
  const people = useQueries({
    queries: told.members.map((one) => ({ ...personQuery(one.participant_id), enabled: shown })),
  });
  const topicName = (key: string) => run.topics.find((one) => one.key === key)?.name ?? key;
  return (
    <details className={classes.members} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>{t("curricula.who")}</summary>
      <ul>
        {told.members.map((one, index) => {
          const person = people[index];
          const missed = one.topics.filter(({ state }) => state === "missed");
          return (
            <li key={one.episode_id}>
              <strong>
                {person?.data
                  ? nameOf(namesOf(person.data))
                  : t(person?.isError ? "curricula.hidden" : "curricula.loading")}
              </strong>{" "}
              <span className="meta num">
                {missed.length > 0 ? t("curricula.missing", { count: missed.length }) : t("curricula.nothing")}
              </span>
              {missed.length > 0 && (
                <div className="meta num">
                  {missed
                    .map(({ topic, next_on }) =>
                      next_on
                        ? t("curricula.again", { topic: topicName(topic), date: formatDate(next_on, locale) })
                        : t("curricula.notAgain", { topic: topicName(topic) }),
                    )
                    .join(" · ")}
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
