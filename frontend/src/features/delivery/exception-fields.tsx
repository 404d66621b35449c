import { ActionIcon, NativeSelect, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Noted, RecordItem } from "@/lib/records";
import fields from "@/ui/fields.module.css";
import type { Shared } from "@/ui/part-row";

import { Choices } from "./choices";
import classes from "./delivery-editor.module.css";
import { type ExceptionForm, homeworkDone } from "./form-rules";
import { TheirRecords } from "./record-parts";

type ExceptionProps = {
  exception: ExceptionForm;
  name: string;
  skills: { key: string; name: string }[];
  groupSkills: string[];
  records: readonly RecordItem[];
  groupNoted: Noted;
  error: string | undefined;
  minutesId: string;
  shared: Shared;
  onChange: (change: Partial<ExceptionForm>) => void;
  onRemove: () => void;
};

/** How it differed for one person. */
export function Exception(props: ExceptionProps) {
  const { exception, name, skills, groupSkills, records, groupNoted, error, minutesId, shared, onChange, onRemove } =
    props;
  const { t } = useTranslation();
  return (
    <fieldset className={classes.person} aria-label={name}>
      <div className={classes.personHead}>
        <h3>{name}</h3>
        <ActionIcon aria-label={t("delivery.remove", { name })} onClick={onRemove}>
          <IconX size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </div>
      <label className={`${classes.choice} ${classes.alone}`}>
        <input
          type="checkbox"
          checked={!exception.tookPart}
          onChange={(event) => onChange({ tookPart: !event.target.checked })}
        />
        {t("delivery.tookNoPart")}
      </label>
      {exception.tookPart && (
        <TextInput
          id={minutesId}
          label={t("delivery.theirMinutes")}
          placeholder={t("delivery.sameAsGroup")}
          inputMode="numeric"
          maxLength={3}
          value={exception.minutes}
          error={error}
          onChange={(event) => onChange({ minutes: event.target.value })}
        />
      )}
      {exception.tookPart && skills.length > 0 && (
        <Choices
          legend={t("delivery.theirSkills")}
          choices={skills}
          chosen={exception.skills ?? groupSkills}
          onChange={(chosen) => onChange({ skills: chosen })}
        />
      )}
      {exception.tookPart && (
        <TheirRecords
          {...shared}
          bookingId={exception.bookingId}
          records={records}
          noted={exception.noted ?? {}}
          group={groupNoted}
          onChange={(noted) => onChange({ noted })}
        />
      )}
      <div className={fields.pair}>
        <NativeSelect
          label={t("delivery.homeworkDone")}
          value={exception.homeworkDone ?? ""}
          onChange={(event) =>
            onChange({ homeworkDone: homeworkDone.find((state) => state === event.target.value) ?? null })
          }
        >
          <option value="">{t("delivery.notSaid")}</option>
          {homeworkDone.map((state) => (
            <option key={state} value={state}>
              {t(`delivery.homeworkState.${state}`)}
            </option>
          ))}
        </NativeSelect>
        <TextInput
          label={t("delivery.theirHomework")}
          placeholder={t("delivery.sameAsGroup")}
          maxLength={1000}
          value={exception.homework}
          onChange={(event) => onChange({ homework: event.target.value })}
        />
      </div>
    </fieldset>
  );
}
