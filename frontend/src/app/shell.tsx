import { ActionIcon } from "@mantine/core";
import { IconMenu2 } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { loadAccountPopover } from "@/features/identity/account-menu";
import { announce } from "@/lib/announce";
import { enterRoom, enterRoomOf, forgetRoom, useRoom } from "@/lib/room";
import { useShortcut } from "@/lib/shortcuts";
import { forgetUnfinished } from "@/lib/unfinished";
import { useNarrow } from "@/lib/use-narrow";
import { LaterDrawer, loadDrawer } from "@/ui/later-drawer";
import { Logo } from "@/ui/logo";
import { LoadingRows } from "@/ui/page";
import { useLater } from "@/ui/use-later";
import { ConnectionBanner } from "./connection-banner";
import { Navigation } from "./navigation";
import { RoomBar, RoomCover } from "./room-bar";
import classes from "./shell.module.css";
import { useGroupInRoom } from "./use-group-in-room";
import { usePalette } from "./use-palette";
import { useRail } from "./use-rail";

const route = getRouteApi("/inside");

const loadRenewal = () => import("@/features/identity/renewal-dialog").then((module) => module.RenewalDialog);
const loadLeave = () => import("./leave-room-dialog").then((module) => module.LeaveRoomDialog);
const loadOutbox = () => import("@/features/attendance/outbox-notice").then((module) => module.OutboxNotice);

/** A server that does not answer is waited for only so long. */
const WAIT_FOR_DAY_MILLISECONDS = 2_500;

/**
 * Whether the page may be seen: once it is known whether a group sits before this screen. Then there is no navigation,
 * and what was seen beside one would move. Until then it stands unseen, so that it asks for all it needs.
 */
function useDrawn(known: boolean): boolean {
  const [drawn, setDrawn] = useState(known);
  useEffect(() => {
    if (drawn) return;
    if (known) setDrawn(true);
    const timer = setTimeout(() => setDrawn(true), WAIT_FOR_DAY_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [drawn, known]);
  return drawn || known;
}

/** What stands around every page of somebody signed in. */
export function Shell() {
  const { t } = useTranslation();
  const { session } = route.useRouteContext();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const narrow = useNarrow(1000);
  const [open, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const room = useRoom();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const shown = useRef(path);

  // A screen reader is taken to the new page, as a full page load would do.
  useEffect(() => {
    setOpen(false);
    if (shown.current !== path) main.current?.focus({ preventScroll: true });
    shown.current = path;
  }, [path]);

  // While one's own group runs, those in the room can see the screen: it is discreet by itself, whatever it shows.
  // What stands there, not where one is going: until the next page is loaded the one before it is still shown.
  const onToday = useRouterState({ select: ({ matches }) => matches.at(-1)?.routeId === "/inside/today" });
  const { group, known } = useGroupInRoom(session, { asks: !onToday });
  const discreet = room.on || group !== null;
  useLayoutEffect(() => {
    if (group !== null) enterRoomOf(group);
  }, [group]);

  const [leavingRoom, setLeavingRoom] = useState(false);
  useShortcut("r", () => (room.on ? setLeavingRoom(true) : enterRoom()));
  const wasIn = useRef(false);
  useEffect(() => {
    if (room.on !== wasIn.current) {
      setLeavingRoom(false);
      announce(t(room.on ? "room.entered" : "room.left"));
      if (!room.on) main.current?.focus({ preventScroll: true });
    }
    wasIn.current = room.on;
  }, [room.on, t]);

  // What this page knew about people goes with the session.
  const leave = () => {
    void navigate({ to: "/sign-in", search: { out: true } }).then(() => queryClient.clear());
    forgetRoom();
    forgetUnfinished();
  };
  const LeaveRoom = useLater(loadLeave);
  const Outbox = useLater(loadOutbox);
  const Renewal = useLater(loadRenewal);
  // What opens from the navigation is asked for in room mode too: the connection may go before it is left.
  useLater(loadAccountPopover);
  useLater(loadDrawer);
  const drawn = useDrawn(known || room.on);
  const { rail, toggle } = useRail();
  const palette = usePalette(discreet || !known);
  const search = () => {
    setOpen(false);
    palette.open();
  };
  return (
    <div
      className={classes.shell}
      data-room={discreet || undefined}
      data-waits={!drawn || undefined}
      data-rail={(rail && !narrow && !discreet) || undefined}
    >
      {!drawn && (
        <p className="coming">
          <img src="/handrail.svg" alt="" width="40" height="40" />
          {t("app.name")}
        </p>
      )}
      <a className={classes.skip} href="#main">
        {t("app.skip")}
      </a>
      {discreet ? null : narrow ? (
        <>
          {/* No header: the library's dialogs bring one of their own, and a page has one banner. */}
          <section className={classes.topbar} aria-label={t("app.name")}>
            <ActionIcon aria-label={t("app.openNavigation")} aria-expanded={open} onClick={() => setOpen(true)}>
              <IconMenu2 size={20} stroke={1.75} aria-hidden />
            </ActionIcon>
            <Logo />
            {t("app.name")}
          </section>
          <LaterDrawer
            opened={open}
            onClose={() => setOpen(false)}
            position="left"
            size={264}
            // Focus is with the search while that is open.
            returnFocus={!palette.opened}
            padding="md"
            title={t("app.name")}
            closeButtonProps={{ "aria-label": t("app.closeNavigation") }}
          >
            <Navigation
              className={`${classes.nav} ${classes.drawerNav}`}
              session={session}
              onSignedOut={leave}
              onSearch={search}
            />
          </LaterDrawer>
        </>
      ) : (
        <Navigation
          className={classes.nav}
          session={session}
          onSignedOut={leave}
          onSearch={search}
          rail={rail}
          onRail={toggle}
        >
          <div className={classes.brand}>
            <Logo />
            <span>{t("app.name")}</span>
          </div>
        </Navigation>
      )}
      <div className={classes.column}>
        <ConnectionBanner />
        {Outbox && <Outbox account={session.account.id} />}
        <main id="main" ref={main} className={classes.main} tabIndex={-1}>
          {discreet && <RoomBar asking={leavingRoom} onAsk={setLeavingRoom} Leave={LeaveRoom} />}
          {/* Today waits by itself for what it shows, and has something to show a room. */}
          {onToday ? <Outlet /> : discreet ? <RoomCover /> : known ? <Outlet /> : <LoadingRows />}
        </main>
      </div>
      {palette.Dialog && <palette.Dialog session={session} onClose={palette.close} onSignedOut={leave} />}
      {Renewal && <Renewal session={session} onLeave={leave} />}
    </div>
  );
}
