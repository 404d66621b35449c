import { Button } from "@mantine/core";
import { IconCalendarCog, IconCalendarOff, IconPrinter, IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useTranslation } from "react-i18next";

import type { WeekView } from "@/app/addresses";
import { mayOpen } from "@/app/pages";
import { DayRows } from "@/features/week/day-rows";
import type { DayRow, WeekSession } from "@/features/week/rules";
import type { SessionLink } from "@/features/week/session-link";
import { WeekGrid } from "@/features/week/week-grid";
import { WeekList } from "@/features/week/week-list";
import type { LocalDate } from "@/lib/time";
import { KindChip } from "@/ui/kind";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/page";

import classes from "./week-route.module.css";

/** What the schedule shows, as it was when its drawing began. */
export type Shown = {
  view: WeekView;
  day: LocalDate;
  startsOn: LocalDate;
  ready: boolean;
  failure: Error | null;
  timeZone: string;
  sessions: WeekSession[];
  rows: DayRow[];
  filtered: boolean;
  link: SessionLink;
};

type ScheduleProps = {
  shown: Shown;
  now: Date;
  permissions: readonly string[];
  onRetry: () => void;
  onClear: () => void;
};

/** The sessions themselves in one of the four views: the costly part, drawn only when they change. */
export const Schedule = memo(function Schedule({ shown, now, permissions, onRetry, onClear }: ScheduleProps) {
  const { t } = useTranslation();
  const { view, day, startsOn, ready, failure, timeZone, sessions, rows, filtered, link } = shown;
  if (!ready) return <LoadingRows rows={8} height={56} />;
  if (failure) return <ErrorState error={failure} onRetry={onRetry} />;
  if (sessions.length === 0 && (filtered || view === "week" || view === "list")) {
    return (
      <EmptyState
        icon={<IconCalendarOff size={24} stroke={1.5} aria-hidden />}
        title={t(filtered ? "week.emptyFiltered" : "week.empty")}
        {...(filtered ? {} : { hint: t("week.emptyHint") })}
        action={filtered ? <Button onClick={onClear}>{t("week.clear")}</Button> : undefined}
      />
    );
  }
  if (view === "list") {
    return <WeekList startsOn={startsOn} timeZone={timeZone} sessions={sessions} now={now} link={link} />;
  }
  return (
    <>
      {view === "week" ? (
        <WeekGrid startsOn={startsOn} timeZone={timeZone} sessions={sessions} now={now} link={link} />
      ) : (
        <DayRows
          date={day}
          timeZone={timeZone}
          now={now}
          by={view === "rooms" ? "room" : "staff"}
          rows={rows}
          link={link}
        />
      )}
      <footer className={classes.legend}>
        <KindChip kind="group" />
        <KindChip kind="individual" />
        <KindChip kind="family" />
        <span className="meta">
          <IconUsers size={13} stroke={1.75} aria-hidden style={{ verticalAlign: -2 }} /> {t("week.booked")}
        </span>
        {permissions.includes("session:write") && <span className="meta">{t("sessions.moveByKeys")}</span>}
        <ToPlan from={view === "week" ? startsOn : day} permissions={permissions} />
        <ToPaper permissions={permissions} />
      </footer>
    </>
  );
});

/** Where the week is filled, or held in spite of what is lost. */
function ToPlan({ from, permissions }: { from: LocalDate; permissions: readonly string[] }) {
  const { t } = useTranslation();
  if (!mayOpen("/schedule/plan", permissions)) return null;
  return (
    <Link to="/schedule/plan" search={{ from }} className={classes.paper as string}>
      <IconCalendarCog size={14} stroke={1.75} aria-hidden /> {t("sessions.plan")}
    </Link>
  );
}

/** For the day on which there is no schedule to look at. */
function ToPaper({ permissions }: { permissions: readonly string[] }) {
  const { t } = useTranslation();
  if (!mayOpen("/downtime", permissions)) return null;
  return (
    <Link to="/downtime" className={classes.paper as string}>
      <IconPrinter size={14} stroke={1.75} aria-hidden /> {t("sessions.downtime")}
    </Link>
  );
}
