import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { roomNamesQuery } from "@/api/clinic";
import type { ParticipantSession } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatTimeRange, formatWeekday, type LocalDate } from "@/lib/time";
import { KindIcon } from "@/ui/kind";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import rows from "@/ui/panel-list.module.css";
import { useSessionTitle } from "@/ui/session-title";
import { aheadQuery } from "./queries";
import { clockOf, nextSessions } from "./rules";

const SHOWN = 6;

/** The sessions somebody is booked into next. */
export function NextPanel({ participantId, now, today }: { participantId: string; now: Date; today: LocalDate }) {
  const { t } = useTranslation();
  const ahead = useQuery(aheadQuery(participantId, today));
  const next = nextSessions(ahead.data ?? [], now);
  return (
    <Panel title={t("chart.next")}>
      {ahead.isPending ? (
        <LoadingRows rows={4} />
      ) : ahead.isError ? (
        <ErrorState error={ahead.error} onRetry={() => void ahead.refetch()} />
      ) : next.length === 0 ? (
        <PanelNote>{t("chart.noNext")}</PanelNote>
      ) : (
        <ul className={rows.list}>
          {next.slice(0, SHOWN).map((session) => (
            <NextSession key={session.booking_id} session={session} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function NextSession({ session }: { session: ParticipantSession }) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const rooms = useQuery(roomNamesQuery);
  const room = session.telehealth ? t("session.telehealth") : session.room_id && rooms.data?.get(session.room_id);
  return (
    <li>
      <KindIcon kind={session.service_kind} size={16} />
      <span>
        <strong>{titleOf(session)}</strong>
        <span className={`${rows.line} meta num`}>
          {[
            formatWeekday(session.local_date, locale),
            formatTimeRange(clockOf(session.local_start), clockOf(session.local_end), locale),
            room,
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
    </li>
  );
}
