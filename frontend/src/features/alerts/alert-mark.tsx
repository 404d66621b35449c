import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { alertsOfQuery } from "@/api/alerts";
import { keys } from "@/api/keys";
import { useLive } from "@/lib/use-live";
import { AlertChip } from "@/ui/alert-chip";

/** Beside the name on a chart, whatever part of it is in sight: an alert is open, and the way to it. */
export default function AlertMark({ participantId }: { participantId: string }) {
  const alerts = useQuery(alertsOfQuery(participantId));
  useLive([keys.alerts]);
  if (!alerts.data?.length) return null;
  return (
    <Link to="/participants/$participantId" params={{ participantId }} search={{ tab: "measures" }}>
      <AlertChip />
    </Link>
  );
}
