import { Button } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { connection } from "@/api/connection";
import type { AbsenceReason, Mode, RosterRow, SessionCard } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { phaseOf } from "@/lib/session-time";
import { useStore } from "@/lib/store";
import { formatTime, instantOf, minutesOfDay, timeOfMinutes, wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Segments } from "@/ui/segments";

import classes from "./mark-details.module.css";
import { absenceReasons, draftOf, isAway, type MarkDraft, usualMode } from "./rules";
import { VideoDetails } from "./video-details";

const LATE_BY = [5, 10, 15, 20, 30];

type Props = {
  row: RosterRow;
  name: string;
  session: SessionCard;
  timeZone: string;
  discreet: boolean;
  onSave: (draft: MarkDraft) => void;
  onClose: () => void;
};

/** What a mark may say further: arrival for who came late, a reason for who did not come, how they took part. */
export function MarkDetails({ row, name, session, timeZone, discreet, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const draft = draftOf(row);
  const away = draft !== null && isAway(draft.outcome);
  // Reasons are never kept on the device, so without a connection they are not asked for.
  const down = useStore(connection) === "down";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would add nothing to a name and a border.
    <div className={classes.details} role="group" aria-label={t("roster.details", { name })}>
      {away && !discreet && !down && <Reason draft={draft} onSave={onSave} />}
      {!away && <Arrival row={row} session={session} timeZone={timeZone} onSave={onSave} />}
      {!away && draft && (
        <div className={classes.field}>
          <span>{t("roster.mode")}</span>
          <Segments<Mode>
            label={t("roster.mode")}
            value={draft.mode ?? usualMode(session)}
            options={[
              { value: "in_person", label: t("roster.inPerson") },
              { value: "video", label: t("roster.byVideo") },
            ]}
            onChange={(mode) => onSave({ ...draft, mode })}
          />
        </div>
      )}
      {!away && draft?.mode === "video" && !discreet && (
        <VideoDetails row={row} session={session} draft={draft} down={down} onSave={onSave} />
      )}
      {down && away && !discreet && <p>{t("roster.laterDetails")}</p>}
      <div className={classes.end}>
        <Button onClick={onClose}>{t("roster.done")}</Button>
      </div>
    </div>
  );
}

function Reason({ draft, onSave }: { draft: MarkDraft; onSave: (draft: MarkDraft) => void }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{t("roster.reason")}</label>
      <select
        id={id}
        value={draft.absence_reason ?? ""}
        onChange={(event) =>
          onSave({ ...draft, absence_reason: event.target.value === "" ? null : (event.target.value as AbsenceReason) })
        }
      >
        <option value="">{t("roster.noReason")}</option>
        {absenceReasons.map((reason) => (
          <option key={reason} value={reason}>
            {t(`reason.${reason}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

type ArrivalProps = Pick<Props, "row" | "session" | "timeZone" | "onSave">;

function Arrival({ row, session, timeZone, onSave }: ArrivalProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const id = useId();
  const now = useNow();
  const stored = row.attendance?.arrived_at;
  const [typed, setTyped] = useState<string | null>(null);
  const time = typed ?? (stored ? wallClock(new Date(stored), timeZone).time : "");
  const [wrong, setWrong] = useState(false);

  const save = (given: string) => {
    const valid = /^\d{2}:\d{2}$/.test(given) && given >= session.local_start && given < session.local_end;
    setWrong(!valid);
    if (!valid) return;
    const arrived_at = instantOf(session.local_date, given, timeZone).toISOString();
    onSave({
      ...(draftOf(row) ?? { booking_id: row.booking_id }),
      outcome: given > session.local_start ? "late" : "present",
      arrived_at,
    });
  };
  const lateBy = (minutes: number) => timeOfMinutes(minutesOfDay(session.local_start) + minutes);
  const sensible = LATE_BY.filter((minutes) => {
    const at = instantOf(session.local_date, lateBy(minutes), timeZone);
    return lateBy(minutes) < session.local_end && (phaseOf(session, now) === "over" || at <= now);
  });

  return (
    <>
      <div className={classes.field}>
        <label htmlFor={id}>{t("roster.arrivedAt")}</label>
        <span className={classes.quick}>
          <input
            id={id}
            type="time"
            value={time}
            min={session.local_start}
            max={session.local_end}
            aria-invalid={wrong || undefined}
            aria-describedby={wrong ? `${id}error` : undefined}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => event.key === "Enter" && save(time)}
          />
          <Button onClick={() => save(time)}>{t("roster.saveTime")}</Button>
        </span>
      </div>
      {sensible.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a row of buttons with a name.
        <div className={classes.field} role="group" aria-label={t("roster.lateBy")}>
          <span aria-hidden>{t("roster.lateBy")}</span>
          <span className={classes.quick}>
            {sensible.map((minutes) => (
              <Button
                key={minutes}
                px={8}
                onClick={() => {
                  setTyped(lateBy(minutes));
                  save(lateBy(minutes));
                }}
              >
                {t("roster.minutesLate", { count: minutes })}
              </Button>
            ))}
          </span>
        </div>
      )}
      {wrong && (
        <p className={classes.error} id={`${id}error`} role="alert">
          {t("roster.timeMissing", {
            start: formatTime(session.local_start, locale),
            end: formatTime(session.local_end, locale),
          })}
        </p>
      )}
    </>
  );
}
