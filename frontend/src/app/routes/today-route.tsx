import { ActionIcon, Button } from "@mantine/core";
import { IconCalendarOff, IconChevronLeft, IconChevronRight, IconClick } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { openAlertsQuery } from "@/api/alerts";
import { dayQuery } from "@/api/day";
import { keys } from "@/api/keys";
import { hasStatus } from "@/api/problem";
import type { SignedIn, Today } from "@/api/types";
// Not later than the day: what comes after it would push it down.
import AlertsStrip from "@/features/alerts/alerts-strip";
import { rosterQuery } from "@/features/attendance/queries";
import { DayColumn } from "@/features/day/day-column";
import { DuePane, type Short } from "@/features/day/due-pane";
import { likelySession, minutesLeft, toClose } from "@/features/day/rules";
import { useLanguage } from "@/lib/i18n";
import { nameOf } from "@/lib/names";
import { useRoom } from "@/lib/room";
import { phaseOf } from "@/lib/session-time";
import { addDays, formatDay, formatDuration, wallClock } from "@/lib/time";
import { useLive } from "@/lib/use-live";
import { useNarrow } from "@/lib/use-narrow";
import { useNow } from "@/lib/use-now";
import { LaterDrawer } from "@/ui/later-drawer";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";

import { useGroupInRoom } from "../use-group-in-room";
import { SessionPanel } from "./session-panel";
import classes from "./today-route.module.css";

const LastDay = lazy(() => import("@/features/last-day/last-day"));
const OffTrack = lazy(() => import("@/features/outcomes/off-track"));
const MyTasks = lazy(() => import("@/features/tasks/my-tasks"));

const route = getRouteApi("/inside/today");

export function TodayRoute() {
  const address = route.useSearch();
  const { session } = route.useRouteContext();
  const now = useNow();
  const today = wallClock(now, session.organization.time_zone).date;
  const date = address.date ?? today;
  const day = useQuery(dayQuery(date));
  const room = useRoom();
  const { group, known } = useGroupInRoom(session);
  const discreet = room.on || group !== null;
  const roomy = !useNarrow(1360);
  const readsAlerts = session.permissions.includes("alert:read");
  const alerts = useQuery({ ...openAlertsQuery, enabled: readsAlerts });
  // Above the day alerts take as many lines as they need: nothing is shown beneath them before they are known.
  const waits = day.isPending || !known || (!roomy && readsAlerts && alerts.isPending);
  // Where there is room they stand beside the day; they are above it as long as there is no day.
  const beside = roomy && !discreet && (waits || day.data !== undefined);
  return (
    <>
      {!discreet && <DayHead date={date} today={today} now={now} day={day.data} />}
      {readsAlerts && !(beside && !waits) && (
        <div className={discreet || beside ? "" : classes.alerts}>
          {/* Before the day is there nobody knows whether a group sits before this screen. */}
          <AlertsStrip me={session} discreet={discreet || waits} />
        </div>
      )}
      {waits ? (
        <LoadingRows rows={9} height={44} />
      ) : day.isError && !day.data ? (
        <ErrorState error={day.error} onRetry={() => void day.refetch()} />
      ) : (
        <DayPanes key={date} day={day.data} now={now} me={session} group={group} />
      )}
    </>
  );
}

function DayHead(props: { date: string; today: string; now: Date; day: Today | undefined }) {
  const { date, today, now, day } = props;
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const navigate = route.useNavigate();
  const go = (to: string) => void navigate({ search: to === today ? {} : { date: to } });
  const own = day?.sessions.filter((one) => one.status !== "cancelled") ?? [];
  const mine = own.some((one) => one.mine) ? own.filter((one) => one.mine) : own;
  const left = minutesLeft(mine, now);
  const remaining = mine.filter((one) => phaseOf(one, now) !== "over").length;
  const summary =
    mine.length === 0
      ? null
      : date !== today
        ? t("day.total", { count: mine.length })
        : remaining > 0
          ? t("day.left", { count: remaining, time: formatDuration(Math.round(left / 15) * 15) })
          : t("day.done", { count: mine.length });
  return (
    <PageHead
      title={formatDay(date, locale)}
      actions={summary && <span className={`${classes.summary} num`}>{summary}</span>}
    >
      <span className={classes.step}>
        <ActionIcon aria-label={t("day.previous")} onClick={() => go(addDays(date, -1))}>
          <IconChevronLeft size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={t("day.next")} onClick={() => go(addDays(date, 1))}>
          <IconChevronRight size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </span>
      {date !== today && <Button onClick={() => go(today)}>{t("day.today")}</Button>}
    </PageHead>
  );
}

type PanesProps = {
  day: Today;
  now: Date;
  me: SignedIn;
  /** The group that sits before this screen. */
  group: string | null;
};

