import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Diary } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { addDays, formatDay, formatMoment, type LocalDate } from "@/lib/time";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import classes from "./diaries.module.css";
import { EntryField } from "./entry-field";
import { historyQuery } from "./queries";
import { shownFields } from "./rules";
import { useEntryWords, useLabel } from "./words";

type Props = {
  participantId: string;
  diary: Diary;
  day: LocalDate;
  mayWrite: boolean;
  onDay: (day: LocalDate) => void;
  onClose: () => void;
};

/** One day, filled in together with the participant: each answer is kept at once. */
export function DayDrawer({ participantId, diary, day, mayWrite, onDay, onClose }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const open = mayWrite && day >= diary.open_from && day <= diary.today;
  const entries = diary.days.filter((one) => one.day === day).flatMap((one) => one.entries);
  const days = openDays(diary);
  const choices = days.includes(day) ? days : [day, ...days];
  return (
    <FormDrawer title={t("diaries.day.title")} opened onClose={onClose}>
      <NativeSelect
        label={t("diaries.day.choose")}
        {...(open ? { description: t("diaries.day.hint") } : {})}
        value={day}
        data={choices.map((one) => ({ value: one, label: formatDay(one, locale) }))}
        onChange={(event) => onDay(event.target.value)}
      />
      {shownFields(diary.setting.card.fields, diary.days).map((field) => (
        <EntryField
          key={`${day} ${field.key}`}
          participantId={participantId}
          day={day}
          field={field}
          skills={diary.setting.card.skills}
          entry={entries.find((one) => one.field === field.key)}
          mayWrite={open && field.kept}
        />
      ))}
      {entries.some((one) => one.alarms) && (
        <p>
          <Link to="/participants/$participantId" params={{ participantId }} search={{ tab: "measures" }}>
            {t("diaries.day.plan")}
          </Link>
        </p>
      )}
      <History key={day} participantId={participantId} diary={diary} day={day} />
    </FormDrawer>
  );
}

/** The days that can still be filled, the latest first. */
function openDays({ today, open_from }: Diary): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = today; day >= open_from; day = addDays(day, -1)) days.push(day);
  return days;
}

type HistoryProps = { participantId: string; diary: Diary; day: LocalDate };

/** What was entered before it was corrected, and by whom. */
function History({ participantId, diary, day }: HistoryProps) {
  const { t } = useTranslation();
  const [unfolded, setUnfolded] = useState(false);
  return (
    <details className={classes.fold} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
      <summary>{t("diaries.day.history")}</summary>
      {unfolded && <Changes participantId={participantId} diary={diary} day={day} />}
    </details>
  );
}

function Changes({ participantId, diary, day }: HistoryProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const label = useLabel();
  const words = useEntryWords();
  const history = useQuery(historyQuery(participantId, day));
  if (history.isPending) return <LoadingRows rows={3} />;
  if (history.isError && !history.data) {
    return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  }
  if (history.data.entries.length === 0) return <p>{t("diaries.day.noHistory")}</p>;
  return (
    <ol className={`${classes.history} num`}>
      {history.data.entries.map((one) => {
        const field = diary.setting.card.fields.find(({ key }) => key === one.field);
        return (
          <li key={one.field + one.entered_at}>
            {t("diaries.day.historyRow", {
              field: field ? label(field) : one.field,
              value: words(field ?? { kind: "rating" }, one) || t("diaries.day.nothing"),
              name: one.entered_by_name,
              when: formatMoment(new Date(one.entered_at), locale),
            })}
            {one.replaced_at && ` (${t("diaries.day.replaced")})`}
          </li>
        );
      })}
    </ol>
  );
}
