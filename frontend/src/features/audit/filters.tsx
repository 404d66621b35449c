import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Account } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { DayField, FilterBar } from "@/ui/filter-bar";

import { operationCodes, useOperationWord } from "./operation-words";
import { type Filter, outcomes } from "./rules";

type Props = { filter: Filter; accounts: Account[]; onFilter: (filter: Filter) => void };

export function Filters({ filter, accounts, onFilter }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const wordOf = useOperationWord();
  const set = (change: Filter) => onFilter({ ...filter, ...change });
  const operations = operationCodes
    .map((code) => ({ code, word: wordOf(code) }))
    .sort((a, b) => a.word.localeCompare(b.word, locale));
  return (
    <FilterBar label={t("audit.filters")}>
      <NativeSelect
        label={t("audit.account")}
        value={filter.account ?? ""}
        onChange={(event) => set({ account: event.target.value || undefined })}
      >
        <option value="">{t("audit.chooseAccount")}</option>
        {accounts.map((one) => (
          <option key={one.id} value={one.id}>
            {one.status === "disabled" ? t("audit.disabled", { name: one.display_name }) : one.display_name}
          </option>
        ))}
      </NativeSelect>
      <DayField
        label={t("audit.from")}
        value={filter.from ?? ""}
        onChange={(from) => set({ from: from || undefined })}
      />
      <DayField label={t("audit.to")} value={filter.to ?? ""} onChange={(to) => set({ to: to || undefined })} />
      <NativeSelect
        label={t("audit.action")}
        value={filter.action ?? ""}
        onChange={(event) => set({ action: event.target.value || undefined })}
      >
        <option value="">{t("audit.anyAction")}</option>
        {operations.map(({ code, word }) => (
          <option key={code} value={code}>
            {word}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        label={t("audit.outcome")}
        value={filter.outcome ?? ""}
        onChange={(event) => set({ outcome: outcomes.find((one) => one === event.target.value) })}
      >
        <option value="">{t("audit.anyOutcome")}</option>
        {outcomes.map((one) => (
          <option key={one} value={one}>
            {t(`audit.outcomes.${one}`)}
          </option>
        ))}
      </NativeSelect>
    </FilterBar>
  );
}
