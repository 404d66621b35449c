import type { ParticipantStatus } from "@/api/types";
import { isLocalDate } from "@/lib/time";

/** What the address of a page may say. Dates, ids and views only: never a name or anything that identifies a person. */

type Raw = Record<string, unknown>;

const isId = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f-]{36}$/i.test(value);

export type TodayAddress = { date?: string; session?: string; whose?: "all" };

export function parseTodayAddress(raw: Raw): TodayAddress {
  return {
    ...(isLocalDate(raw.date) ? { date: raw.date } : {}),
    ...(isId(raw.session) ? { session: raw.session } : {}),
    ...(raw.whose === "all" ? { whose: "all" as const } : {}),
  };
}

export type WeekAddress = { from?: string; location?: string; cohort?: string; view?: "list" };

export function parseWeekAddress(raw: Raw): WeekAddress {
  return {
    ...(isLocalDate(raw.from) ? { from: raw.from } : {}),
    ...(isId(raw.location) ? { location: raw.location } : {}),
    ...(isId(raw.cohort) ? { cohort: raw.cohort } : {}),
    ...(raw.view === "list" ? { view: "list" as const } : {}),
  };
}

export const participantStatuses = ["active", "inactive", "merged", "entered_in_error"] as const;

export type ParticipantsAddress = { status?: ParticipantStatus };

export function parseParticipantsAddress(raw: Raw): ParticipantsAddress {
  const status = participantStatuses.find((known) => known === raw.status);
  return status ? { status } : {};
}
