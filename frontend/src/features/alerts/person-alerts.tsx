import { Button, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { alertsOfQuery } from "@/api/alerts";
import { keys } from "@/api/keys";
import type { SignedIn } from "@/api/types";
import { addTexts } from "@/lib/i18n";
import { useLive } from "@/lib/use-live";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import { AlertAct } from "./alert-act";
import AlertDrawer from "./alert-drawer";
import { RaiseDialog } from "./alert-forms";
import classes from "./alerts.module.css";
import { en, es } from "./texts";
import { useAlertWords, useDueWords } from "./words";

addTexts("alerts", { en, es });

type Props = { participantId: string; me: SignedIn };

/** What is open about one person, on the chart. */
export default function PersonAlerts({ participantId, me }: Props) {
  const { t } = useTranslation();
  const timeZone = me.organization.time_zone;
  const mayWork = me.permissions.includes("alert:work");
  const alerts = useQuery(alertsOfQuery(participantId));
  useLive([keys.alerts]);
  const words = useAlertWords();
  const dueWords = useDueWords(timeZone);
  const [opened, setOpened] = useState<{ id: string; form?: "close" | "hand" } | null>(null);
  const [raising, setRaising] = useState(false);
  return (
    <Panel
      title={t("alerts.title")}
      actions={mayWork && <Button onClick={() => setRaising(true)}>{t("alerts.raise.open")}</Button>}
    >
      {alerts.isPending ? (
        <LoadingRows rows={1} />
      ) : alerts.isError && !alerts.data ? (
        <ErrorState error={alerts.error} onRetry={() => void alerts.refetch()} />
      ) : alerts.data.length === 0 ? (
        <PanelNote>{t("alerts.none")}</PanelNote>
      ) : (
        <ul className={classes.rows}>
          {alerts.data.map((one) => (
            <li key={one.id}>
              <UnstyledButton className={classes.row} onClick={() => setOpened({ id: one.id })}>
                <strong>{words(one)}</strong> · {one.owner.name}, {dueWords(one)}
              </UnstyledButton>
              <AlertAct alert={one} me={me} onForm={(form) => setOpened({ id: one.id, form })} />
            </li>
          ))}
        </ul>
      )}
      {opened !== null && (
        <AlertDrawer
          id={opened.id}
          begin={opened.form}
          timeZone={timeZone}
          mayWork={mayWork}
          onClose={() => setOpened(null)}
        />
      )}
      {raising && <RaiseDialog participantId={participantId} onClose={() => setRaising(false)} />}
    </Panel>
  );
}
