import {
  IconBooks,
  IconBuilding,
  IconCalendarWeek,
  IconClipboardList,
  IconCloudCheck,
  IconCloudUp,
  IconCloudX,
  IconHistory,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconMessages,
  IconSearch,
  IconSmartHome,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useIsMutating } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { SignedIn } from "@/api/types";
import { kept } from "@/features/attendance/outbox-state";
import { AccountMenu } from "@/features/identity/account-menu";
import { useStore } from "@/lib/store";
import { unsavedCount } from "@/lib/unsaved";
import { Key } from "@/ui/key";

import { mayOpen } from "./pages";
import classes from "./shell.module.css";

const pages = [
  { to: "/today", text: "nav.today", Icon: IconSmartHome },
  { to: "/schedule", text: "nav.week", Icon: IconCalendarWeek },
  { to: "/huddle", text: "nav.huddle", Icon: IconMessages },
  { to: "/participants", text: "nav.participants", Icon: IconUsers },
  { to: "/cohorts", text: "nav.cohorts", Icon: IconUsersGroup },
  { to: "/programs", text: "nav.programs", Icon: IconClipboardList },
  { to: "/therapies", text: "nav.therapies", Icon: IconBooks },
  { to: "/clinic", text: "nav.clinic", Icon: IconBuilding },
  { to: "/audit", text: "nav.audit", Icon: IconHistory },
] as const;

type NavigationProps = {
  session: SignedIn;
  onSignedOut: () => void;
  onSearch: () => void;
  className?: string | undefined;
  /** Only icons show; each says its name when it is pointed at or has focus. */
  rail?: boolean;
  onRail?: (() => void) | undefined;
  /** What stands above the pages. */
  children?: ReactNode;
};

/** The pages, whether everything is saved, and the account: one landmark, so that nothing of it is outside of any. */
export function Navigation(props: NavigationProps) {
  const { session, onSignedOut, onSearch, className, rail = false, onRail, children } = props;
  const { t } = useTranslation();
  /** The name of an icon beside it; the whole navigation has the names in it. */
  const named = (name: string) => (rail ? { title: name, "data-name": name } : {});
  const RailIcon = rail ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <nav className={className} aria-label={t("app.navigation")}>
      {children}
      <button
        type="button"
        className={classes.search}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={onSearch}
        {...named(t("nav.search"))}
      >
        <IconSearch size={16} stroke={1.75} aria-hidden />
        <span>{t("nav.search")}</span>
        <Key>{isMac() ? "⌘K" : "Ctrl K"}</Key>
      </button>
      <ul>
        {pages
          .filter(({ to }) => mayOpen(to, session.permissions))
          .map(({ to, text, Icon }) => (
            <li key={to}>
              <Link
                to={to}
                className={classes.item as string}
                activeOptions={{ includeSearch: false }}
                {...named(t(text))}
              >
                <Icon size={18} stroke={1.6} aria-hidden />
                <span>{t(text)}</span>
              </Link>
            </li>
          ))}
      </ul>
      <div className={classes.foot}>
        {onRail && (
          <button
            type="button"
            className={classes.item}
            onClick={onRail}
            {...named(t(rail ? "nav.expand" : "nav.collapse"))}
          >
            <RailIcon size={18} stroke={1.6} aria-hidden />
            <span>{t(rail ? "nav.expand" : "nav.collapse")}</span>
          </button>
        )}
        <SaveState />
        <div className={classes.who}>
          <AccountMenu session={session} onSignedOut={onSignedOut} />
        </div>
      </div>
    </nav>
  );
}

const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Whether everything a person did has reached the server: no message comes and goes for it. */
export function SaveState() {
  const { t } = useTranslation();
  const saving = useIsMutating() > 0;
  const unsaved = useStore(unsavedCount) + useStore(kept).length > 0;
  const state = unsaved ? "unsaved" : saving ? "saving" : "saved";
  const Icon = { unsaved: IconCloudX, saving: IconCloudUp, saved: IconCloudCheck }[state];
  return (
    <div className={classes.save} data-state={state} title={t(`save.${state}`)}>
      <Icon size={16} stroke={1.75} aria-hidden />
      <span>{t(`save.${state}`)}</span>
    </div>
  );
}
