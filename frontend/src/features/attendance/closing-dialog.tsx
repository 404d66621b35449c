import { Button, Modal } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { hasCode } from "@/api/problem";
import type { RosterRow, SessionCard } from "@/api/types";
import { announce } from "@/lib/announce";
import { addTexts, useLanguage } from "@/lib/i18n";
import { calledNames, nameOf } from "@/lib/names";
import { phaseOf } from "@/lib/session-time";
import { formatTime, instantOf, type LocalTime, wallClock } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { useNow } from "@/lib/use-now";
import { DraftRestored, DraftState } from "@/ui/draft-note";
import { kindColour } from "@/ui/kind";
import { useProblemText } from "@/ui/problem-text";
import { useSessionTitle } from "@/ui/session-title";

import classes from "./closing-dialog.module.css";
import { en, es } from "./closing-texts";
import { useCloseGroup } from "./queries";
import { isAway, tally, unmarked } from "./rules";
import { TimesOut } from "./times-out";
import { closingText } from "./words";

addTexts("timesOut", { en, es });

type Props = {
  session: SessionCard;
  rows: RosterRow[];
  timeZone: string;
  discreet: boolean;
  opened: boolean;
  onClose: () => void;
};

/** Confirms when each person left, so that minutes become final. */
export function ClosingDialog({ session, rows, timeZone, discreet, opened, onClose }: Props) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={
        discreet && kindColour(session.service_kind) !== "group"
          ? t(closingText(session))
          : t("closing.title", { title: titleOf(session) })
      }
      size={520}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      {opened && <Closing session={session} rows={rows} timeZone={timeZone} discreet={discreet} onClose={onClose} />}
    </Modal>
  );
}

function Closing({ session, rows, timeZone, discreet, onClose }: Omit<Props, "opened">) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const problemText = useProblemText();
  const close = useCloseGroup(session.id);
  const now = useNow();
  const open = unmarked(rows).length;
  const counts = tally(rows);
  const called = calledNames(rows);
  const nameOfRow = (row: RosterRow) => (discreet ? (called[rows.indexOf(row)] ?? row.chosen_name) : nameOf(row));
  const came = rows.filter((row) => row.attendance && !isAway(row.attendance.outcome));
  const running = phaseOf(session, now) === "running";
  // Nobody has left at a time that has not come.
  const latest: LocalTime = running ? wallClock(now, timeZone).time : session.local_end;
  const alreadyLeft = (row: RosterRow) =>
    row.attendance?.left_at ? wallClock(new Date(row.attendance.left_at), timeZone).time : undefined;
  const [wantsEach, setWantsEach] = useState(came.some((row) => alreadyLeft(row) !== undefined));
  const {
    form: { times },
    set,
    draft,
    sent,
  } = useDraft({
    form: "group-close",
    subject: session.id,
    begin: () => ({ times: {} as Record<string, LocalTime> }),
  });
  const each = wantsEach || Object.keys(times).length > 0;
  // While a time is being typed the field is empty; left empty it means the end.
  const typedOf = (row: RosterRow) => times[row.booking_id] ?? alreadyLeft(row) ?? latest;
  const timeOf = (row: RosterRow) => typedOf(row) || latest;

  const submit = () => {
    const departures = came.map((row) => ({
      booking_id: row.booking_id,
      left_at:
        timeOf(row) === session.local_end
          ? session.ends_at
          : instantOf(session.local_date, timeOf(row), timeZone).toISOString(),
    }));
    close.mutate(departures, {
      onSuccess: () => {
        sent();
        announce(t("closing.done"));
        onClose();
      },
    });
  };

  return (
    <>
      <p className={classes.hint}>{t("closing.hint")}</p>
      <DraftRestored draft={draft} />
      {open > 0 && (
        <p className={classes.problem}>
          <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
          {t("closing.unmarked", { count: open })}
        </p>
      )}
      <dl className={`${classes.tally} num`}>
        {(["present", "late", "left_early", "excused", "absent"] as const)
          .filter((outcome) => outcome !== "left_early" || counts.left_early > 0)
          .map((outcome) => (
            <div key={outcome}>
              <dt>{t(`closing.${outcome}`)}</dt>
              <dd>{counts[outcome]}</dd>
            </div>
          ))}
      </dl>
      {came.length === 0 && open === 0 && <p>{t("closing.nobody")}</p>}
      {running && <p>{t("closing.early", { time: formatTime(session.local_end, locale) })}</p>}
      {came.length > 0 && !each && (
        <div className={classes.stay}>
          <span>{t("closing.allStayed", { time: formatTime(latest, locale) })}</span>
          <Button onClick={() => setWantsEach(true)}>{t("timesOut.change")}</Button>
        </div>
      )}
      {each && (
        <ul className={classes.people}>
          {came.map((row) => (
            <li key={row.booking_id}>
              <label htmlFor={`left-${row.booking_id}`}>{nameOfRow(row)}</label>
              <input
                id={`left-${row.booking_id}`}
                type="time"
                aria-label={t("closing.leftOf", { name: nameOfRow(row) })}
                value={typedOf(row)}
                min={session.local_start}
                max={latest}
                onChange={(event) => set({ times: { ...times, [row.booking_id]: event.target.value } })}
              />
              <TimesOut session={session} row={row} name={nameOfRow(row)} timeZone={timeZone} discreet={discreet} />
            </li>
          ))}
        </ul>
      )}
      {close.error && (
        <p className={classes.problem} role="alert">
          <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
          {hasCode(close.error, "open-alerts") ? t("timesOut.waits") : problemText(close.error)}
        </p>
      )}
      <div className={classes.actions}>
        <DraftState draft={draft} />
        <Button onClick={onClose}>{t("state.cancel")}</Button>
        <Button variant="filled" disabled={open > 0} loading={close.isPending} onClick={submit}>
          {t(closingText(session))}
        </Button>
      </div>
    </>
  );
}
