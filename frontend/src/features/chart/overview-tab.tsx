import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Episode } from "@/api/types";
import type { LocalDate } from "@/lib/time";
import { Panel, PanelNote } from "@/ui/panel";

import { NextPanel } from "./next-panel";
import classes from "./overview-tab.module.css";
import type { TimelinePart } from "./rules";
import { TimelinePanel } from "./timeline-panel";

type Props = {
  participantId: string;
  /** None where there is none, or where the reader may not see episodes. */
  episode: Episode | undefined;
  permissions: readonly string[];
  now: Date;
  today: LocalDate;
  /** What of the timeline is in sight. */
  part: TimelinePart;
  onPart: (part: TimelinePart) => void;
  /** How the person is and how far they are, for who may read that; the timeline then stands beside it. */
  glance?: ReactNode;
  /** What other features show beside the course: above what is booked, and beneath. */
  children?: ReactNode;
  due?: ReactNode;
};

export function OverviewTab({ participantId, episode, permissions, now, today, ...rest }: Props) {
  const { part, onPart, glance, due, children } = rest;
  const { t } = useTranslation();
  const timeline = episode ? (
    <TimelinePanel
      participantId={participantId}
      episode={episode}
      today={today}
      part={part}
      onPart={onPart}
      mayReadCohorts={permissions.includes("membership:read")}
    />
  ) : (
    <Panel title={t("chart.timeline")}>
      <PanelNote>{t(permissions.includes("episode:read") ? "chart.noEpisode" : "chart.episodesHidden")}</PanelNote>
    </Panel>
  );
  return (
    <div className={classes.columns} data-glance={glance ? true : undefined}>
      {glance ? <div className={classes.side}>{glance}</div> : timeline}
      <div className={classes.side}>
        {children}
        {permissions.includes("booking:read") && <NextPanel participantId={participantId} now={now} today={today} />}
        {due}
        {glance && timeline}
      </div>
    </div>
  );
}
