import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { locationsQuery } from "@/api/clinic";
import type { DowntimeNights, Location } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatInstant } from "@/lib/instant";
import { useNow } from "@/lib/use-now";
import { ErrorState, LoadingRows, PageHead } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import classes from "./downtime-page.module.css";
import { nightsQuery } from "./queries";
import { addressOf, standingOf } from "./rules";

const icons = { made: IconCircleCheck, off: IconInfoCircle, failing: IconAlertTriangle, quiet: IconAlertTriangle };

const inUse = (locations: Location[]) => locations.filter((one) => one.active);

/** For who keeps the door and the day: whether paper is ready for when the network goes, and paper to print now. */
export function DowntimePage({ api, timeZone }: { api: string; timeZone: string }) {
  const { t } = useTranslation();
  const nights = useQuery(nightsQuery);
  const locations = useQuery({ ...locationsQuery, select: inUse });
  const failed = nights.error ?? locations.error;
  return (
    <>
      <PageHead title={t("downtime.title")} />
      {nights.isPending || locations.isPending ? (
        <LoadingRows rows={4} height={44} />
      ) : failed && !(nights.data && locations.data) ? (
        <ErrorState
          error={failed}
          onRetry={() => {
            void nights.refetch();
            void locations.refetch();
          }}
        />
      ) : (
        <div className={classes.body}>
          <p className={classes.intro}>
            {t("downtime.intro")} {t("downtime.paper")}
          </p>
          <Panel title={t("downtime.nights")}>
            {nights.data && <Nights nights={nights.data} timeZone={timeZone} />}
          </Panel>
          <Panel title={t("downtime.print")}>
            {locations.data?.length === 0 && <PanelNote>{t("downtime.none")}</PanelNote>}
            <ul>
              {(locations.data ?? []).map(({ id, name }) => (
                <li key={id} className={classes.row}>
                  <strong>{name}</strong>
                  <PageLink href={addressOf(api, id, "en")} page={t("downtime.inEnglish")} location={name} />
                  <PageLink href={addressOf(api, id, "es")} page={t("downtime.inSpanish")} location={name} />
                </li>
              ))}
            </ul>
          </Panel>
        </div>
      )}
    </>
  );
}

function Nights({ nights, timeZone }: { nights: DowntimeNights; timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const standing = standingOf(nights, useNow());
  const Icon = icons[standing.is];
  const bad = standing.is === "failing" || standing.is === "quiet";
  const when = standing.is === "off" ? "" : formatInstant(standing.since, timeZone, locale);
  return (
    <p className={classes.state} data-bad={bad || undefined} role={bad ? "alert" : undefined}>
      <Icon size={18} stroke={1.75} aria-hidden />
      <span>{t(`downtime.${standing.is}`, { when })}</span>
    </p>
  );
}

function PageLink({ href, page, location }: { href: string; page: string; location: string }) {
  const { t } = useTranslation();
  return (
    <Button
      component="a"
      href={href}
      target="_blank"
      rel="noreferrer"
      aria-label={t("downtime.newTab", { page, location })}
    >
      {page}
    </Button>
  );
}
