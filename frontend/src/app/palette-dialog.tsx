import { useMantineColorScheme } from "@mantine/core";
import {
  IconBooks,
  IconBuilding,
  IconCalendarCog,
  IconCalendarWeek,
  IconChartDots,
  IconChecklist,
  IconClipboardList,
  IconHistory,
  IconLanguage,
  IconLogout,
  IconMessages,
  IconMoon,
  IconPhoneCall,
  IconPlus,
  IconPrinter,
  IconSmartHome,
  IconSun,
  IconUserCircle,
  IconUserPlus,
  IconUserQuestion,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { dayQuery } from "@/api/day";
import type { SessionCard, SignedIn } from "@/api/types";
import { useSignOut } from "@/features/identity/queries";
import { type Choice, Palette } from "@/features/palette/palette";
import { weekSessionsQuery } from "@/features/palette/queries";
import { coming } from "@/features/palette/rules";
import { en, es } from "@/features/palette/texts";
import { addTexts, chooseLanguage, useLanguage } from "@/lib/i18n";
import { formatDay, formatTimeRange, wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { KindIcon, kindColour } from "@/ui/kind";
import { useSessionTitle } from "@/ui/session-title";

import { mayOpen } from "./pages";
import { groupInRoom } from "./use-group-in-room";

addTexts("palette", { en, es });

export type PaletteProps = { session: SignedIn; onClose: () => void; onSignedOut: () => void };

/** What the search offers to who is signed in, and where each choice leads. */
export function PaletteDialog({ session, onClose, onSignedOut }: PaletteProps) {
  const { t } = useTranslation();
  const inWords = useSessionTitle();
  const { locale, language } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const now = useNow();
  const [revealed, setRevealed] = useState(false);
  const today = wallClock(now, session.organization.time_zone).date;
  const maySee = session.permissions.includes("schedule:read");
  const day = useQuery({ ...dayQuery(today), enabled: maySee });

  // Whoever left room mode wants to see one page; this finds everybody. A running group, or not knowing of any, keeps
  // names away.
  const unknown = maySee && !day.data;
  const discreet = !revealed && (unknown || groupInRoom(day.data?.sessions ?? [], now, []) !== null);

  /** Closing first gives focus back; a page that opens then takes it to itself. */
  const thenClose = (run: () => void) => () => {
    onClose();
    run();
  };
  const titleOf = (one: SessionCard) =>
    discreet && kindColour(one.service_kind) !== "group" ? t(`kind.${one.service_kind}`) : inWords(one);
  // Today's stand there at once; the week's are found by what is typed, also those that are over.
  const week = useQuery({ ...weekSessionsQuery(today), enabled: maySee });
  const ofOtherDays = (week.data?.sessions ?? []).filter(
    (one) => one.local_date !== today && one.status !== "cancelled",
  );
  const later: Choice[] = ofOtherDays.map((one) => ({
    id: one.id,
    text: titleOf(one),
    detail: [formatDay(one.local_date, locale), formatTimeRange(one.local_start, one.local_end, locale), one.room_name]
      .filter(Boolean)
      .join(" · "),
    icon: <KindIcon kind={one.service_kind} size={16} />,
    run: thenClose(() => void navigate({ to: "/schedule", search: { from: one.local_date, session: one.id } })),
  }));
  const sessions: Choice[] = coming(day.data?.sessions ?? [], now).map((one) => ({
    id: one.id,
    text: titleOf(one),
    detail: [formatTimeRange(one.local_start, one.local_end, locale), one.room_name].filter(Boolean).join(" · "),
    icon: <KindIcon kind={one.service_kind} size={16} />,
    run: thenClose(() => void navigate({ to: "/today", search: { session: one.id } })),
  }));
  const page = (id: string, text: string, Icon: typeof IconUsers, go: () => void): Choice => ({
    id,
    text,
    icon: <Icon size={16} stroke={1.75} aria-hidden />,
    run: thenClose(go),
  });
  const pages = [
    page("/today", t("nav.today"), IconSmartHome, () => void navigate({ to: "/today" })),
    page("/schedule", t("nav.week"), IconCalendarWeek, () => void navigate({ to: "/schedule" })),
    ...(mayOpen("/schedule/plan", session.permissions)
      ? [page("/schedule/plan", t("palette.planWeek"), IconCalendarCog, () => void navigate({ to: "/schedule/plan" }))]
      : []),
    ...(mayOpen("/huddle", session.permissions)
      ? [page("/huddle", t("nav.huddle"), IconMessages, () => void navigate({ to: "/huddle" }))]
      : []),
    page("/participants", t("nav.participants"), IconUsers, () => void navigate({ to: "/participants" })),
    ...(mayOpen("/participants/duplicates", session.permissions)
      ? [
          page(
            "/participants/duplicates",
            t("palette.duplicates"),
            IconUserQuestion,
            () => void navigate({ to: "/participants/duplicates" }),
          ),
        ]
      : []),
    ...(mayOpen("/cohorts", session.permissions)
      ? [page("/cohorts", t("nav.cohorts"), IconUsersGroup, () => void navigate({ to: "/cohorts" }))]
      : []),
    ...(mayOpen("/programs", session.permissions)
      ? [page("/programs", t("nav.programs"), IconClipboardList, () => void navigate({ to: "/programs" }))]
      : []),
    ...(mayOpen("/therapies", session.permissions)
      ? [page("/therapies", t("nav.therapies"), IconBooks, () => void navigate({ to: "/therapies" }))]
      : []),
    ...(mayOpen("/outcomes", session.permissions)
      ? [page("/outcomes", t("palette.outcomes"), IconChartDots, () => void navigate({ to: "/outcomes" }))]
      : []),
    ...(mayOpen("/fidelity", session.permissions)
      ? [page("/fidelity", t("palette.fidelity"), IconChecklist, () => void navigate({ to: "/fidelity" }))]
      : []),
    ...(mayOpen("/clinic", session.permissions)
      ? [
          page(
            "/clinic",
            `${t("nav.clinic")}: ${t("palette.locations")}`,
            IconBuilding,
            () => void navigate({ to: "/clinic" }),
          ),
          page(
            "/clinic?tab=staff",
            `${t("nav.clinic")}: ${t("palette.staff")}`,
            IconBuilding,
            () => void navigate({ to: "/clinic", search: { tab: "staff" } }),
          ),
        ]
      : []),
    ...(session.permissions.includes("on_call:read")
      ? [
          page(
            "/clinic?tab=on-call",
            t("palette.onCall"),
            IconPhoneCall,
            () => void navigate({ to: "/clinic", search: { tab: "on-call" } }),
          ),
        ]
      : []),
    ...(mayOpen("/audit", session.permissions)
      ? [page("/audit", t("nav.audit"), IconHistory, () => void navigate({ to: "/audit" }))]
      : []),
    ...(mayOpen("/downtime", session.permissions)
      ? [page("/downtime", t("palette.downtime"), IconPrinter, () => void navigate({ to: "/downtime" }))]
      : []),
    page("/account", t("account.open"), IconUserCircle, () => void navigate({ to: "/account" })),
  ];
  const actions = [
    ...(mayOpen("/participants/new", session.permissions)
      ? [
          page(
            "new-participant",
            t("palette.newParticipant"),
            IconUserPlus,
            () => void navigate({ to: "/participants/new" }),
          ),
        ]
      : []),
    ...(session.permissions.includes("program:write")
      ? [page("new-program", t("palette.newProgram"), IconPlus, () => void navigate({ to: "/programs/new" }))]
      : []),
    ...(session.permissions.includes("modality:write")
      ? [
          page(
            "new-therapy",
            t("palette.newTherapy"),
            IconPlus,
            () => void navigate({ to: "/therapies/$modalityId", params: { modalityId: "new" } }),
          ),
        ]
      : []),
    page("light", t("palette.light"), IconSun, () => setColorScheme("light")),
    page("dark", t("palette.dark"), IconMoon, () => setColorScheme("dark")),
    page("language", t("palette.otherLanguage"), IconLanguage, () => {
      void chooseLanguage(language === "en" ? "es" : "en");
    }),
    {
      ...page("sign-out", t("account.signOut"), IconLogout, () => {}),
      run: () => signOut.mutate({ everywhere: false }, { onSuccess: (left) => left && onSignedOut() }),
    },
  ];

  const openPerson = (participantId: string) =>
    void navigate({ to: "/participants/$participantId", params: { participantId } });
  return (
    <Palette
      sessions={sessions}
      later={later}
      pages={pages}
      actions={actions}
      maySearchPeople={session.permissions.includes("participant:read")}
      discreet={discreet}
      failure={signOut.error}
      onReveal={() => setRevealed(true)}
      onPerson={(id) => thenClose(() => openPerson(id))()}
      onClose={onClose}
    />
  );
}
