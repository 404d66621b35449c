import { Button } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Alarmed } from "@/api/alerts";
import type { Roster, SessionCard } from "@/api/types";
import { calledNames, nameOf } from "@/lib/names";
import { AlertChip } from "@/ui/alert-chip";
import { useProblemText } from "@/ui/problem-text";

import classes from "./session-drawer.module.css";

/** How many names stand there at first: a long roster would hide what follows. */
const SHORT = 8;

type Props = {
  query: UseQueryResult<Roster>;
  allowed: boolean;
  discreet: boolean;
  card: SessionCard;
  alarmed: Alarmed;
};

/** Who is booked: names alone. Attendance and all else are on the roster of the day. */
export function RosterNames({ query, allowed, discreet, card, alarmed }: Props) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [whole, setWhole] = useState(false);
  const rows = query.data?.rows ?? [];
  const names = discreet ? calledNames(rows) : rows.map(nameOf);
  const left = whole ? 0 : names.length - SHORT;
  return (
    <section className={classes.part} aria-labelledby="session-roster">
      <h3 id="session-roster">
        {t("sessions.roster")} <span className="meta num">{t("session.people", { count: card.booked })}</span>
      </h3>
      {!allowed ? (
        <p className={classes.hint}>{t("sessions.rosterHidden")}</p>
      ) : query.isError && !query.data ? (
        <p className={classes.hint} role="alert">
          {problemText(query.error)}
        </p>
      ) : query.isPending ? (
        <p className={classes.hint}>{t("state.loading")}</p>
      ) : names.length === 0 ? (
        <p className={classes.hint}>{t("sessions.rosterEmpty")}</p>
      ) : (
        <>
          {alarmed.unread && !discreet && (
            <p className={classes.hint} role="status">
              {t("roster.alertsUnread")}
            </p>
          )}
          <ul className={classes.lines}>
            {names.slice(0, left > 1 ? SHORT : names.length).map((name, index) => (
              <li key={rows[index]?.booking_id}>
                {name} {!discreet && alarmed.ids.has(rows[index]?.participant_id ?? "") && <AlertChip />}
              </li>
            ))}
          </ul>
          {left > 1 && (
            <Button
              className={classes.more as string}
              variant="subtle"
              size="compact-sm"
              onClick={() => setWhole(true)}
            >
              {t("sessions.more", { count: left })}
            </Button>
          )}
        </>
      )}
    </section>
  );
}
