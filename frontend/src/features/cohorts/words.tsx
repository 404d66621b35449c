import { IconCalendarEvent, IconCircleCheck, IconCircleMinus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { CohortStatus } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate, type LocalDate } from "@/lib/time";
import { Chip } from "@/ui/chip";

const statusIcons = { planned: IconCalendarEvent, running: IconCircleCheck, ended: IconCircleMinus };

export function StatusChip({ status }: { status: CohortStatus }) {
  const { t } = useTranslation();
  const Icon = statusIcons[status];
  return <Chip icon={<Icon size={14} stroke={1.75} aria-hidden />}>{t(`cohorts.statusOf.${status}`)}</Chip>;
}

/** "Oct 5, 2026 – Dec 18, 2026", or "from Oct 5, 2026" while no last day is set. */
export function useRange(): (from: LocalDate, to: LocalDate | null) => string {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  return (from, to) =>
    to
      ? t("cohorts.range", { from: formatDate(from, locale), to: formatDate(to, locale) })
      : t("cohorts.from", { from: formatDate(from, locale) });
}
