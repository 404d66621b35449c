import {
  IconBuilding,
  IconCalendarWeek,
  IconClipboardList,
  IconCloudCheck,
  IconCloudUp,
  IconCloudX,
  IconHistory,
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
  { to: "/clinic", text: "nav.clinic", Icon: IconBuilding },
  { to: "/audit", text: "nav.audit", Icon: IconHistory },
] as const;

type NavigationProps = {
  session: SignedIn;
  onSignedOut: () => void;
  onSearch: () => void;
  className?: string | undefined;
  /** What stands above the pages. */
  children?: ReactNode;
};

/** The pages, whether everything is saved, and the account: one landmark, so that nothing of it is outside of any. */
export function Navigation({ session, onSignedOut, onSearch, className, children }: NavigationProps) {
  const { t } = useTranslation();
  return (
    <nav className={className} aria-label={t("app.navigation")}>
      {children}
      <button type="button" className={classes.search} aria-keyshortcuts="Control+K Meta+K" onClick={onSearch}>
        <IconSearch size={16} stroke={1.75} aria-hidden />
        <span>{t("nav.search")}</span>
        <Key>{isMac() ? "⌘K" : "Ctrl K"}</Key>
      </button>
      <ul>
        {pages
          .filter(({ to }) => mayOpen(to, session.permissions))
          .map(({ to, text, Icon }) => (
            <li key={to}>
              <Link to={to} className={classes.item as string} activeOptions={{ includeSearch: false }}>
                <Icon size={18} stroke={1.6} aria-hidden />
                {t(text)}
              </Link>
            </li>
          ))}
      </ul>
      <div className={classes.foot}>
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
    <div className={classes.save} data-state={state}>
      <Icon size={16} stroke={1.75} aria-hidden />
      {t(`save.${state}`)}
    </div>
  );
}
