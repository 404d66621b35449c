import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Track } from "@/api/types";
import type { FieldError } from "@/ui/error-summary";

import fieldset from "@/ui/fieldset.module.css";
import classes from "./plan-form.module.css";
import { errorOf } from "./problems";
import { Refused } from "./refused";
import { tracks as known, type TrackForm, weekdays } from "./rules";

const begins: Record<Track, string> = { day: "09:30", evening: "17:30", weekend: "10:00" };

type Props = { tracks: TrackForm[]; errors: FieldError[]; onChange: (tracks: TrackForm[]) => void };

/** When the program meets: each track on its weekdays. */
export function TrackFields({ tracks, errors, onChange }: Props) {
  const { t } = useTranslation();
  const toggle = (track: Track, on: boolean) =>
    onChange(
      on ? [...tracks, { track, weekdays: [], starts_at: begins[track] }] : tracks.filter((one) => one.track !== track),
    );
  return (
    <fieldset className={fieldset.panel} id="plan-tracks" tabIndex={-1}>
      <legend>{t("programs.form.tracks")}</legend>
      <p className={classes.hint}>{t("programs.form.tracksHint")}</p>
      {known.map((track) => {
        const place = tracks.findIndex((one) => one.track === track);
        const chosen = tracks[place];
        return (
          <div key={track} className={classes.track}>
            <label className={classes.check}>
              <input
                type="checkbox"
                checked={chosen !== undefined}
                onChange={(event) => toggle(track, event.target.checked)}
              />
              {t("programs.form.trackOn", { track: t(`programs.track.${track}`) })}
            </label>
            {chosen && (
              <Days
                track={chosen}
                place={place}
                errors={errors}
                onChange={(change) =>
                  onChange(tracks.map((one) => (one.track === track ? { ...one, ...change } : one)))
                }
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

type DaysProps = {
  track: TrackForm;
  place: number;
  errors: FieldError[];
  onChange: (change: Partial<TrackForm>) => void;
};

function Days({ track, place, errors, onChange }: DaysProps) {
  const { t } = useTranslation();
  const id = `plan-tracks-${place}`;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset inside one would bring a second frame. */}
      <div
        id={`${id}-weekdays`}
        tabIndex={-1}
        role="group"
        aria-label={t("programs.form.weekdays", { track: t(`programs.track.${track.track}`) })}
        className={classes.days}
      >
        {weekdays.map((day) => (
          <label key={day} className={classes.day}>
            <input
              type="checkbox"
              checked={track.weekdays.includes(day)}
              onChange={(event) =>
                onChange({
                  weekdays: weekdays.filter((one) =>
                    one === day ? event.target.checked : track.weekdays.includes(one),
                  ),
                })
              }
            />
            {t(`programs.weekday.${day}`)}
          </label>
        ))}
      </div>
      <span className={classes.time}>
        <label htmlFor={`${id}-starts_at`}>{t("programs.form.startsAt")}</label>
        <TextInput
          id={`${id}-starts_at`}
          type="time"
          value={track.starts_at}
          error={errorOf(errors, `${id}-starts_at`)}
          onChange={(event) => onChange({ starts_at: event.target.value })}
        />
      </span>
      <Refused error={errorOf(errors, `${id}-weekdays`) ?? errorOf(errors, `${id}-track`)} />
    </>
  );
}
