import { ActionIcon, NativeSelect } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { locationsQuery } from "@/api/clinic";
import { keys } from "@/api/keys";
import type { ScheduleBuildSummary } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { addDays, formatDateRange, type LocalDate, mondayOf } from "@/lib/time";
import { useLive } from "@/lib/use-live";
import { ErrorState, LoadingRows, PageHead } from "@/ui/page";

import { BuildPanels } from "./build-panels";
import { BuildsList } from "./builds-list";
import { PlanForm } from "./plan-form";
import classes from "./plan-page.module.css";
import { buildQuery } from "./queries";

type Props = {
  address: { from?: string; location?: string; build?: string };
  today: LocalDate;
  timeZone: string;
  back: ReactNode;
  onWeek: (monday: LocalDate) => void;
  onLocation: (location: string) => void;
  onBuild: (build: ScheduleBuildSummary | null) => void;
  onSchedule: (monday: LocalDate) => void;
};

/** The week as it could be: asked for, worked out, looked at beside the present one, applied. */
export function PlanPage({ address, today, timeZone, back, onWeek, onLocation, onBuild, onSchedule }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const locations = useQuery(locationsQuery);
  const build = useQuery({ ...buildQuery(address.build ?? ""), enabled: address.build !== undefined });
  useLive([keys.builds]);
  const inSight = address.build === undefined ? undefined : build.data;
  const monday = inSight?.monday ?? mondayOf(address.from ?? today);
  const active = (locations.data ?? []).filter((one) => one.active);
  const location = inSight?.location_id ?? address.location ?? active[0]?.id ?? "";
  const status = inSight?.status;
  useEffect(() => {
    if (status === "proposed") announce(t("planning.proposal"));
    if (status === "no_week") announce(t("planning.noWeek"));
  }, [status, t]);

  return (
    <>
      <PageHead
        title={`${t("planning.title")}, ${formatDateRange(monday, addDays(monday, 6), locale)}`}
        actions={
          <>
            {active.length > 1 && address.build === undefined && (
              <NativeSelect
                aria-label={t("planning.location")}
                value={location}
                onChange={({ target }) => onLocation(target.value)}
              >
                {active.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </NativeSelect>
            )}
            {back}
          </>
        }
      >
        {address.build === undefined && (
          <span className={classes.step}>
            <ActionIcon
              aria-label={t("planning.previous")}
              disabled={monday <= mondayOf(today)}
              onClick={() => onWeek(addDays(monday, -7))}
            >
              <IconChevronLeft size={18} stroke={1.75} aria-hidden />
            </ActionIcon>
            <ActionIcon aria-label={t("planning.next")} onClick={() => onWeek(addDays(monday, 7))}>
              <IconChevronRight size={18} stroke={1.75} aria-hidden />
            </ActionIcon>
          </span>
        )}
      </PageHead>
      <div className={classes.page}>
        {address.build === undefined ? (
          locations.isPending ? (
            <LoadingRows rows={6} />
          ) : locations.isError ? (
            <ErrorState error={locations.error} onRetry={() => void locations.refetch()} />
          ) : (
            <>
              <PlanForm
                key={`${monday} ${location}`}
                location={location}
                monday={monday}
                today={today}
                onAsked={onBuild}
              />
              <BuildsList location={location} timeZone={timeZone} />
            </>
          )
        ) : build.isPending ? (
          <LoadingRows rows={8} />
        ) : build.isError ? (
          <ErrorState error={build.error} onRetry={() => void build.refetch()} />
        ) : (
          <BuildPanels build={build.data} onAgain={() => onBuild(null)} onSchedule={() => onSchedule(monday)} />
        )}
      </div>
    </>
  );
}
