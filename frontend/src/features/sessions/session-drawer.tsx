import { Button, Drawer } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowsMove,
  IconCircleCheck,
  IconCircleX,
  IconPrinter,
  IconSearchOff,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useAlarmed } from "@/api/alerts";
import { hasStatus } from "@/api/problem";
import type { Roster, Series, Session, SessionCard, SessionMove } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { phaseOf } from "@/lib/session-time";
import { formatDay, formatTimeRange } from "@/lib/time";
import { useFocusPassed } from "@/lib/use-focus-passed";
import { useNarrow } from "@/lib/use-narrow";
import { Chip } from "@/ui/chip";
import { KindChip, kindColour } from "@/ui/kind";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/page";
import { useProblemText } from "@/ui/problem-text";
import { useSessionTitle } from "@/ui/session-title";
import { SidePanel } from "@/ui/side-panel";
import { useLater } from "@/ui/use-later";
import { useOpened } from "@/ui/use-opened";

import { CancelDialog } from "./cancel-dialog";
import { MoveDialog } from "./move-dialog";
import { rosterQuery, sessionQuery, useMoveSession, weekOfQuery } from "./queries";
import { RosterNames } from "./roster-names";
import { brief, moveBack, warningsOf } from "./rules";
import { SeriesPanel } from "./series-panel";
import classes from "./session-drawer.module.css";
import { Changes, Facts } from "./session-facts";
import { WaitsPart } from "./waits-part";

type Props = {
  /** The session in the address; undefined while none is open. */
  id: string | undefined;
  /** The account of who looks. */
  me: string;
  permissions: readonly string[];
  now: Date;
  onClose: () => void;
  /** It is on another day now: the schedule goes along. */
  onMoved: (session: Session) => void;
  /** What is planned to be taught in it. */
  topic: (session: Session, onBusy: (busy: boolean) => void) => ReactNode;
};

/** From this width on there is room for the schedule and a session. */
const BESIDE_FROM_PIXELS = 1280;

const loadSeriesEditing = () => import("./series-editing").then((module) => module.SeriesEditing);
const loadNothing = () => new Promise<never>(() => {});

/** One session beside the schedule, above it where the window is narrow: what it is, who comes, what may be done about it. */
export function SessionDrawer({ id, onClose, ...rest }: Props) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const found = useSession(id);
  // A dialog above the drawer has Escape and focus to itself.
  const [busy, setBusy] = useState(false);
  const opener = useRef<Element | null>(null);
  const markBusy = useCallback((next: boolean) => {
    if (next) opener.current = document.activeElement;
    setBusy(next);
  }, []);
  useEffect(() => {
    const from = opener.current;
    if (busy || !(from instanceof HTMLElement)) return;
    opener.current = null;
    // The drawer holds focus again and begins with its first button; this comes after it.
    setTimeout(() => from.isConnected && from.focus({ preventScroll: true }));
  }, [busy]);
  const stands = useOpened(id !== undefined);
  const over = useNarrow(BESIDE_FROM_PIXELS - 1);
  const title = found.card ? titleOf(found.card) : t("sessions.facts");
  if (!over) {
    return id === undefined ? null : (
      <SidePanel subject={id} title={title} onClose={onClose}>
        <Content key={id} found={found} onClose={onClose} onBusy={markBusy} {...rest} />
      </SidePanel>
    );
  }
  return (
    <Drawer
      opened={stands}
      onClose={onClose}
      title={title}
      closeOnEscape={!busy}
      trapFocus={!busy}
      // With a dialog above it there would be two banners.
      attributes={{ header: { role: "presentation" } }}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      {id !== undefined && <Content key={id} found={found} onClose={onClose} onBusy={markBusy} {...rest} />}
    </Drawer>
  );
}

/** A session, and its card: titles as this reader may see them come with the schedule. */
function useSession(id: string | undefined) {
  const session = useQuery({ ...sessionQuery(id ?? ""), enabled: id !== undefined });
  const day = session.data?.local_date;
  const week = useQuery({ ...weekOfQuery(day ?? "2000-01-01"), enabled: id !== undefined && day !== undefined });
  return { session, week, card: week.data?.sessions.find((one) => one.id === id) };
}

