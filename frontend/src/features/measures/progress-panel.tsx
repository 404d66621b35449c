import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Progress } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { ErrorState } from "@/ui/page";
import { Panel, TableScroll } from "@/ui/panel";

import classes from "./measures.module.css";
import { progressQuery } from "./queries";
import { RespondDialog } from "./respond-dialog";

type Props = { participantId: string; mayRespond: boolean };

/** Whose course needs a second look, what was done about it, and how people who began alike went on. */
export function ProgressPanel({ participantId, mayRespond }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const progress = useQuery(progressQuery(participantId));
  const [answering, setAnswering] = useState<Progress | null>(null);
  if (progress.isError && !progress.data) {
    return <ErrorState error={progress.error} onRetry={() => void progress.refetch()} />;
  }
  const shown = (progress.data ?? []).filter(
    (one) => one.off_track !== null || one.responses.length > 0 || one.expected.length > 0,
  );
  if (shown.length === 0) return null;
  return (
    <Panel title={t("measures.track.title")} hint={t("measures.track.hint")}>
      <ul className={classes.rows}>
        {shown.map((one) => (
          <li key={one.episode_id + one.instrument_key}>
            <span className={classes.says}>
              <strong>{one.name}</strong>
              <span className="num">{t("measures.track.totals", { first: one.first, last: one.last })}</span>
              <Signal course={one} />
            </span>
            {mayRespond && one.off_track !== null && (
              <Button
                variant={one.answered ? "default" : "filled"}
                aria-label={t("measures.track.respondNamed", { name: one.name })}
                onClick={() => setAnswering(one)}
              >
                {t("measures.track.respond")}
              </Button>
            )}
            {one.responses.map((response) => (
              <details key={response.id} className={classes.response}>
                <summary>
                  {t("measures.track.done", {
                    what: t(`measures.track.kinds.${response.kind}`),
                    review: formatDate(response.review_on, locale),
                  })}
                </summary>
                <p>{response.note}</p>
              </details>
            ))}
            {one.expected.length > 0 && <Expected course={one} />}
          </li>
        ))}
      </ul>
      {answering && (
        <RespondDialog participantId={participantId} course={answering} onClose={() => setAnswering(null)} />
      )}
    </Panel>
  );
}

function Signal({ course }: { course: Progress }) {
  const { t } = useTranslation();
  if (course.off_track === null) {
    return (
      <Chip tone="ok" icon={<IconCheck size={14} stroke={1.75} aria-hidden />}>
        {t("measures.track.on")}
      </Chip>
    );
  }
  return (
    <Chip tone={course.answered ? "plain" : "warn"} icon={<IconAlertTriangle size={14} stroke={1.75} aria-hidden />}>
      {t(`measures.track.off.${course.off_track}`)}
    </Chip>
  );
}

function Expected({ course }: { course: Progress }) {
  const { t } = useTranslation();
  return (
    <details className={classes.response}>
      <summary>{t("measures.track.expected")}</summary>
      <TableScroll label={t("measures.track.expectedNamed", { name: course.name })}>
        <thead>
          <tr>
            {(["week", "people", "middle", "half"] as const).map((column) => (
              <th key={column} scope="col" data-figure>
                {t(`measures.track.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {course.expected.map((week) => (
            <tr key={week.week}>
              <th scope="row" data-figure>
                {week.week}
              </th>
              <td data-figure>{week.people}</td>
              <td data-figure>{week.middle}</td>
              <td data-figure>{t("measures.track.range", { low: week.low, high: week.high })}</td>
            </tr>
          ))}
        </tbody>
      </TableScroll>
    </details>
  );
}
