import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconMailOpened } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { HandOff } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { nameOf } from "@/lib/names";
import { formatTime, formatWeekday, wallClock } from "@/lib/time";
import { Chip } from "@/ui/chip";
import { ErrorState, LoadingRows } from "@/ui/page";
import { PanelNote } from "@/ui/panel";

import classes from "./handoffs.module.css";
import { useHandOffProblem } from "./problems";
import { openHandOffQuery, useAcknowledge, useWithdraw } from "./queries";
import { canWithdraw, isUnread } from "./rules";

type ListProps = { handoffs: readonly HandOff[]; timeZone: string };

/** Notes by whom they are about. A text shows only once somebody opens it: it must not be read from across the room. */
export function HandOffList({ handoffs, timeZone }: ListProps) {
  const { t } = useTranslation();
  if (handoffs.length === 0) {
    return (
      <PanelNote>
        {t("handoffs.none")}. {t("handoffs.noneHint")}
      </PanelNote>
    );
  }
  return (
    <ul className={classes.list}>
      {handoffs.map((one) => (
        <Row key={one.id} handoff={one} timeZone={timeZone} />
      ))}
    </ul>
  );
}

function Row({ handoff, timeZone }: { handoff: HandOff; timeZone: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const [open, setOpen] = useState(false);
  const about = handoff.participant ? nameOf(handoff.participant) : t("handoffs.theDay");
  const to = handoff.to_name ?? [handoff.program_name, handoff.location_name].filter(Boolean).join(" · ");
  // It ends within days: no need of month and year.
  const end = wallClock(new Date(handoff.expires_at), timeZone);
  const when = `${formatWeekday(end.date, locale)}, ${formatTime(end.time, locale)}`;
  const id = `handoff-${handoff.id}`;
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <strong>{about}</strong>
        {isUnread(handoff) &&
          (handoff.urgency === "urgent" ? (
            <Chip tone="danger" icon={<IconAlertTriangle size={14} stroke={1.75} aria-hidden />}>
              {t("handoffs.urgent")}
            </Chip>
          ) : (
            <Chip icon={<IconMailOpened size={14} stroke={1.75} aria-hidden />}>{t("handoffs.toRead")}</Chip>
          ))}
        <Button
          className={classes.open as string}
          size="xs"
          aria-expanded={open}
          aria-controls={id}
          aria-label={t(open ? "handoffs.foldNamed" : "handoffs.openNamed", { about, from: handoff.written_by_name })}
          onClick={() => setOpen(!open)}
        >
          {t(open ? "handoffs.fold" : "handoffs.open")}
        </Button>
      </div>
      <div className="meta num">
        {t("handoffs.from", { from: handoff.mine ? t("handoffs.yours") : handoff.written_by_name, to })},{" "}
        {t("handoffs.until", { when })}
      </div>
      <div id={id} className={classes.body}>
        {open && <Opened handoff={handoff} />}
      </div>
    </li>
  );
}

function Opened({ handoff }: { handoff: HandOff }) {
  const { t } = useTranslation();
  const problem = useHandOffProblem();
  const query = useQuery(openHandOffQuery(handoff.id));
  const acknowledge = useAcknowledge();
  const withdraw = useWithdraw();
  const failed = acknowledge.error ?? withdraw.error;
  if (query.isPending) return <LoadingRows rows={2} height={18} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const readers = query.data.acknowledgements.map(({ name }) => name).join(", ");
  return (
    <>
      <p className={classes.text}>{query.data.text}</p>
      <div className={classes.foot}>
        <span className="meta">{readers ? t("handoffs.readBy", { names: readers }) : t("handoffs.nobody")}</span>
        {query.data.acknowledged ? (
          <Chip tone="ok" icon={<IconCheck size={14} stroke={1.75} aria-hidden />}>
            {t("handoffs.acknowledged")}
          </Chip>
        ) : (
          !handoff.mine &&
          query.data.state === "active" && (
            <Button
              size="xs"
              variant="filled"
              loading={acknowledge.isPending}
              onClick={() => acknowledge.mutate(handoff.id, { onSuccess: () => announce(t("handoffs.acknowledged")) })}
            >
              {t("handoffs.acknowledge")}
            </Button>
          )
        )}
        {canWithdraw(query.data) && (
          <Button
            size="xs"
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate(handoff.id, { onSuccess: () => announce(t("handoffs.withdrawn")) })}
          >
            {t("handoffs.withdraw")}
          </Button>
        )}
      </div>
      {failed && (
        <p className={classes.failure} role="alert">
          {problem(failed)}
        </p>
      )}
    </>
  );
}
