import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { PullOutReason, RosterRow, SessionCard } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatBriefTime, formatTime, instantOf, wallClock } from "@/lib/time";
import { LoadingRows } from "@/ui/page";
import { useProblemText } from "@/ui/problem-text";

import classes from "./closing-dialog.module.css";
import { markQuery, useRecordPullOut } from "./queries";
import { pullOutReasons, timesOut } from "./rules";

type Props = { session: SessionCard; row: RosterRow; name: string; timeZone: string; discreet: boolean };

/** Minutes somebody spent elsewhere do not count: when they went out, when they came back, and why. */
export function TimesOut(props: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const label = t("timesOut.of", { name: props.name });
  return (
    <>
      <Button variant="subtle" aria-label={label} aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("timesOut.open")}
      </Button>
      {open && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would add nothing to a name and a border.
        <div className={classes.times} role="group" aria-label={label}>
          <Recorded {...props} />
        </div>
      )}
    </>
  );
}

function Recorded({ session, row, timeZone, discreet }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const problemText = useProblemText();
  const id = useId();
  const mark = useQuery({ ...markQuery(session.id, row.booking_id), retry: false });
  const record = useRecordPullOut(session.id, row.booking_id);
  const [typed, setTyped] = useState<{ out?: string; back?: string; reason?: PullOutReason }>({});
  const [wrong, setWrong] = useState(false);
  if (mark.isPending) return <LoadingRows rows={1} />;
  if (!mark.data) return <p role="alert">{problemText(mark.error)}</p>;

  const clock = (instant: string) => wallClock(new Date(instant), timeZone).time;
  const brief = (instant: string) => formatBriefTime(clock(instant), locale);
  const times = timesOut(mark.data.stays);
  // One that has not ended is ended here, not told a second time.
  const openOne = times.find((one) => one.back_at === null);
  const out = typed.out ?? (openOne ? clock(openOne.out_at) : "");
  const back = typed.back ?? "";
  const reason = typed.reason ?? openOne?.reason ?? "other";

  const save = () => {
    const fits = session.local_start <= out && out < back && back <= session.local_end;
    setWrong(!fits);
    if (!fits) return;
    const at = (time: string) => instantOf(session.local_date, time, timeZone).toISOString();
    record.mutate(
      {
        out_at: openOne && typed.out === undefined ? openOne.out_at : at(out),
        back_at: at(back),
        reason,
        version: mark.data.version,
      },
      { onSuccess: () => setTyped({}) },
    );
  };

  return (
    <>
      {times.map((one) => (
        <p key={one.out_at} className="num">
          {one.back_at
            ? t("timesOut.was", { from: brief(one.out_at), to: brief(one.back_at) })
            : t("timesOut.stillOut", { from: brief(one.out_at) })}
          {!discreet && `, ${t(`timesOut.reason.${one.reason}`)}`}
        </p>
      ))}
      <label htmlFor={`${id}out`}>{t("timesOut.outAt")}</label>
      <input
        id={`${id}out`}
        type="time"
        value={out}
        aria-invalid={wrong || undefined}
        onChange={(event) => setTyped({ ...typed, out: event.target.value })}
      />
      <label htmlFor={`${id}back`}>{t("timesOut.backAt")}</label>
      <input
        id={`${id}back`}
        type="time"
        value={back}
        aria-invalid={wrong || undefined}
        onChange={(event) => setTyped({ ...typed, back: event.target.value })}
      />
      {/* Why somebody was called out is nothing for the room: in room mode it stays "other" until it is corrected. */}
      {!discreet && (
        <>
          <label htmlFor={`${id}why`}>{t("timesOut.why")}</label>
          <select
            id={`${id}why`}
            value={reason}
            onChange={(event) => setTyped({ ...typed, reason: event.target.value as PullOutReason })}
          >
            {pullOutReasons.map((one) => (
              <option key={one} value={one}>
                {t(`timesOut.reason.${one}`)}
              </option>
            ))}
          </select>
        </>
      )}
      <Button loading={record.isPending} onClick={save}>
        {t("state.save")}
      </Button>
      {(wrong || record.error) && (
        <p role="alert" className={classes.wrong}>
          {wrong
            ? t("timesOut.wrong", {
                start: formatTime(session.local_start, locale),
                end: formatTime(session.local_end, locale),
              })
            : problemText(record.error)}
        </p>
      )}
    </>
  );
}
