import { Button } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { measuresQuery } from "@/api/measured";
import type { Episode } from "@/api/types";
import { addTexts, useLanguage } from "@/lib/i18n";
import { formatDate, formatMoment } from "@/lib/time";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { AnswersDialog } from "./answers-dialog";
import { GiveDialog } from "./give-dialog";
import * as history from "./history-texts";
import classes from "./measures.module.css";
import { ProgressPanel } from "./progress-panel";
import { SafetyPlanPanel } from "./safety-plan-panel";
import { ScreenDialog } from "./screen-dialog";
import { ScreensPanel } from "./screens-panel";
import { SeriesPanel } from "./series-panel";
import { en, es } from "./texts";
import { isUnfinished } from "./unfinished-screen";

addTexts("measures", { en, es });
addTexts("history", history);

type Props = {
  participantId: string;
  episode: Episode | undefined;
  permissions: readonly string[];
  /** The alert about which a safety plan is written, and what follows when it is, or is not. */
  planAbout: string | undefined;
  onPlanClosed: () => void;
  /** What is open about the person, and the way to raise an alert. */
  alerts: ReactNode;
};

type Asking =
  | { is: "give"; instrument?: string }
  | { is: "screen" }
  | { is: "answers"; id: string; name: string; handedIn: boolean }
  | null;

/** How somebody is, by measures: what is open, what is owed, each course, and the safety plan. */
export default function MeasuresTab(props: Props) {
  const { participantId, episode, permissions, planAbout, onPlanClosed, alerts } = props;
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const measures = useQuery(measuresQuery(participantId));
  // What was being entered when the page was taken away stands there again.
  const [asking, setAsking] = useState<Asking>(() => (isUnfinished(participantId) ? { is: "screen" } : null));
  const mayGive = permissions.includes("measure:give") && episode !== undefined;

  if (measures.isPending) return <LoadingRows rows={10} />;
  if (measures.isError && !measures.data) {
    return <ErrorState error={measures.error} onRetry={() => void measures.refetch()} />;
  }
  const { series, in_progress: begun, due } = measures.data;
  const nameOf = (key: string) => due.find((one) => one.instrument_key === key)?.name ?? key.toUpperCase();
  const give = (
    <Button variant="filled" onClick={() => setAsking({ is: "give" })}>
      {t("measures.give")}
    </Button>
  );
  return (
    <div className={classes.tab}>
      <div className={classes.head}>
        {mayGive && (
          <>
            {series.length > 0 && give}
            <Button onClick={() => setAsking({ is: "screen" })}>{t("measures.screen.open")}</Button>
          </>
        )}
      </div>
      {alerts}
      <ProgressPanel participantId={participantId} mayRespond={permissions.includes("track:respond")} />
      {(begun.length > 0 || due.length > 0) && (
        <Panel title={t("measures.dueTitle")}>
          <ul className={classes.rows}>
            {begun.map((one) => (
              <li key={one.id}>
                <span>
                  <strong>{nameOf(one.instrument_key)}</strong>{" "}
                  {t("measures.begun", { when: formatMoment(new Date(one.started_at), locale) })}
                </span>
                <Button
                  variant="subtle"
                  aria-label={t("measures.answers.openNamed", {
                    name: nameOf(one.instrument_key),
                    day: formatDate(one.taken_on, locale),
                  })}
                  onClick={() =>
                    setAsking({ is: "answers", id: one.id, name: nameOf(one.instrument_key), handedIn: false })
                  }
                >
                  {t("measures.answers.open")}
                </Button>
                {mayGive && (
                  <Button
                    aria-label={t("measures.goOnNamed", { name: nameOf(one.instrument_key) })}
                    renderRoot={(props) => (
                      <Link to="/measures/$administrationId" params={{ administrationId: one.id }} {...props} />
                    )}
                  >
                    {t("measures.goOn")}
                  </Button>
                )}
              </li>
            ))}
            {due.map((one) => (
              <li key={one.instrument_key + one.moment + one.episode_id}>
                <span>
                  <strong>{one.name}</strong>{" "}
                  {!one.therapy
                    ? t("measures.due", {
                        moment: t(`measures.moment.${one.moment}`),
                        since: formatDate(one.since, locale),
                      })
                    : t("measures.dueTherapy", {
                        therapy: one.therapy,
                        moment: t(`measures.therapyMoment.${one.moment === "weekly" ? "weekly" : "every_session"}`),
                        since: formatDate(one.since, locale),
                      })}
                </span>
                {mayGive && !begun.some((other) => other.instrument_key === one.instrument_key) && (
                  <Button
                    aria-label={t("measures.giveNamed", { name: one.name })}
                    onClick={() => setAsking({ is: "give", instrument: one.instrument_key })}
                  >
                    {t("measures.give")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {series.length === 0 ? (
        <EmptyState
          icon={<IconChartLine size={24} stroke={1.5} aria-hidden />}
          title={t("measures.none")}
          hint={t(episode ? "measures.noneHint" : "measures.noEpisode")}
          action={mayGive ? give : undefined}
        />
      ) : (
        <div className={classes.series}>
          {series.map((one) => (
            <SeriesPanel
              key={one.instrument_key + one.instrument_version}
              series={one}
              onOpen={(id) => setAsking({ is: "answers", id, name: one.name, handedIn: true })}
            />
          ))}
        </div>
      )}
      <SafetyPlanPanel
        participantId={participantId}
        mayWrite={permissions.includes("measure:give")}
        about={planAbout}
        onClosed={onPlanClosed}
      />
      <ScreensPanel participantId={participantId} mayVoid={permissions.includes("measure:correct")} />
      {asking?.is === "give" && episode && (
        <GiveDialog
          participantId={participantId}
          episode={episode}
          instrument={asking.instrument}
          onClose={() => setAsking(null)}
        />
      )}
      {asking?.is === "answers" && (
        <AnswersDialog
          administrationId={asking.id}
          name={asking.name}
          mayCorrect={permissions.includes("measure:correct")}
          mayWithdraw={
            permissions.includes("measure:give") && (!asking.handedIn || permissions.includes("measure:correct"))
          }
          onClose={() => setAsking(null)}
        />
      )}
      {asking?.is === "screen" && episode && (
        <ScreenDialog participantId={participantId} episodeId={episode.id} onClose={() => setAsking(null)} />
      )}
    </div>
  );
}
