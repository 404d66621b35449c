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

import { AlertAct } from "./alert-act";
import classes from "./alerts.module.css";
import { en, es } from "./texts";
import { useAlertWords, useDueWords } from "./words";

addTexts("alerts", { en, es });

const AlertDrawer = lazy(() => import("./alert-drawer"));

const SHOWN = { strip: 2, pane: 3 };

type Props = {
  me: SignedIn;
  discreet: boolean;
  /** A strip above the day, or the first thing beside it where there is room. */
  as?: "strip" | "pane";
};

/** What is open, with the next thing to do about it. Where a room can see the screen it is one mark that says nothing. */
export default function AlertsStrip({ me, discreet, as = "strip" }: Props) {
  const timeZone = me.organization.time_zone;
  const { t } = useTranslation();
  const alerts = useQuery(openAlertsQuery);
  useLive([keys.alerts], { quick: true });
  const words = useAlertWords();
  const dueWords = useDueWords(timeZone);
  const [all, setAll] = useState(false);
  const [opened, setOpened] = useState<{ id: string; form?: "close" | "hand" } | null>(null);
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
  const shown = all ? open : open.slice(0, SHOWN[as]);
  const Icon = open.length > 0 || alerts.isError ? IconAlertTriangle : IconShieldCheck;
  return (
    <section
      className={as === "pane" ? classes.pane : classes.strip}
      aria-label={t("alerts.title")}
      data-open={open.length > 0 || undefined}
    >
      {as === "pane" && open.length > 0 && (
        <h2>
          {t("alerts.title")} <span className="num">{open.length}</span>
        </h2>
      )}
      {!alerts.isPending && (as === "strip" || open.length === 0) && <Icon size={16} stroke={1.75} aria-hidden />}
      {alerts.data && open.length === 0 && <p>{t("alerts.none")}</p>}
      {open.length > 0 && (
        <ul className={`${classes.list} num`}>
          {shown.map((one, index) => (
            <li key={one.id}>
              <UnstyledButton className={classes.row} onClick={() => setOpened({ id: one.id })}>
                {as === "pane" && <IconAlertTriangle size={16} stroke={1.75} aria-hidden />}
                <strong>{one.participant_name}</strong> <span>{words(one)}</span>{" "}
                <span>
                  {one.owner.name}, {dueWords(one)}
                </span>
              </UnstyledButton>
              <AlertAct
                alert={one}
                me={me}
                filled={as === "pane" && index === 0}
                onForm={(form) => setOpened({ id: one.id, form })}
              />
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
            id={opened.id}
            begin={opened.form}
            timeZone={timeZone}
            mayWork={me.permissions.includes("alert:work")}
            onClose={() => setOpened(null)}
          />
        </Suspense>
      )}
    </section>
  );
}
