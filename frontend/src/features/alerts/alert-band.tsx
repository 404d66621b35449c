import { UnstyledButton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { alertsOfQuery } from "@/api/alerts";
import type { SignedIn } from "@/api/types";
import { addTexts } from "@/lib/i18n";

import { AlertAct } from "./alert-act";
import classes from "./alerts.module.css";
import { en, es } from "./texts";
import { useAlertWords, useDueWords } from "./words";

addTexts("alerts", { en, es });

const AlertDrawer = lazy(() => import("./alert-drawer"));

type Props = { participantId: string; me: SignedIn };

/** In the head of a chart: what is open about this person, whatever part of it is in sight, and the next thing to do. */
export default function AlertBand({ participantId, me }: Props) {
  const { t } = useTranslation();
  const timeZone = me.organization.time_zone;
  // The mark beside the name keeps it fresh.
  const alerts = useQuery(alertsOfQuery(participantId));
  const words = useAlertWords();
  const dueWords = useDueWords(timeZone);
  const [opened, setOpened] = useState<{ id: string; form?: "close" | "hand" } | null>(null);
  const first = alerts.data?.[0];
  const more = (alerts.data?.length ?? 0) - 1;
  return (
    <>
      {first && (
        <div className={classes.band}>
          <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
          <UnstyledButton className={classes.row} onClick={() => setOpened({ id: first.id })}>
            <strong>{words(first)}</strong>
            <span className="meta num">
              {first.owner.name}, {dueWords(first)}
            </span>
          </UnstyledButton>
          <span className={classes.bandActs}>
            <AlertAct alert={first} me={me} filled onForm={(form) => setOpened({ id: first.id, form })} />
            {more > 0 && (
              <Link to="." search={(before) => ({ ...before, tab: "measures" as const })} className="num">
                {t("alerts.all", { count: more })}
              </Link>
            )}
          </span>
        </div>
      )}
      {opened && (
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
    </>
  );
}
