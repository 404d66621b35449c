import { IconHelpCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { alertsOfQuery } from "@/api/alerts";
import { keys } from "@/api/keys";
import { addTexts } from "@/lib/i18n";
import { useLive } from "@/lib/use-live";
import { AlertChip } from "@/ui/alert-chip";
import { Chip } from "@/ui/chip";

import { en, es } from "./texts";

addTexts("alerts", { en, es });

/** Beside the name on a chart, whatever part of it is in sight: an alert is open, or nobody knows, and the way to it. */
export default function AlertMark({ participantId }: { participantId: string }) {
  const { t } = useTranslation();
  const alerts = useQuery(alertsOfQuery(participantId));
  useLive([keys.alerts]);
  const open = Boolean(alerts.data?.length);
  // No mark says that there is no alert.
  if (!open && !alerts.isError) return null;
  return (
    <Link to="/participants/$participantId" params={{ participantId }} search={{ tab: "measures" }}>
      {open ? (
        <AlertChip />
      ) : (
        <Chip tone="warn" icon={<IconHelpCircle size={14} stroke={1.75} aria-hidden />}>
          {t("alerts.unread")}
        </Chip>
      )}
    </Link>
  );
}
