import { Button } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconFileDescription,
} from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { locationsQuery } from "@/api/clinic";
import type { ScheduleBuildSummary } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { addDays, formatDate, formatDateRange, formatTime, wallClock } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import classes from "./plan-page.module.css";
import { buildsQuery } from "./queries";
import { standingOf } from "./rules";

type Props = { location: string; timeZone: string };

const icons = {
  working: IconClock,
  proposed: IconFileDescription,
  applied: IconCircleCheck,
  undone: IconArrowBackUp,
  noWeek: IconAlertTriangle,
  failed: IconAlertTriangle,
  cancelled: IconCircleMinus,
} as const;

/** The weeks of a location that somebody asked for, the latest first; each opens again where it stands. */
export function BuildsList({ location, timeZone }: Props) {
  const { t } = useTranslation();
  const builds = useInfiniteQuery(buildsQuery(location));
  const sites = useQuery(locationsQuery).data ?? [];
  const siteName = (id: string) => sites.find((one) => one.id === id)?.name ?? "–";
  const rows = builds.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t("planning.earlier")} hint={t("planning.earlierHint")}>
      {builds.isPending ? (
        <LoadingRows rows={3} height={44} />
      ) : builds.isError && !builds.data ? (
        <ErrorState error={builds.error} onRetry={() => void builds.refetch()} />
      ) : rows.length === 0 ? (
        <PanelNote>{t("planning.noEarlier")}</PanelNote>
      ) : (
        <ul className={classes.builds}>
          {rows.map((build) => (
            <BuildRow key={build.id} build={build} timeZone={timeZone} siteName={siteName} />
          ))}
        </ul>
      )}
      {builds.hasNextPage && (
        <div className={classes.more}>
          <Button loading={builds.isFetchingNextPage} onClick={() => void builds.fetchNextPage()}>
            {t("state.more")}
          </Button>
        </div>
      )}
    </Panel>
  );
}

type RowProps = { build: ScheduleBuildSummary; timeZone: string; siteName: (id: string) => string };

function BuildRow({ build, timeZone, siteName }: RowProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const standing = standingOf(build);
  const Icon = icons[standing];
  const moment = (instant: string) => {
    const wall = wallClock(new Date(instant), timeZone);
    return `${formatDate(wall.date, locale)}, ${formatTime(wall.time, locale)}`;
  };
  const since = standing === "undone" ? build.undone_at : standing === "applied" ? build.applied_at : null;
  return (
    <li>
      <div>
        <Link
          to="/schedule/plan"
          search={{ from: build.monday, build: build.id }}
          activeOptions={{ exact: true }}
          className={classes.build as string}
        >
          {t(`planning.asked.${build.kind}`, {
            week: formatDateRange(build.monday, addDays(build.monday, 6), locale),
          })}
        </Link>
        <div className="meta num">
          {t("planning.askedBy", { name: build.asked_by_name, when: moment(build.created_at) })}
        </div>
        {build.location_ids.length > 1 && (
          <div className="meta">{build.location_ids.map((one) => siteName(one)).join(", ")}</div>
        )}
      </div>
      <div className={classes.standing}>
        <Chip icon={<Icon size={14} stroke={1.75} aria-hidden />}>{t(`planning.standing.${standing}`)}</Chip>
        {since && <span className="meta num">{moment(since)}</span>}
        {standing === "applied" && build.kept && <span className="meta">{t("planning.mayUndo")}</span>}
      </div>
    </li>
  );
}
