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
  /** What other features show beside the course: above what is booked, and beneath. */
  children?: ReactNode;
  due?: ReactNode;
};

export function OverviewTab({ participantId, episode, permissions, now, today, ...rest }: Props) {
  const { part, onPart, due, children } = rest;
  const { t } = useTranslation();
  return (
    <div className={classes.columns}>
      {episode ? (
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
      )}
      <div className={classes.side}>
        {children}
        {permissions.includes("booking:read") && <NextPanel participantId={participantId} now={now} today={today} />}
        {due}
      </div>
    </div>
  );
}
