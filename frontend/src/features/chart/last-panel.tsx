import { IconCircleMinus, IconClock, IconDoorExit, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { LastSession } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatTime, formatWeekday } from "@/lib/time";
import { Chip, type Tone } from "@/ui/chip";
import { KindIcon } from "@/ui/kind";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";
import rows from "@/ui/panel-list.module.css";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./overview-tab.module.css";
import { lastSessionsQuery } from "./queries";
import { clockOf } from "./rules";

type Away = Exclude<NonNullable<LastSession["outcome"]>, "present">;

/** Who was there needs no mark: eight of them would shout. */
const looks: Record<Away, { tone: Tone; Icon: typeof IconX }> = {
  late: { tone: "warn", Icon: IconClock },
  left_early: { tone: "warn", Icon: IconDoorExit },
  excused: { tone: "plain", Icon: IconCircleMinus },
  absent: { tone: "danger", Icon: IconX },
};

/** What became of the last sessions: who opens a chart before a session asks that first. */
export function LastPanel({ participantId }: { participantId: string }) {
  const { t } = useTranslation();
  const last = useQuery(lastSessionsQuery(participantId));
  return (
    <Panel title={t("chart.last")}>
      {last.isPending ? (
        <LoadingRows rows={4} />
      ) : last.isError && !last.data ? (
        <ErrorState error={last.error} onRetry={() => void last.refetch()} />
      ) : last.data.length === 0 ? (
        <PanelNote>{t("chart.noLast")}</PanelNote>
      ) : (
        <ul className={`${rows.list} ${classes.two}`}>
          {last.data.map((session) => (
            <Last key={session.booking_id} session={session} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Last({ session }: { session: LastSession }) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const { outcome, minutes } = session;
  return (
    <li>
      <KindIcon kind={session.service_kind} size={16} />
      <span className={classes.became}>
        <span>
          <strong>{titleOf(session)}</strong>
          <span className={`${rows.line} meta num`}>
            {formatWeekday(session.local_date, locale)} · {formatTime(clockOf(session.local_start), locale)}
            {minutes !== null && minutes > 0 && ` · ${t("chart.lastMinutes", { count: minutes })}`}
          </span>
        </span>
        <Became outcome={outcome} />
      </span>
    </li>
  );
}

function Became({ outcome }: Pick<LastSession, "outcome">) {
  const { t } = useTranslation();
  if (outcome === null) return <span className="meta">{t("chart.notMarked")}</span>;
  if (outcome === "present") return <span>{t("roster.present")}</span>;
  const { tone, Icon } = looks[outcome];
  return (
    <Chip tone={tone} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
      {t(`roster.${outcome}`)}
    </Chip>
  );
}
