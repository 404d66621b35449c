import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { ScheduleBuild } from "@/api/types";

import { cohortsQuery, roomsQuery, staffQuery } from "./queries";

/** What ids are called. */
export type Names = Record<"staff" | "room" | "cohort" | "person", (id: string) => string>;

export function useNames(build: ScheduleBuild | undefined): Names {
  const { t } = useTranslation();
  const staff = new Map((useQuery(staffQuery).data ?? []).map((one) => [one.id, one.display_name]));
  const rooms = new Map((useQuery(roomsQuery).data ?? []).map((one) => [one.id, one.name]));
  const cohorts = new Map((useQuery(cohortsQuery).data ?? []).map((one) => [one.id, one.name]));
  const people = new Map((build?.people ?? []).map((one) => [one.participant_id, one.name]));
  return {
    staff: (id) => staff.get(id) ?? t("planning.nobody"),
    room: (id) => rooms.get(id) ?? "–",
    cohort: (id) => cohorts.get(id) ?? "–",
    person: (id) => people.get(id) ?? "–",
  };
}
