import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Cohort, InstrumentSummary, Modality, Program } from "@/api/types";
import { DayField, FilterBar } from "@/ui/filter-bar";

import type { Asked, Filter } from "./rules";

type Props = {
  asked: Asked;
  filter: Filter;
  programs: Program[];
  cohorts: Cohort[];
  modalities: Modality[];
  instruments: InstrumentSummary[];
  onFilter: (filter: Filter) => void;
};

export function Filters({ asked, filter, programs, cohorts, modalities, instruments, onFilter }: Props) {
  const { t } = useTranslation();
  const set = (change: Filter) => onFilter({ ...filter, ...change });
  const setGroup = (value: string) => {
    const [kind, id] = value.split(" ");
    set({ program: kind === "program" ? id : undefined, cohort: kind === "cohort" ? id : undefined });
  };
  return (
    <FilterBar label={t("outcomes.filters")}>
      <NativeSelect
        label={t("outcomes.group")}
        value={asked.group ? `${asked.group.kind} ${asked.group.id}` : ""}
        onChange={(event) => setGroup(event.target.value)}
      >
        <option value="">{t("outcomes.everybody")}</option>
        <optgroup label={t("outcomes.programs")}>
          {programs.map((one) => (
            <option key={one.id} value={`program ${one.id}`}>
              {one.name}
            </option>
          ))}
        </optgroup>
        <optgroup label={t("outcomes.cohorts")}>
          {cohorts.map((one) => (
            <option key={one.id} value={`cohort ${one.id}`}>
              {one.name}
            </option>
          ))}
        </optgroup>
      </NativeSelect>
      <NativeSelect
        label={t("outcomes.modality")}
        value={filter.modality ?? ""}
        onChange={(event) => set({ modality: event.target.value || undefined })}
      >
        <option value="">{t("outcomes.anyModality")}</option>
        {modalities.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        label={t("outcomes.instrument")}
        value={asked.instrument}
        onChange={(event) => set({ instrument: event.target.value })}
      >
        {instruments.map((one) => (
          <option key={one.key} value={one.key}>
            {one.name}
          </option>
        ))}
      </NativeSelect>
      <DayField label={t("outcomes.from")} value={asked.from} onChange={(from) => set({ from: from || undefined })} />
      <DayField label={t("outcomes.to")} value={asked.to} onChange={(to) => set({ to: to || undefined })} />
    </FilterBar>
  );
}
