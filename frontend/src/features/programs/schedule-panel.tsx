import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { instrumentsQuery } from "@/api/catalogue";
import type { Program } from "@/api/types";
import { addTexts } from "@/lib/i18n";
import { Chip } from "@/ui/chip";
import { ListPanel, NoRows } from "@/ui/list-panel";
import { ErrorState, LoadingRows } from "@/ui/page";

import { InstrumentsDialog } from "./instruments-dialog";
import { scheduleQuery } from "./queries";
import classes from "./schedule.module.css";
import { ScheduleDialog } from "./schedule-dialog";
import { en, es } from "./schedule-texts";

addTexts("measureSchedule", { en, es });

type Props = { program: Program; mayWrite: boolean; maySwitch: boolean };

/** Which measures the program asks for, and when. */
export function SchedulePanel({ program, mayWrite, maySwitch }: Props) {
  const { t } = useTranslation();
  const query = useQuery(scheduleQuery(program.id));
  const instruments = useQuery(instrumentsQuery);
  const [open, setOpen] = useState<"schedule" | "instruments" | null>(null);
  const schedule = query.data;
  const off = (key: string) => instruments.data?.find((one) => one.key === key)?.usable === false;
  return (
    <ListPanel
      title={t("measureSchedule.title")}
      actions={
        <>
          {maySwitch && <Button onClick={() => setOpen("instruments")}>{t("measureSchedule.instruments")}</Button>}
          {mayWrite && schedule && program.active && (
            <Button aria-label={t("measureSchedule.editNamed")} onClick={() => setOpen("schedule")}>
              {t("measureSchedule.edit")}
            </Button>
          )}
        </>
      }
    >
      {!schedule ? (
        query.isPending ? (
          <LoadingRows rows={3} height={36} />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : schedule.entries.length === 0 ? (
        <NoRows>{t("measureSchedule.none")}</NoRows>
      ) : (
        <ul className={classes.entries}>
          {schedule.entries.map((entry) => (
            <li key={entry.instrument_key}>
              <strong>{entry.name}</strong>
              <span>{entry.moments.map((one) => t(`measureSchedule.moment.${one}`)).join(", ")}</span>
              {off(entry.instrument_key) && (
                <Chip tone="warn" icon={<IconAlertTriangle size={14} stroke={1.75} aria-hidden />}>
                  {t("measureSchedule.notUsable")}
                </Chip>
              )}
            </li>
          ))}
        </ul>
      )}
      {schedule && (
        <ScheduleDialog
          program={program}
          schedule={schedule}
          opened={open === "schedule"}
          onClose={() => setOpen(null)}
        />
      )}
      <InstrumentsDialog opened={open === "instruments"} onClose={() => setOpen(null)} />
    </ListPanel>
  );
}
