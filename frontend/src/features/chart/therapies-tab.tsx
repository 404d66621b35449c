import { IconBook2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { coursesQuery } from "@/api/courses";
import { useModalities, useTherapyWords } from "@/api/therapy-words";
import type { Episode, ModalityDose } from "@/api/types";
import { addTexts, useLanguage } from "@/lib/i18n";
import { formatDate, formatDuration, type LocalDate } from "@/lib/time";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/page";
import { Panel, TableScroll } from "@/ui/panel";
import * as lanes from "./lanes-texts";
import { dosesQuery } from "./queries";
import { doseWeeks } from "./rules";
import classes from "./therapies-tab.module.css";
import { TherapyTimeline } from "./therapy-timeline";

addTexts("lanes", lanes);

type Props = {
  participantId: string;
  episode: Episode | undefined;
  today: LocalDate;
  mayReadCourses: boolean;
  /** What stands first: courses and homework, for who may read them. */
  children?: ReactNode;
};

/** The therapies of a stay: courses, homework, and what reached somebody of each. */
export function TherapiesTab({ children, ...rest }: Props) {
  return (
    <>
      {children}
      <Doses {...rest} />
    </>
  );
}

/** The minutes delivered while they were there. */
function Doses({ participantId, episode, today, mayReadCourses }: Omit<Props, "children">) {
  const { t } = useTranslation();
  const words = useTherapyWords();
  const doses = useQuery({ ...dosesQuery(participantId, episode?.id), select: words });
  const courses = useQuery({ ...coursesQuery(participantId), enabled: mayReadCourses, select: words });
  const ours = (courses.data ?? []).filter((one) => !episode || one.episode_id === episode.id);
  if (doses.isPending) return <LoadingRows rows={8} />;
  if (doses.isError) return <ErrorState error={doses.error} onRetry={() => void doses.refetch()} />;
  const timeline = (ours.length > 0 || doses.data.length > 0) && (
    <TherapyTimeline courses={ours} doses={doses.data} today={today} />
  );
  if (doses.data.length === 0) {
    return (
      <>
        {timeline}
        <EmptyState
          icon={<IconBook2 size={24} stroke={1.5} aria-hidden />}
          title={t("chart.noDoses")}
          hint={t("chart.noDosesHint")}
        />
      </>
    );
  }
  return (
    <>
      {timeline}
      <Panel title={t("chart.doseByModality")} hint={t("chart.doseHint")}>
        <DoseBars doses={doses.data} />
        <DoseTable doses={doses.data} />
      </Panel>
      <Panel title={t("chart.doseByWeek")}>
        <WeekTable doses={doses.data} />
      </Panel>
    </>
  );
}

function DoseBars({ doses }: { doses: readonly ModalityDose[] }) {
  const most = Math.max(1, ...doses.map((dose) => dose.minutes));
  return (
    // The table beneath says the same in words.
    <div className={`${classes.bars} num`} aria-hidden>
      {doses.map((dose) => (
        <div key={dose.modality_id} className={classes.dose}>
          <span className={classes.name}>{dose.name}</span>
          <span className={classes.track}>
            <span style={{ width: `${(dose.minutes / most) * 100}%` }} />
          </span>
          <span className={classes.hours}>{formatDuration(dose.minutes)}</span>
        </div>
      ))}
    </div>
  );
}

function DoseTable({ doses }: { doses: readonly ModalityDose[] }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const modalities = useModalities().data ?? [];
  const moduleName = (dose: ModalityDose, key: string) =>
    modalities.find(({ id }) => id === dose.modality_id)?.modules.find((one) => one.key === key)?.name ??
    key.replaceAll("_", " ");
  return (
    <TableScroll label={t("chart.doseByModality")}>
      <thead>
        <tr>
          <th scope="col">{t("chart.column.modality")}</th>
          <th scope="col" data-figure>
            {t("chart.column.sessions")}
          </th>
          <th scope="col" data-figure>
            {t("chart.column.minutes")}
          </th>
          <th scope="col" data-figure>
            {t("chart.column.provisional")}
          </th>
          <th scope="col">{t("chart.column.modules")}</th>
          <th scope="col">{t("chart.column.lastOn")}</th>
        </tr>
      </thead>
      <tbody>
        {doses.map((dose) => (
          <tr key={dose.modality_id}>
            <th scope="row">{dose.name}</th>
            <td data-figure>
              {dose.planned_sessions
                ? t("chart.sessionsOf", { done: dose.sessions, total: dose.planned_sessions })
                : dose.sessions}
            </td>
            <td data-figure>{dose.minutes}</td>
            <td data-figure>{dose.provisional_minutes}</td>
            <td>
              {dose.modules
                .map((one) => t("chart.module", { module: moduleName(dose, one.module), count: one.sessions }))
                .join(", ")}
            </td>
            <td>{formatDate(dose.last_on, locale)}</td>
          </tr>
        ))}
      </tbody>
    </TableScroll>
  );
}

function WeekTable({ doses }: { doses: readonly ModalityDose[] }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const weeks = doseWeeks(doses);
  const most = Math.max(1, ...weeks.flatMap((week) => week.minutes));
  return (
    <TableScroll label={t("chart.doseByWeek")}>
      <thead>
        <tr>
          <th scope="col">{t("chart.column.weekOf")}</th>
          {doses.map((dose) => (
            <th key={dose.modality_id} scope="col">
              {dose.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.startsOn}>
            <th scope="row">{formatDate(week.startsOn, locale)}</th>
            {week.minutes.map((minutes, index) => (
              <td key={doses[index]?.modality_id}>
                {t("chart.minutes", { count: minutes })}
                <span className={classes.small} aria-hidden>
                  <span style={{ width: `${(minutes / most) * 100}%` }} />
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableScroll>
  );
}
