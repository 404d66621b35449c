import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { Chip } from "./chip";

/** An alert about somebody's safety is open. */
export function AlertChip() {
  const { t } = useTranslation();
  return (
    <Chip tone="danger" icon={<IconAlertTriangle size={14} stroke={1.75} aria-hidden />}>
      {t("flag.open_alert")}
    </Chip>
  );
}
