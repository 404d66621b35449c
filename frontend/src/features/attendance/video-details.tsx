import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { RosterRow, SessionCard } from "@/api/types";
import { useDraft } from "@/lib/use-draft";
import { DraftRestored, DraftState } from "@/ui/draft-note";

import classes from "./mark-details.module.css";
import { markQuery } from "./queries";
import { type MarkDraft, videoDetails } from "./rules";

type Props = {
  row: RosterRow;
  session: SessionCard;
  draft: MarkDraft;
  /** There is no connection. */
  down: boolean;
  onSave: (draft: MarkDraft) => void;
};

/** What was typed over what is stored; null where nothing was. */
type Typed = { place: string | null; number: string | null; consent: boolean | null };
const NOTHING: Typed = { place: null, number: null, consent: null };

/** Where somebody is while they take part by video: without it a group by video cannot be closed. */
export function VideoDetails({ row, session, draft: mark, down, onSave }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const stored = useQuery({ ...markQuery(session.id, row.booking_id), retry: false }).data?.video;
  const { form, set, draft, restart } = useDraft<Typed>({
    form: "mark-video",
    subject: row.booking_id,
    begin: () => NOTHING,
  });
  const [wrong, setWrong] = useState(false);
  const place = form.place ?? stored?.place ?? "";
  const number = form.number ?? stored?.call_back_number ?? "";
  const consent = form.consent ?? stored?.consent_confirmed ?? false;

  // A mark may arrive late, or under another's: what was typed is kept until the server has it, however it came there.
  const typed = Object.values(form).some((value) => value !== null);
  const arrived =
    typed && place === stored?.place && number === stored.call_back_number && consent === stored.consent_confirmed;
  useEffect(() => {
    if (arrived) restart(NOTHING);
  }, [arrived, restart]);

  const save = (event: FormEvent) => {
    event.preventDefault();
    const video = videoDetails(place, number, consent);
    setWrong(video === null);
    if (!video) return;
    set({ place: video.place, number: video.call_back_number, consent });
    onSave({ ...mark, mode: "video", video });
  };

  // They are never kept on the device, so without a connection they are not asked for; what was typed stays.
  if (down) return <p>{t("roster.laterDetails")}</p>;
  return (
    <form className={classes.form} noValidate onSubmit={save}>
      {draft.restoredFrom && (
        <div className={classes.whole}>
          <DraftRestored draft={draft} />
        </div>
      )}
      <div className={classes.field}>
        <label htmlFor={`${id}place`}>{t("roster.place")}</label>
        <input
          id={`${id}place`}
          value={place}
          maxLength={200}
          autoComplete="off"
          aria-invalid={wrong || undefined}
          onChange={(event) => set({ place: event.target.value })}
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
          onChange={(event) => set({ number: event.target.value })}
        />
      </div>
      <label className={classes.check}>
        <input type="checkbox" checked={consent} onChange={(event) => set({ consent: event.target.checked })} />
        {t("roster.consent")}
      </label>
      <Button type="submit">{t("roster.saveVideo")}</Button>
      <DraftState draft={draft} />
      {wrong && (
        <p className={classes.error} role="alert">
          {t("roster.videoMissing")}
        </p>
      )}
    </form>
  );
}
