import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { hasCode } from "@/api/problem";
import type { GlassBroken } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatInstant } from "@/lib/instant";
import { useProblemText } from "@/ui/problem-text";

import classes from "./account-page.module.css";
import { openRecordsQuery, useEndOpenRecord } from "./queries";

/** What one has open by breaking the glass, until when, and how to close it before. Names stay in the charts; where there is none, nothing. */
export function OpenRecords({ timeZone }: { timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const records = useQuery(openRecordsQuery);
  const end = useEndOpenRecord();
  const problemText = useProblemText();
  // Closed by somebody else, or by itself: it is as wanted, and the list says so.
  const failed = end.isError && !hasCode(end.error, "ended-already");
  const whenOf = ({ expires_at }: GlassBroken) => formatInstant(expires_at, timeZone, locale);
  if (!records.data || records.data.length === 0) return null;
  return (
    <section className={classes.panel} aria-labelledby="open-records">
      <h2 id="open-records">{t("account.openRecords")}</h2>
      <ul>
        {records.data.map((one) => (
          <li key={one.id} className={classes.device}>
            <Link to="/participants/$participantId" params={{ participantId: one.participant_id }}>
              {t("account.openRecord")}
            </Link>
            <span className="meta num">{t("account.openUntil", { when: whenOf(one) })}</span>
            <Button
              size="compact-xs"
              loading={end.isPending && end.variables.id === one.id}
              aria-label={t("account.closeNamed", { when: whenOf(one) })}
              onClick={() => end.mutate(one, { onSuccess: () => announce(t("account.recordClosed")) })}
            >
              {t("account.closeRecord")}
            </Button>
          </li>
        ))}
      </ul>
      {failed && (
        <p className={classes.failure} role="alert">
          {problemText(end.error)}
        </p>
      )}
    </section>
  );
}
