import { Button, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCircle, IconShieldCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { openAlertsQuery } from "@/api/alerts";
import { keys } from "@/api/keys";
import type { SignedIn } from "@/api/types";
import { addTexts } from "@/lib/i18n";
import { useLive } from "@/lib/use-live";

import classes from "./alerts.module.css";
import { en, es } from "./texts";
import { useAlertWords, useDueWords } from "./words";

addTexts("alerts", { en, es });

const AlertDrawer = lazy(() => import("./alert-drawer"));

const SHOWN = 2;

type Props = { me: SignedIn; discreet: boolean };

/** What is open stands above the day. Where a room can see the screen it is one mark that says nothing. */
export default function AlertsStrip({ me, discreet }: Props) {
  const timeZone = me.organization.time_zone;
  const { t } = useTranslation();
  const alerts = useQuery(openAlertsQuery);
  useLive([keys.alerts], { quick: true });
  const words = useAlertWords();
  const dueWords = useDueWords(timeZone);
  const [all, setAll] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const open = alerts.data ?? [];

  if (discreet) {
    // One that could not be read is looked at later too: no mark says that there is none.
    return open.length > 0 || alerts.isError ? (
      <div className={classes.room}>
        <span className={classes.mark} role="img" aria-label={t("alerts.later")} title={t("alerts.later")}>
          <IconCircle size={12} stroke={2} aria-hidden />
        </span>
      </div>
    ) : null;
  }
  const shown = all ? open : open.slice(0, SHOWN);
  const Icon = open.length > 0 || alerts.isError ? IconAlertTriangle : IconShieldCheck;
  return (
    <section className={classes.strip} aria-label={t("alerts.title")} data-open={open.length > 0 || undefined}>
      {!alerts.isPending && <Icon size={16} stroke={1.75} aria-hidden />}
      {alerts.data && open.length === 0 && <p>{t("alerts.none")}</p>}
      {open.length > 0 && (
        <ul className={`${classes.list} num`}>
          {shown.map((one) => (
            <li key={one.id}>
              <UnstyledButton className={classes.row} onClick={() => setOpened(one.id)}>
                <strong>{one.participant_name}</strong> {words(one)} · {one.owner.name}, {dueWords(one)}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      {open.length > shown.length && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          {t("alerts.all", { count: open.length - shown.length })}
        </Button>
      )}
      {alerts.isError && (
        <>
          <p role="alert">{t(alerts.data ? "alerts.stale" : "alerts.failed")}</p>
          <Button variant="subtle" onClick={() => void alerts.refetch()}>
            {t("state.retry")}
          </Button>
        </>
      )}
      {opened !== null && (
        <Suspense fallback={null}>
          <AlertDrawer
            id={opened}
            timeZone={timeZone}
            mayWork={me.permissions.includes("alert:work")}
            onClose={() => setOpened(null)}
          />
        </Suspense>
      )}
    </section>
  );
}
