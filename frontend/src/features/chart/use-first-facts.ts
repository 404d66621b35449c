import { useQueries } from "@tanstack/react-query";
import { useState } from "react";

import { cohortNamesQuery, programsQuery } from "@/api/clinic";
import { coursesQuery } from "@/api/courses";
import { measuresQuery } from "@/api/measured";
import type { Episode } from "@/api/types";

import { isRunning } from "./chosen";
import {
  clinicianQuery,
  FEW_WEEKS,
  leavesQuery,
  ledgerQuery,
  membershipsQuery,
  progressQuery,
  weekLedgerQuery,
} from "./queries";

/**
 * Whether what the top of a chart says has been answered, be it with an error. One after another these facts would break
 * its lines anew and push the page down under a hand. Once shown, a chart stays: another episode fills its own places.
 */
export function useFirstFacts(participantId: string, episode: Episode | undefined, permissions: readonly string[]) {
  const [shown, setShown] = useState(false);
  const clinician = episode?.primary_clinician_id;
  const of = (right: string) => episode !== undefined && permissions.includes(right);
  const runs = episode !== undefined && isRunning(episode);
  const admitted = episode?.admitted_on != null;
  const id = episode?.id ?? "";
  const facts = [
    { ...programsQuery, enabled: episode !== undefined },
    { ...leavesQuery(participantId, id), enabled: episode !== undefined },
    { ...progressQuery(participantId, id), enabled: runs },
    { ...weekLedgerQuery(participantId, id), enabled: runs && of("ledger:read") },
    { ...membershipsQuery(participantId, id), enabled: of("membership:read") },
    { ...cohortNamesQuery, enabled: of("membership:read") },
    // The first tab of an admitted person opens with these.
    { ...measuresQuery(participantId), enabled: admitted && permissions.includes("measure:read") },
    { ...coursesQuery(participantId), enabled: admitted && permissions.includes("course:read") },
    {
      ...ledgerQuery(participantId, FEW_WEEKS, episode?.ended_on ?? null),
      enabled: admitted && permissions.includes("ledger:read"),
    },
    { ...clinicianQuery(clinician ?? ""), enabled: clinician != null },
  ] as const;
  const answered = useQueries({ queries: [...facts], combine: (all) => all.every(({ isLoading }) => !isLoading) });
  if (answered && !shown) setShown(true);
  return shown || answered;
}
