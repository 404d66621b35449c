import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { cohortNamesQuery, locationsQuery, roomNamesQuery, staffNamesQuery } from "@/api/clinic";
import type { ScheduleBuild } from "@/api/types";

/** What ids are called. */
export type Names = Record<"staff" | "room" | "cohort" | "person" | "site", (id: string) => string>;

export function useNames(build: ScheduleBuild | undefined): Names {
  const { t } = useTranslation();
  const staff = useQuery(staffNamesQuery).data;
  const rooms = useQuery(roomNamesQuery).data;
  const cohorts = useQuery(cohortNamesQuery).data;
  const sites = new Map((useQuery(locationsQuery).data ?? []).map((one) => [one.id, one.name]));
  const people = new Map((build?.people ?? []).map((one) => [one.participant_id, one.name]));
  return {
    staff: (id) => staff?.get(id) ?? t("planning.nobody"),
    room: (id) => rooms?.get(id) ?? "–",
    cohort: (id) => cohorts?.get(id) ?? "–",
    site: (id) => sites.get(id) ?? "–",
    person: (id) => people.get(id) ?? "–",
  };
}