type ContentProps = Omit<Props, "id"> & {
  found: ReturnType<typeof useSession>;
  onBusy: (busy: boolean) => void;
};

function Content({ found: { session, week, card }, onClose, ...rest }: ContentProps) {
  const { t } = useTranslation();
  const missing = hasStatus(session.error, 404) || (session.data && week.data && !card && !week.isFetching);
  if (missing) {
    return (
      <EmptyState
        icon={<IconSearchOff size={24} stroke={1.5} aria-hidden />}
        title={t("sessions.notFound")}
        hint={t("sessions.notFoundHint")}
        action={<Button onClick={onClose}>{t("sessions.toSchedule")}</Button>}
      />
    );
  }
  const failed = session.data ? week : session;
  if (failed.isError && !failed.data) {
    return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  }
  if (!session.data || !card) return <LoadingRows rows={6} />;
  return <Loaded session={session.data} card={card} {...rest} />;
}

type LoadedProps = Omit<ContentProps, "found" | "onClose"> & { session: Session; card: SessionCard };

function Loaded({ session, card, me, permissions, now, onBusy, onMoved, topic }: LoadedProps) {
  const { t } = useTranslation();
  const seesNames = permissions.includes("attendance:read");
  const alarmed = useAlarmed(permissions.includes("alert:read"));
  const roster = useQuery({ ...rosterQuery(session.id), enabled: seesNames });
  const [dialog, setDialog] = useState<"move" | "cancel" | "series" | null>(null);
  const editsSeries = session.series_id !== null && permissions.includes("series:write");
  const SeriesEditing = useLater(editsSeries ? loadSeriesEditing : loadNothing);
  const [undo, setUndo] = useState<SessionMove | null>(null);
  const ways = useRef<HTMLDivElement>(null);
  const passFocus = useFocusPassed(() => ways.current?.querySelector("a"));
  useEffect(() => {
    onBusy(dialog !== null);
    return () => onBusy(false);
  }, [dialog, onBusy]);

  const phase = phaseOf(session, now);
  const changeable = permissions.includes("session:write") && session.status === "scheduled";
  const warnings = warningsOf(session, card, now);
  // Seats of a session that is over cannot be waited for.
  const waited =
    permissions.includes("booking:read") &&
    session.status === "scheduled" &&
    phase !== "over" &&
    card.capacity !== null;
  const seriesActions =
    SeriesEditing &&
    editsSeries &&
    ((series: Series) => (
      <SeriesEditing
        session={session}
        card={card}
        series={series}
        me={me}
        opened={dialog === "series"}
        onOpen={() => setDialog("series")}
        onClose={() => setDialog(null)}
        onMoved={(local_date) => onMoved({ ...session, local_date })}
      />
    ));
  // While one's own group runs, those in the room can see the screen.
  const inRoom = card.mine && !card.telehealth && phase === "running" && kindColour(card.service_kind) === "group";
  return (
    <div className={classes.content}>
      <div className={classes.title}>
        <KindChip kind={card.service_kind} />
        {session.status === "closed" && (
          <Chip tone="ok" icon={<IconCircleCheck size={14} stroke={1.75} aria-hidden />}>
            {t("session.closed")}
          </Chip>
        )}
        {session.status === "cancelled" && (
          <Chip icon={<IconCircleX size={14} stroke={1.75} aria-hidden />}>{t("session.cancelled")}</Chip>
        )}
      </div>
      {undo && <Undo session={session} back={undo} onDone={() => setUndo(null)} onMoved={onMoved} />}
      <Facts session={session} card={card} />
      <div ref={ways} className={classes.actions}>
        <Button
          renderRoot={(props) => (
            <Link
              to="/today"
              search={{ date: card.local_date, session: card.id, ...(card.mine ? {} : { whose: "all" as const }) }}
              {...props}
            />
          )}
          variant={phase === "running" && session.status === "scheduled" ? "filled" : "default"}
        >
          {t("sessions.openRoster")}
        </Button>
        {changeable && (
          <Button
            leftSection={<IconArrowsMove size={16} stroke={1.75} aria-hidden />}
            onClick={() => setDialog("move")}
          >
            {t("sessions.move")}
          </Button>
        )}
        {seesNames && session.status !== "cancelled" && (
          <Button
            renderRoot={(props) => (
              <Link to="/sessions/$sessionId/sheet" params={{ sessionId: session.id }} {...props} />
            )}
            leftSection={<IconPrinter size={16} stroke={1.75} aria-hidden />}
          >
            {t("session.sheet")}
          </Button>
        )}
      </div>
      {warnings.length > 0 && (
        <ul className={classes.warnings} aria-label={t("sessions.warnings")}>
          {warnings.map((warning) => (
            <li key={warning}>
              <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
              {t(`sessions.warning.${warning}`)}
            </li>
          ))}
        </ul>
      )}
      {topic(session, onBusy)}
      <RosterNames query={roster} allowed={seesNames} discreet={inRoom} card={card} alarmed={alarmed} />
      {waited && !inRoom && <WaitsPart session={session} card={card} mayBook={permissions.includes("booking:write")} />}
      {session.series_id && permissions.includes("series:read") && (
        <SeriesPanel
          id={session.series_id}
          current={session.id}
          now={now}
          permissions={permissions}
          actions={seriesActions || undefined}
        />
      )}
      <Changes session={session} />
      {changeable && (
        <div className={classes.foot}>
          <Button
            variant="subtle"
            className={classes.final as string}
            onClick={(event) => {
              passFocus(event);
              setDialog("cancel");
            }}
          >
            {t("sessions.cancel")}
          </Button>
        </div>
      )}
      <Dialogs
        session={session}
        card={card}
        roster={roster.data}
        dialog={dialog}
        onClose={() => setDialog(null)}
        onMoved={(moved) => {
          setDialog(null);
          setUndo(moveBack(session));
          onMoved(moved);
        }}
      />
    </div>
  );
}