function DayPanes({ day, now, me, group }: PanesProps) {
  const { t } = useTranslation();
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const roomy = !useNarrow(1360);
  const [dueOpen, setDueOpen] = useState(false);
  const room = useRoom();

  const own = day.sessions.filter((one) => one.mine);
  const mixed = own.length > 0 && own.length < day.sessions.length;
  const whose = address.whose === "all" || own.length === 0 ? "all" : "mine";
  const shown = whose === "all" ? day.sessions : own;
  // A room sees its own roster, whichever was chosen before.
  const selectedId = group ?? address.session ?? likelySession(shown, now)?.id;
  const roster = useQuery({ ...rosterQuery(selectedId ?? ""), enabled: selectedId !== undefined });
  const selected = day.sessions.find((one) => one.id === selectedId) ?? roster.data?.session;
  const running = selected !== undefined && phaseOf(selected, now) === "running";
  useLive([keys.days, keys.roster(selectedId ?? "")], { quick: running });
  const discreet = room.on || group !== null;

  const unclosed = toClose(day.sessions, now).filter((one) => one.id !== selectedId);
  const short: Short[] = (roster.data?.rows ?? [])
    .map((row) => ({
      participantId: row.participant_id,
      name: nameOf(row),
      minutes: row.week?.short_by_minutes ?? 0,
      days: Number(row.flags.find(({ code }) => code === "days_short_this_week")?.params.count ?? 0),
    }))
    .filter(({ minutes, days }) => minutes > 0 || days > 0);
  const count = unclosed.length + short.length + day.due.length;
  const tasks = me.permissions.includes("task:read") && (
    <Suspense fallback={<LoadingRows rows={2} height={36} />}>
      <MyTasks date={day.date} me={me} now={now} timeZone={day.time_zone} />
    </Suspense>
  );
  // Of another day the question would be another one: this is about what to mend today.
  const today = day.date === wallClock(now, day.time_zone).date;
  const lastDay = today && me.permissions.includes("attendance:read") && (
    <Suspense fallback={<LoadingRows rows={2} height={36} />}>
      <LastDay date={day.date} mayNote={me.permissions.includes("contact_attempt:write")} />
      {me.permissions.includes("track:respond") && <OffTrack />}
    </Suspense>
  );
  const readsAlerts = me.permissions.includes("alert:read");
  const alerts = useQuery({ ...openAlertsQuery, enabled: readsAlerts });
  // Once: a failed reading is tried again by whoever shows it, and is awaited no more.
  const [alertsCame, setAlertsCame] = useState(false);
  if (!alerts.isPending && !alertsCame) setAlertsCame(true);
  const waiting = { unclosed, short, due: day.due, tasks, lastDay };
  const due = <DuePane {...waiting} />;
  const dueBeside =
    roomy && readsAlerts ? (
      // What comes first is awaited, or it would push down what is beneath it.
      !alertsCame ? (
        <LoadingRows rows={4} height={44} />
      ) : (
        <DuePane {...waiting} alerts={<AlertsStrip me={me} discreet={false} as="pane" />} />
      )
    ) : (
      due
    );

  if (day.sessions.length === 0) {
    return (
      <div className={classes.free}>
        <EmptyState
          icon={<IconCalendarOff size={24} stroke={1.5} aria-hidden />}
          title={t("day.empty")}
          hint={t("day.emptyHint")}
          action={
            <Button component={Link} to="/schedule">
              {t("day.toWeek")}
            </Button>
          }
        />
        {/* Tasks are due on a free day too, and what the last clinic day left. */}
        {!discreet && (
          <aside className={classes.due} aria-label={t("due.title")}>
            {dueBeside}
          </aside>
        )}
      </div>
    );
  }
  return (
    <div className={classes.panes} data-due={(roomy && !discreet) || undefined} data-room={discreet || undefined}>
      {!discreet && (
        <DayColumn
          date={day.date}
          timeZone={day.time_zone}
          sessions={shown}
          selected={selectedId}
          now={now}
          whose={whose}
          onWhose={
            mixed
              ? (next) =>
                  void navigate({
                    search: ({ whose: _, session: __, ...rest }) => (next === "all" ? { ...rest, whose: "all" } : rest),
                  })
              : undefined
          }
        />
      )}
      <div className={classes.session}>
        {selectedId === undefined ? (
          <EmptyState
            icon={<IconClick size={24} stroke={1.5} aria-hidden />}
            title={t("day.choose")}
            hint={t("day.chooseHint")}
          />
        ) : roster.isPending ? (
          <LoadingRows rows={9} height={40} />
        ) : roster.isError && !roster.data ? (
          hasStatus(roster.error, 403) && selected ? (
            <SessionPanel.Facts session={selected} discreet={discreet} />
          ) : (
            <ErrorState error={roster.error} onRetry={() => void roster.refetch()} />
          )
        ) : (
          <SessionPanel
            key={selectedId}
            roster={roster.data}
            timeZone={day.time_zone}
            now={now}
            me={me}
            discreet={discreet}
            extra={
              !roomy && !discreet && (count > 0 || tasks || lastDay) ? (
                <Button onClick={() => setDueOpen(true)}>
                  {count > 0 ? t("due.open", { count }) : t("due.title")}
                </Button>
              ) : null
            }
          />
        )}
      </div>
      {roomy && !discreet && (
        <aside className={classes.due} aria-label={t("due.title")}>
          {dueBeside}
        </aside>
      )}
      {!roomy && (
        <LaterDrawer
          opened={dueOpen && !discreet}
          onClose={() => setDueOpen(false)}
          title={t("due.title")}
          closeButtonProps={{ "aria-label": t("state.close") }}
        >
          {due}
        </LaterDrawer>
      )}
    </div>
  );
}
