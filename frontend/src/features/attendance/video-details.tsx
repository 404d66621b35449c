import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { RosterRow, SessionCard } from "@/api/types";

import classes from "./mark-details.module.css";
import { markQuery } from "./queries";
import { type MarkDraft, videoDetails } from "./rules";

type Props = { row: RosterRow; session: SessionCard; draft: MarkDraft; onSave: (draft: MarkDraft) => void };

/** Where somebody is while they take part by video: without it a group by video cannot be closed. */
export function VideoDetails({ row, session, draft, onSave }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const stored = useQuery({ ...markQuery(session.id, row.booking_id), retry: false }).data?.video;
  const [typed, setTyped] = useState<{ place?: string; number?: string; consent?: boolean }>({});
  const [wrong, setWrong] = useState(false);
  const place = typed.place ?? stored?.place ?? "";
  const number = typed.number ?? stored?.call_back_number ?? "";
  const consent = typed.consent ?? stored?.consent_confirmed ?? false;

  const save = () => {
    const video = videoDetails(place, number, consent);
    setWrong(video === null);
    if (video) onSave({ ...draft, mode: "video", video });
  };

  return (
    <>
      <div className={classes.field}>
        <label htmlFor={`${id}place`}>{t("roster.place")}</label>
        <input
          id={`${id}place`}
          value={place}
          maxLength={200}
          autoComplete="off"
          aria-invalid={wrong || undefined}
          onChange={(event) => setTyped({ ...typed, place: event.target.value })}
        />
      </div>
      <div className={classes.field}>
        <label htmlFor={`${id}number`}>{t("roster.callBack")}</label>
        <input
          id={`${id}number`}
          type="tel"
          value={number}
          maxLength={40}
          autoComplete="off"
          aria-invalid={wrong || undefined}
          onChange={(event) => setTyped({ ...typed, number: event.target.value })}
        />
      </div>
      <label className={classes.check}>
        <input
          type="checkbox"
          checked={consent}
          onChange={(event) => setTyped({ ...typed, consent: event.target.checked })}
        />
        {t("roster.consent")}
      </label>
      <Button onClick={save}>{t("roster.saveVideo")}</Button>
      {wrong && (
        <p className={classes.error} role="alert">
          {t("roster.videoMissing")}
        </p>
      )}
    </>
  );
}
