import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter, useRouterState } from "@tanstack/react-router";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { cohortsQuery, locationsQuery, roomsQuery } from "@/api/clinic";
import { keys } from "@/api/keys";
import type { MakeUpOwed } from "@/api/types";
import type { WeekView } from "@/app/addresses";
import { MendingDialog } from "@/app/routes/mending-dialog";
import { ClosuresStrip, StripRoom } from "@/features/closures/closures-strip";
import { closuresQuery } from "@/features/closures/queries";
import * as closures from "@/features/closures/texts";
import { UnplacedStrip } from "@/features/planning/unplaced-strip";
import { useUnplaced } from "@/features/planning/use-unplaced";
import { Moving } from "@/features/sessions/moving";
import type { Owed } from "@/features/sessions/rules";
import { en, es } from "@/features/sessions/texts";
import { useWanted } from "@/features/sessions/use-wanted";
import { weekQuery } from "@/features/week/queries";
import { narrowed, rowsByRoom, rowsByStaff, staffOf, type WeekSession } from "@/features/week/rules";
import { isPlain, type SessionLink } from "@/features/week/session-link";
import { addTexts, useLanguage } from "@/lib/i18n";
import { addDays, formatDateRange, formatDay, mondayOf, wallClock } from "@/lib/time";
import { useLive } from "@/lib/use-live";
import { useNarrow } from "@/lib/use-narrow";
import { useNow } from "@/lib/use-now";
import { useStable } from "@/lib/use-stable";
import { PageHead } from "@/ui/page";
import { Segments } from "@/ui/segments";
import { useLater } from "@/ui/use-later";

import classes from "./week-route.module.css";
import { Schedule, type Shown } from "./week-shown";

addTexts("sessions", { en, es });
addTexts("closures", { en: closures.en, es: closures.es });

const route = getRouteApi("/inside/schedule");

const loadParts = () => import("./week-parts").then((module) => module.parts);

const NONE: WeekSession[] = [];
/** Stands in an address for the session that a link opens. */
const ANY_SESSION = "00000000-0000-0000-0000-000000000000";

