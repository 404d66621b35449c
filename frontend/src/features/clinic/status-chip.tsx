import { IconCircleCheck, IconCircleMinus, IconPlane } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { StaffStatus } from "@/api/types";
import { Chip } from "@/ui/chip";

const icons = { active: IconCircleCheck, on_leave: IconPlane, left: IconCircleMinus };

export function StatusChip({ status }: { status: StaffStatus }) {
  const { t } = useTranslation();
  const Icon = icons[status];
  return <Chip icon={<Icon size={14} stroke={1.75} aria-hidden />}>{t(`clinic.statuses.${status}`)}</Chip>;
}