type DialogsProps = {
  session: Session;
  card: SessionCard;
  roster: Roster | undefined;
  dialog: "move" | "cancel" | "series" | null;
  onClose: () => void;
  onMoved: (moved: Session) => void;
};

function Dialogs({ dialog, onMoved, roster, ...rest }: DialogsProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const moved = (session: Session) => {
    const facts = {
      date: formatDay(session.local_date, locale),
      time: formatTimeRange(brief(session.local_start), brief(session.local_end), locale),
    };
    announce(t("sessions.movedTo", facts));
    onMoved(session);
  };
  return (
    <>
      <MoveDialog opened={dialog === "move"} roster={roster} onMoved={moved} {...rest} />
      <CancelDialog opened={dialog === "cancel"} {...rest} />
    </>
  );
}

type UndoProps = { session: Session; back: SessionMove; onDone: () => void; onMoved: (session: Session) => void };

/** Says where a session was moved, and takes the move back. */
function Undo({ session, back, onDone, onMoved }: UndoProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const problemText = useProblemText();
  const move = useMoveSession(session.id);
  const takeBack = () =>
    move.mutate(
      { ...back, version: session.version },
      {
        onSuccess: (answer) => {
          announce(t("sessions.undone"));
          onDone();
          onMoved(answer);
        },
      },
    );
  return (
    <div className={classes.undo} role="status">
      <IconCircleCheck size={16} stroke={1.75} aria-hidden />
      <span>
        {move.isError
          ? problemText(move.error)
          : t("sessions.movedTo", {
              date: formatDay(session.local_date, locale),
              time: formatTimeRange(brief(session.local_start), brief(session.local_end), locale),
            })}
      </span>
      <Button
        leftSection={<IconArrowBackUp size={16} stroke={1.75} aria-hidden />}
        loading={move.isPending}
        onClick={takeBack}
      >
        {t("sessions.undo")}
      </Button>
    </div>
  );
}
