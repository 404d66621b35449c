import {
  IconArrowRight,
  IconClipboardList,
  IconDoorEnter,
  IconDoorExit,
  IconFlag,
  IconLogin2,
  IconMail,
  IconPlayerPause,
  IconPlayerPlay,
  IconUsersMinus,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { cohortNamesQuery } from "@/api/clinic";
import type { Episode } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";
import { Segments } from "@/ui/segments";

import classes from "./overview-tab.module.css";
import { leavesQuery, membershipsQuery } from "./queries";
import { ofPart, type TimelineEvent, type TimelinePart, timelineOf, timelineParts } from "./rules";

type Props = {
  participantId: string;
  episode: Episode;
  today: LocalDate;
  part: TimelinePart;
  onPart: (part: TimelinePart) => void;
  mayReadCohorts: boolean;
};

/** What happened in this episode and what is planned, the newest first. */
export function TimelinePanel({ participantId, episode, today, part, onPart, mayReadCohorts }: Props) {
  const { t } = useTranslation();
  const leaves = useQuery(leavesQuery(participantId, episode.id));
  const memberships = useQuery({ ...membershipsQuery(participantId, episode.id), enabled: mayReadCohorts });
  const failed = [leaves, memberships].find((query) => query.isError);
  const waiting = leaves.isPending || (mayReadCohorts && memberships.isPending);
  const events = ofPart(timelineOf(episode, leaves.data ?? [], memberships.data ?? []), part);
  const ahead = events.filter((event) => event.on > today);
  const past = events.filter((event) => event.on <= today);

  return (
    <Panel
      title={t("chart.timeline")}
      actions={
        <Segments
          label={t("chart.timelineShows")}
          value={part}
          options={timelineParts
            .filter((one) => one !== "cohorts" || mayReadCohorts)
            .map((one) => ({ value: one, label: t(`chart.timelinePart.${one}`) }))}
          onChange={onPart}
        />
      }
    >
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : waiting ? (
        <LoadingRows rows={5} />
      ) : events.length === 0 ? (
        <PanelNote>{t("chart.nothingOfPart")}</PanelNote>
      ) : (
        <div className={classes.events}>
          {ahead.length > 0 && (
            <>
              <h3>{t("chart.ahead")}</h3>
              <Events events={ahead} />
              <h3>{t("chart.soFar")}</h3>
            </>
          )}
          <Events events={past} />
        </div>
      )}
    </Panel>
  );
}

const icons = {
  referred: IconMail,
  screened: IconClipboardList,
  admitted: IconDoorEnter,
  leave: IconPlayerPause,
  returned: IconPlayerPlay,
  joined: IconLogin2,
  moved: IconArrowRight,
  left: IconUsersMinus,
  plannedEnd: IconFlag,
  ended: IconDoorExit,
} satisfies Record<TimelineEvent["code"], unknown>;

function Events({ events }: { events: readonly TimelineEvent[] }) {
  const { locale } = useLanguage();
  const words = useEventWords();
  return (
    <ol>
      {events.map((event) => {
        const Icon = icons[event.code];
        const { title, detail } = words(event);
        return (
          <li key={`${event.code} ${event.on} ${title}`}>
            <Icon size={16} stroke={1.75} aria-hidden />
            <span>
              <strong>{title}</strong>
              {detail && <span className="meta"> {detail}</span>}
            </span>
            <time className="num" dateTime={event.on}>
              {formatDate(event.on, locale)}
            </time>
          </li>
        );
      })}
    </ol>
  );
}

function useEventWords() {
  const { t } = useTranslation();
  const names = useQuery(cohortNamesQuery);
  const cohort = (id: string) => names.data?.get(id) ?? t("chart.aCohort");
  return (event: TimelineEvent): { title: string; detail?: string } => {
    switch (event.code) {
      case "referred":
        return { title: t("chart.event.referred"), detail: t(`chart.source.${event.source}`) };
      case "ended":
        return {
          title: t("chart.event.ended"),
          ...(event.reason ? { detail: t(`chart.endReason.${event.reason}`) } : {}),
        };
      case "leave":
        return {
          title: t("chart.event.leave"),
          detail: t(`chart.leaveKind.${event.kind}`) + (event.open ? `, ${t("chart.notBack")}` : ""),
        };
      case "joined":
        return { title: t("chart.event.joined", { cohort: cohort(event.cohortId) }) };
      case "moved":
        return {
          title: t("chart.event.moved", { cohort: cohort(event.cohortId) }),
          detail: t("chart.movedFrom", { cohort: cohort(event.fromId) }),
        };
      case "left":
        return {
          title: t("chart.event.left", { cohort: cohort(event.cohortId) }),
          ...(event.reason ? { detail: t(`chart.membershipEnd.${event.reason}`) } : {}),
        };
      default:
        return { title: t(`chart.event.${event.code}`) };
    }
  };
}
