import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { formatInstant } from "@/lib/instant";

import classes from "./account-page.module.css";
import { openRecordsQuery } from "./queries";

/** What one has open by breaking the glass, and until when. Names stay in the charts; where there is none, nothing. */
export function OpenRecords({ timeZone }: { timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const records = useQuery(openRecordsQuery);
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
            <span className="meta num">
              {t("account.openUntil", { when: formatInstant(one.expires_at, timeZone, locale) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
