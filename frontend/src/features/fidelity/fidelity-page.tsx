import { Button, NativeSelect } from "@mantine/core";
import { IconCalendarOff, IconChecklist } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { staffNamesQuery } from "@/api/clinic";
import { useModalities, useTherapyWords } from "@/api/therapy-words";
import { announce } from "@/lib/announce";
import type { LocalDate } from "@/lib/time";
import { DayField, FilterBar } from "@/ui/filter-bar";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";

import classes from "./fidelity.module.css";
import { fidelityQuery } from "./queries";
import { askedOf, type Filter, spanMistake, therapiesOf } from "./rules";
import { TherapyPanel } from "./therapy-panel";

type Props = { filter: Filter; today: LocalDate; onFilter: (filter: Filter) => void };

/** What of each therapy its sessions held: for supervision, of oneself and of those one supervises. */
export function FidelityPage({ filter, today, onFilter }: Props) {
  const { t } = useTranslation();
  const asked = askedOf(filter, today);
  const mistake = spanMistake(asked);
  const rows = useQuery({ ...fidelityQuery(asked), enabled: mistake === null });
  const words = useTherapyWords();
  const names = useQuery(staffNamesQuery);
  const modalities = useModalities();
  const nameOf = (staffId: string) => names.data?.get(staffId) ?? t("fidelity.somebody");
  const people = [...new Set((rows.data ?? []).map((row) => row.staff_id))].sort((a, b) =>
    nameOf(a).localeCompare(nameOf(b)),
  );
  const shown = rows.data?.filter((row) => !asked.staff || row.staff_id === asked.staff);
  const therapies = therapiesOf(words(shown ?? []), nameOf);
  const count = shown && !rows.isPlaceholderData ? therapies.length : undefined;
  useEffect(() => {
    if (count !== undefined) announce(t("fidelity.shown", { count }));
  }, [count, t]);
  const lists = [rows, names, modalities];
  const failed = lists.find((one) => one.isError && !one.data);
  return (
    <>
      <PageHead title={t("fidelity.title")}>
        <span className="meta">{t("fidelity.hint")}</span>
      </PageHead>
      <FilterBar label={t("fidelity.filters")}>
        <NativeSelect
          label={t("fidelity.staff")}
          value={asked.staff ?? ""}
          onChange={(event) => onFilter({ ...filter, staff: event.target.value || undefined })}
        >
          <option value="">{t("fidelity.everybody")}</option>
          {[...people, ...(asked.staff && !people.includes(asked.staff) ? [asked.staff] : [])].map((staffId) => (
            <option key={staffId} value={staffId}>
              {nameOf(staffId)}
            </option>
          ))}
        </NativeSelect>
        <DayField
          label={t("fidelity.from")}
          value={asked.from}
          onChange={(from) => onFilter({ ...filter, from: from || undefined })}
        />
        <DayField
          label={t("fidelity.to")}
          value={asked.to}
          onChange={(to) => onFilter({ ...filter, to: to || undefined })}
        />
      </FilterBar>
      {mistake ? (
        <EmptyState
          icon={<IconCalendarOff size={24} stroke={1.5} aria-hidden />}
          title={t(`fidelity.${mistake}`)}
          action={
            <Button onClick={() => onFilter({ ...filter, from: undefined, to: undefined })}>
              {t("fidelity.clear")}
            </Button>
          }
        />
      ) : failed ? (
        <ErrorState
          error={failed.error}
          onRetry={() => {
            for (const one of lists) if (one.isError) void one.refetch();
          }}
        />
      ) : lists.some((one) => one.isPending) ? (
        <LoadingRows rows={6} height={44} />
      ) : therapies.length === 0 ? (
        <EmptyState
          icon={<IconChecklist size={24} stroke={1.5} aria-hidden />}
          title={t("fidelity.empty")}
          hint={t("fidelity.emptyHint")}
        />
      ) : (
        <div className={classes.body} data-stale={rows.isPlaceholderData || undefined}>
          {therapies.map((therapy) => (
            <TherapyPanel
              key={therapy.modalityId}
              therapy={therapy}
              items={modalities.data?.find((one) => one.id === therapy.modalityId)?.fidelity_items ?? []}
              nameOf={nameOf}
            />
          ))}
        </div>
      )}
    </>
  );
}