export function WeekRoute() {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const { session } = route.useRouteContext();
  const now = useNow();
  const narrow = useNarrow(760);
  const today = wallClock(now, session.organization.time_zone).date;
  const view: WeekView = narrow ? "list" : (address.view ?? "rooms");
  const byDay = view === "rooms" || view === "staff";
  const day = address.from ?? today;
  const startsOn = mondayOf(day);
  const tellsWhose = ["attendance:read", "schedule:clinical"].every((one) => session.permissions.includes(one));
  const week = useQuery(weekQuery(startsOn, address, tellsWhose));
  useLive([keys.weeks]);
  const locations = useQuery(locationsQuery);
  const rooms = useQuery(roomsQuery);
  const cohorts = useQuery(cohortsQuery);
  const seesClosures = session.permissions.includes("closure:read");
  const coming = useQuery({ ...closuresQuery(today, session.organization.time_zone), enabled: seesClosures });
  const unplaced = useUnplaced({
    permissions: session.permissions,
    location: address.location,
    locations: locations.data,
    monday: startsOn,
    today,
  });
  // Filters come with what they filter: one after another they would push what is below them about.
  const ready =
    !week.isPending &&
    !locations.isPending &&
    !cohorts.isPending &&
    !(view === "rooms" && rooms.isPending) &&
    !(seesClosures && coming.isPending) &&
    !unplaced.isPending;
  const all = week.data?.sessions ?? NONE;
  const sessions = useMemo(() => (byDay ? all : narrowed(all, address.whose)), [all, byDay, address.whose]);
  const rows = useMemo(
    () =>
      view === "rooms"
        ? rowsByRoom(
            all.filter((one) => one.local_date === day),
            (rooms.data ?? []).filter((one) => !address.location || one.location_id === address.location),
          )
        : view === "staff"
          ? rowsByStaff(day, all)
          : [],
    [view, all, day, rooms.data, address.location],
  );
  const filtered = address.location !== undefined || address.cohort !== undefined || (!byDay && !!address.whose);
  const floor = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const opened = useRouterState({ select: (state) => state.location.state.opened === true });
  const [adding, setAdding] = useState<boolean | Owed>(false);
  const place = useWanted(setAdding);
  const [mending, setMending] = useState<MakeUpOwed | null>(null);
  const parts = useLater(loadParts, address.session !== undefined || adding !== false);
  const isNow = byDay ? day === today : startsOn === mondayOf(today);

  const go = (date: string) =>
    void navigate({ search: ({ from: _, ...rest }) => (date === today ? rest : { ...rest, from: date }) });
  const filter = (name: "location" | "cohort" | "whose", value: string) =>
    void navigate({
      search: (before) => {
        const { [name]: _, ...rest } = before;
        return value === "" ? rest : { ...rest, [name]: value };
      },
    });
  const look = (next: WeekView) =>
    void navigate({ search: ({ view: _, ...rest }) => (next === "rooms" ? rest : { ...rest, view: next }) });

  const pattern = router.buildLocation({
    to: "/schedule",
    search: { ...address, session: ANY_SESSION },
  }).href;
  const open = useStable<Parameters<SessionLink["open"]>, void>((event, id) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    void navigate({
      search: (before) => ({ ...before, session: id }),
      // One session after another is one step: closing the last leads back to the schedule.
      replace: address.session !== undefined,
      state: { opened: address.session === undefined || opened },
      resetScroll: false,
    });
  });
  const link = useMemo(
    () => ({ opened: address.session, hrefOf: (id: string) => pattern.replace(ANY_SESSION, id), open }),
    [address.session, pattern, open],
  );

  const data = week.data;
  const failure = week.isError && !data ? week.error : null;
  const newest = useMemo<Shown>(
    () => ({ view, day, startsOn, ready, failure, timeZone: data?.time_zone ?? "", sessions, rows, filtered, link }),
    [view, day, startsOn, ready, failure, data?.time_zone, sessions, rows, filtered, link],
  );
  // The pressed button and the head answer at once; what is drawn below them follows, all of it together.
  const shown = useDeferredValue(newest);
  const retry = useStable(() => void week.refetch());
  const clear = useStable(() => void navigate({ search: ({ location: _, cohort: __, whose: ___, ...rest }) => rest }));

  /** Back is what closes it; an address that was opened directly has nothing behind it. */
  const closeSession = () =>
    opened
      ? router.history.back()
      : void navigate({ search: ({ session: _, ...rest }) => rest, replace: true, resetScroll: false });
  /** The schedule goes to where a session is now, with the session open. */
  const follow = (session: { id: string; local_date: string }, replace: boolean) =>
    void navigate({
      search: ({ from: _, ...rest }) => ({
        ...rest,
        ...(session.local_date === today ? {} : { from: session.local_date }),
        session: session.id,
      }),
      state: { opened: replace ? opened : true },
      replace,
    });

  /** A day shows what was moved to another one once that is in sight. */
  const showDay = (moved: { local_date: string }) => byDay && moved.local_date !== day && go(moved.local_date);

  const closureStrip = shown.ready && coming.data && (
    <ClosuresStrip
      closures={coming.data}
      writes={session.permissions.includes("closure:write")}
      day={day < today ? today : day}
      location={address.location}
      locations={locations.data ?? []}
      timeZone={session.organization.time_zone}
    />
  );

  return (
    <>
      <PageHead
        title={byDay ? formatDay(day, locale) : formatDateRange(startsOn, addDays(startsOn, 6), locale)}
        actions={
          <>
            {!shown.ready && (
              <span className={classes.filters} data-for={narrow ? "line" : byDay ? "day" : "week"} aria-hidden />
            )}
            {shown.ready && (locations.data?.length ?? 0) > 1 && (
              <Filter
                label={t("week.location")}
                all={t("week.allLocations")}
                value={address.location}
                options={locations.data ?? []}
                onChange={(value) => filter("location", value)}
              />
            )}
            {shown.ready && (cohorts.data?.length ?? 0) > 0 && (
              <Filter
                label={t("week.cohort")}
                all={t("week.allCohorts")}
                value={address.cohort}
                options={cohorts.data ?? []}
                onChange={(value) => filter("cohort", value)}
              />
            )}
            {shown.ready && !byDay && all.length > 0 && (
              <Filter
                label={t("week.whose")}
                all={t(all.some((one) => one.mine) ? "week.myCohorts" : "week.everyone")}
                value={address.whose}
                options={[
                  ...(all.some((one) => one.mine) ? [{ id: "all", name: t("week.everyone") }] : []),
                  ...staffOf(all),
                ]}
                onChange={(value) => filter("whose", value)}
              />
            )}
            {!narrow && (
              <Segments
                label={t("week.view")}
                value={view}
                options={[
                  { value: "rooms", label: t("week.rooms") },
                  { value: "staff", label: t("week.clinicians") },
                  { value: "week", label: t("week.grid") },
                  { value: "list", label: t("week.list") },
                ]}
                onChange={look}
              />
            )}
            {session.permissions.includes("session:write") && (
              <Button leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={() => setAdding(true)}>
                {t("sessions.new")}
              </Button>
            )}
          </>
        }
      >
        <span className={classes.step}>
          <ActionIcon
            aria-label={t(byDay ? "day.previous" : "week.previous")}
            onClick={() => go(byDay ? addDays(day, -1) : addDays(startsOn, -7))}
          >
            <IconChevronLeft size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label={t(byDay ? "day.next" : "week.next")}
            onClick={() => go(byDay ? addDays(day, 1) : addDays(startsOn, 7))}
          >
            <IconChevronRight size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </span>
        {!isNow && <Button onClick={() => go(today)}>{t(byDay ? "day.today" : "week.thisWeek")}</Button>}
      </PageHead>
      {!narrow && seesClosures && (closureStrip || <StripRoom />)}
      <div className={classes.floor}>
        <div className={classes.schedule} ref={floor}>
          <Schedule shown={shown} now={now} permissions={session.permissions} onRetry={retry} onClear={clear} />
          {shown.ready && !address.cohort && (
            <UnplacedStrip
              items={unplaced.items}
              total={unplaced.total}
              makeUps={unplaced.makeUps}
              makeUpsTotal={unplaced.makeUpsTotal}
              onPlace={(one) => void place(one, day < today ? today : day)}
              onMend={setMending}
            />
          )}
        </div>
        {parts && (
          <parts.Session
            id={address.session}
            me={session.account.id}
            permissions={session.permissions}
            now={now}
            onClose={closeSession}
            onMoved={(moved) => follow(moved, true)}
          />
        )}
      </div>
      {narrow && closureStrip}
      {!narrow && view !== "list" && shown.ready && session.permissions.includes("session:write") && (
        <Moving floor={floor} sessions={all} monday={startsOn} now={now} onShown={showDay} />
      )}
      <MendingDialog
        one={mending}
        left={unplaced.makeUps}
        timeZone={session.organization.time_zone}
        onClose={() => setMending(null)}
      />
      {parts && (
        <parts.Create
          opened={adding !== false}
          wanted={typeof adding === "object" ? adding : undefined}
          me={session}
          day={day < today ? today : day}
          cohort={address.cohort}
          location={address.location}
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            follow(made, false);
          }}
        />
      )}
    </>
  );
}

type FilterProps = {
  label: string;
  all: string;
  value: string | undefined;
  options: readonly { id: string; name: string }[];
  onChange: (value: string) => void;
};

function Filter({ label, all, value, options, onChange }: FilterProps) {
  return (
    <NativeSelect aria-label={label} value={value ?? ""} onChange={(event) => onChange(event.target.value)}>
      <option value="">{all}</option>
      {options.map((one) => (
        <option key={one.id} value={one.id}>
          {one.name}
        </option>
      ))}
    </NativeSelect>
  );
}
