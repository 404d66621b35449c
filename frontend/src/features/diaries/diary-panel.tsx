import { ActionIcon, Button } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconNotebook } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Diary, DiarySetting } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { addDays, formatDate, type LocalDate } from "@/lib/time";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/page";
import { Panel } from "@/ui/panel";

import { DayDrawer } from "./day-drawer";
import classes from "./diaries.module.css";
import { HeatMap } from "./heat-map";
import { DAYS, diaryQuery } from "./queries";
import { SettingDialog } from "./setting-dialog";
import { useLabel } from "./words";

type Props = { participantId: string; today: LocalDate; mayWrite: boolean; maySet: boolean };

/** Four weeks of a diary card, and what may be done about them. */
export function DiaryPanel({ participantId, today, mayWrite, maySet }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const [last, setLast] = useState(today);
  const [day, setDay] = useState<LocalDate | null>(null);
  const [setting, setSetting] = useState(false);
  const diary = useQuery({ ...diaryQuery(participantId, last), placeholderData: keepPreviousData });
  const fill = mayWrite && (
    <Button variant="filled" onClick={() => setDay(diary.data?.today ?? today)}>
      {t("diaries.fill")}
    </Button>
  );
  return (
    <Panel
      title={t("diaries.title")}
      hint={t("diaries.hint", { date: formatDate(last, locale) })}
      actions={
        <>
          <ActionIcon
            aria-label={t("diaries.earlier")}
            title={t("diaries.earlier")}
            onClick={() => setLast(addDays(last, -DAYS))}
          >
            <IconChevronLeft size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label={t("diaries.later")}
            title={t("diaries.later")}
            disabled={last >= today}
            onClick={() => setLast(addDays(last, DAYS) > today ? today : addDays(last, DAYS))}
          >
            <IconChevronRight size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
          {maySet && <Button onClick={() => setSetting(true)}>{t("diaries.set")}</Button>}
          {diary.data && diary.data.days.length > 0 && fill}
        </>
      }
    >
      {diary.isPending ? (
        <LoadingRows rows={8} />
      ) : diary.isError && !diary.data ? (
        <ErrorState error={diary.error} onRetry={() => void diary.refetch()} />
      ) : (
        <Shown diary={diary.data} last={last} onDay={setDay} fill={fill} />
      )}
      {day && diary.data && (
        <DayDrawer
          participantId={participantId}
          diary={diary.data}
          day={day}
          mayWrite={mayWrite}
          onDay={setDay}
          onClose={() => setDay(null)}
        />
      )}
      {setting && diary.data && (
        <SettingDialog
          participantId={participantId}
          setting={diary.data.setting}
          today={diary.data.today}
          onClose={() => setSetting(false)}
        />
      )}
    </Panel>
  );
}

type ShownProps = { diary: Diary; last: LocalDate; onDay: (day: LocalDate) => void; fill: React.ReactNode };

function Shown({ diary, last, onDay, fill }: ShownProps) {
  const { t } = useTranslation();
  return (
    <>
      {diary.days.length === 0 ? (
        <EmptyState
          icon={<IconNotebook size={24} stroke={1.5} aria-hidden />}
          title={t("diaries.empty")}
          hint={t("diaries.emptyHint")}
          {...(fill ? { action: fill } : {})}
        />
      ) : (
        <HeatMap diary={diary} last={last} onDay={onDay} />
      )}
      <div className={classes.card}>
        <SettingWords setting={diary.setting} />
      </div>
    </>
  );
}

/** From which urge on somebody is alarmed, and who decided it. */
function SettingWords({ setting }: { setting: DiarySetting }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const label = useLabel();
  const { card } = setting;
  if (!setting.starts_on) return t("diaries.notSet", { number: card.default_threshold });
  const list = card.fields
    .filter((one) => one.kept && one.threshold !== null)
    .map((one) => t("diaries.from", { field: label(one), number: one.threshold }))
    .join(" · ");
  return (
    <>
      <p>{t("diaries.thresholds", { list })}</p>
      <p>
        {t("diaries.setBy", {
          name: setting.set_by_name ?? "",
          from: formatDate(setting.starts_on, locale),
        })}
      </p>
    </>
  );
}
