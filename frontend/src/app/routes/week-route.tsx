import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { IconCalendarOff, IconChevronLeft, IconChevronRight, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { cohortsQuery, locationsQuery, weekQuery } from "@/features/week/queries";
import { WeekGrid } from "@/features/week/week-grid";
import { WeekList } from "@/features/week/week-list";
import { useLanguage } from "@/lib/i18n";
import { addDays, formatDateRange, mondayOf, wallClock } from "@/lib/time";
import { useNarrow } from "@/lib/use-narrow";
import { useNow } from "@/lib/use-now";
import { KindChip } from "@/ui/kind";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";
import { Segments } from "@/ui/segments";

import classes from "./week-route.module.css";

const route = getRouteApi("/inside/schedule");

export function WeekRoute() {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const address = route.useSearch();
  const navigate = route.useNavigate();
  const { session } = route.useRouteContext();
  const now = useNow();
  const narrow = useNarrow(760);
  const thisMonday = mondayOf(wallClock(now, session.organization.time_zone).date);
  const startsOn = mondayOf(address.from ?? thisMonday);
  const week = useQuery(weekQuery(startsOn, address));
  const locations = useQuery(locationsQuery);
  const cohorts = useQuery(cohortsQuery);
  const view = narrow || address.view === "list" ? "list" : "grid";
  const filtered = address.location !== undefined || address.cohort !== undefined;

  const go = (monday: string) =>
    void navigate({ search: ({ from: _, ...rest }) => (monday === thisMonday ? rest : { ...rest, from: monday }) });
  const filter = (name: "location" | "cohort", value: string) =>
    void navigate({
      search: (before) => {
        const { [name]: _, ...rest } = before;
        return value === "" ? rest : { ...rest, [name]: value };
      },
    });

  return (
    <>
      <PageHead
        title={formatDateRange(startsOn, addDays(startsOn, 6), locale)}
        actions={
          <>
            {(locations.data?.length ?? 0) > 1 && (
              <NativeSelect
                aria-label={t("week.location")}
                value={address.location ?? ""}
                onChange={(event) => filter("location", event.target.value)}
              >
                <option value="">{t("week.allLocations")}</option>
                {locations.data?.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </NativeSelect>
            )}
            {(cohorts.data?.length ?? 0) > 0 && (
              <NativeSelect
                aria-label={t("week.cohort")}
                value={address.cohort ?? ""}
                onChange={(event) => filter("cohort", event.target.value)}
              >
                <option value="">{t("week.allCohorts")}</option>
                {cohorts.data?.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </NativeSelect>
            )}
            {!narrow && (
              <Segments
                label={t("week.view")}
                value={view}
                options={[
                  { value: "grid", label: t("week.grid") },
                  { value: "list", label: t("week.list") },
                ]}
                onChange={(next) =>
                  void navigate({
                    search: ({ view: _, ...rest }) => (next === "list" ? { ...rest, view: "list" } : rest),
                  })
                }
              />
            )}
          </>
        }
      >
        <span className={classes.step}>
          <ActionIcon aria-label={t("week.previous")} onClick={() => go(addDays(startsOn, -7))}>
            <IconChevronLeft size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
          <ActionIcon aria-label={t("week.next")} onClick={() => go(addDays(startsOn, 7))}>
            <IconChevronRight size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </span>
        {startsOn !== thisMonday && <Button onClick={() => go(thisMonday)}>{t("week.thisWeek")}</Button>}
      </PageHead>
      {week.isPending ? (
        <LoadingRows rows={8} height={56} />
      ) : week.isError && !week.data ? (
        <ErrorState error={week.error} onRetry={() => void week.refetch()} />
      ) : week.data.sessions.length === 0 ? (
        <EmptyState
          icon={<IconCalendarOff size={24} stroke={1.5} aria-hidden />}
          title={t(filtered ? "week.emptyFiltered" : "week.empty")}
          {...(filtered ? {} : { hint: t("week.emptyHint") })}
          action={
            filtered ? (
              <Button onClick={() => void navigate({ search: ({ location: _, cohort: __, ...rest }) => rest })}>
                {t("week.clear")}
              </Button>
            ) : undefined
          }
        />
      ) : view === "grid" ? (
        <>
          <WeekGrid startsOn={startsOn} timeZone={week.data.time_zone} sessions={week.data.sessions} now={now} />
          <footer className={classes.legend}>
            <KindChip kind="group" />
            <KindChip kind="individual" />
            <KindChip kind="family" />
            <span className="meta">
              <IconUsers size={13} stroke={1.75} aria-hidden style={{ verticalAlign: -2 }} /> {t("week.booked")}
            </span>
          </footer>
        </>
      ) : (
        <WeekList startsOn={startsOn} timeZone={week.data.time_zone} sessions={week.data.sessions} now={now} />
      )}
    </>
  );
}
