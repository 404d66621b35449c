import { Button } from "@mantine/core";
import { IconCalendarOff, IconPrinter, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Roster, RosterRow, SessionCard } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { calledNames } from "@/lib/names";
import { formatDate, formatTimeRange } from "@/lib/time";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";
import { Segments } from "@/ui/segments";

import { rosterQuery } from "./queries";
import classes from "./sheet-page.module.css";

export type SheetForm = "sheet" | "slips";
type Props = { id: string; form: SheetForm; onForm: (form: SheetForm) => void };

/**
 * What lies in the room for people to sign: chosen names, day and place, nothing that says what the session is. The
 * page's title, which becomes the file's name when it is printed to one, says as little.
 */
export function SheetPage({ id, form, onForm }: Props) {
  const { t } = useTranslation();
  const roster = useQuery(rosterQuery(id));
  const card = roster.data?.session;
  return (
    <>
      <div className={classes.screen}>
        <PageHead
          title={t(form === "sheet" ? "sessions.sheets.title" : "sessions.sheets.slips")}
          actions={
            <>
              <Segments
                label={t("sessions.sheets.kind")}
                value={form}
                options={[
                  { value: "sheet", label: t("sessions.sheets.sheet") },
                  { value: "slips", label: t("sessions.sheets.slipsShort") },
                ]}
                onChange={onForm}
              />
              {card && (
                <Button
                  renderRoot={(props) => (
                    <Link to="/schedule" search={{ from: card.local_date, session: card.id }} {...props} />
                  )}
                >
                  {t("sessions.sheets.back")}
                </Button>
              )}
              <Button
                variant="filled"
                disabled={!roster.data || roster.data.rows.length === 0}
                leftSection={<IconPrinter size={16} stroke={1.75} aria-hidden />}
                onClick={() => window.print()}
              >
                {t("sessions.sheets.print")}
              </Button>
            </>
          }
        />
        <p className={classes.hint}>
          {t(form === "sheet" ? "sessions.sheets.sheetHint" : "sessions.sheets.slipsHint")}
        </p>
      </div>
      {roster.isPending ? (
        <LoadingRows />
      ) : roster.isError && !roster.data ? (
        <ErrorState error={roster.error} onRetry={() => void roster.refetch()} />
      ) : roster.data.session.status === "cancelled" ? (
        <EmptyState
          icon={<IconCalendarOff size={24} stroke={1.5} aria-hidden />}
          title={t("sessions.sheets.cancelled")}
        />
      ) : roster.data.rows.length === 0 ? (
        <EmptyState
          icon={<IconUsers size={24} stroke={1.5} aria-hidden />}
          title={t("sessions.sheets.empty")}
          hint={t("sessions.sheets.emptyHint")}
        />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys.
        <section className={classes.desk} tabIndex={0} aria-label={t("sessions.sheets.preview")}>
          {form === "sheet" ? <Sheet {...roster.data} /> : <Slips {...roster.data} />}
        </section>
      )}
    </>
  );
}

function useWhere(card: SessionCard) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  return {
    date: formatDate(card.local_date, locale),
    time: formatTimeRange(card.local_start, card.local_end, locale),
    room: card.telehealth ? t("session.telehealth") : (card.room_name ?? t("session.noRoom")),
  };
}

/** By what people are called, so that a sheet does not follow family names that it does not show. */
function signers(rows: RosterRow[]): { id: string; name: string }[] {
  const names = calledNames(rows);
  return rows
    .map((row, index) => ({ id: row.booking_id, name: names[index] ?? row.chosen_name }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function Sheet({ session, rows }: Roster) {
  const { t } = useTranslation();
  const { date, time, room } = useWhere(session);
  return (
    <article className={classes.paper}>
      <h2>{t("sessions.sheets.title")}</h2>
      <p className={`${classes.where} num`}>
        {date} · {time} · {room}
      </p>
      <table className={classes.sheet}>
        <thead>
          <tr>
            <th scope="col">{t("sessions.sheets.name")}</th>
            <th scope="col">{t("sessions.sheets.signature")}</th>
            <th scope="col">{t("sessions.sheets.timeIn")}</th>
            <th scope="col">{t("sessions.sheets.timeOut")}</th>
          </tr>
        </thead>
        <tbody>
          {signers(rows).map(({ id, name }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td />
              <td />
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}

function Slips({ session, rows }: Roster) {
  const { t } = useTranslation();
  const { date, time, room } = useWhere(session);
  return (
    <ul className={classes.slips} aria-label={t("sessions.sheets.slips")}>
      {signers(rows).map(({ id, name }) => (
        <li key={id} className={classes.slip}>
          <p className={`${classes.where} num`}>
            {date} · {time} · {room}
          </p>
          <h2>{name}</h2>
          <dl>
            {(["signature", "timeIn", "timeOut"] as const).map((column) => (
              <div key={column} data-column={column}>
                <dt>{t(`sessions.sheets.${column}`)}</dt>
                <dd />
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
