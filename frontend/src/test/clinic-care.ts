import type { CohortMembership, Episode, Leave, ModalityDose, ParticipantSession, Task, WeekLedger } from "@/api/types";
import { instantOf, type LocalDate } from "@/lib/time";

import { idOf, TIME_ZONE } from "./clinic";
import { PERSON } from "./clinic-person";

/** The care of one invented person, in the shapes of the API. Each call makes a new one. */

export const EPISODE = idOf("episode Elena Petrova");
export const EARLIER = idOf("episode Elena Petrova 2024");

type Minutes = Partial<WeekLedger["tally"]>;

const noMinutes: WeekLedger["tally"] = {
  scheduled_minutes: 0,
  countable_minutes: 0,
  provisional_minutes: 0,
  open_minutes: 0,
  excused_minutes: 0,
  missed_minutes: 0,
  made_up_minutes: 0,
};

export function anEpisode(change: Partial<Episode> = {}): Episode {
  return {
    version: 1,
    id: EPISODE,
    participant_id: PERSON,
    program_id: idOf("program day"),
    location_id: idOf("main street"),
    level_of_care: "intensive_outpatient",
    track: "day",
    week_starts_on: "monday",
    status: "active",
    is_primary: true,
    source: "hospital",
    prior_level: "inpatient",
    referred_on: "2026-10-01",
    screened_on: "2026-10-05",
    admitted_on: "2026-10-12",
    planned_end_on: "2026-12-11",
    planned_end_reason: null,
    ended_on: null,
    end_reason: null,
    primary_clinician_id: idOf("staff dana"),
    security_labels: [],
    ...change,
  };
}

export function aMembership(cohort: string, change: Partial<CohortMembership> = {}): CohortMembership {
  return {
    version: 1,
    id: idOf(`membership ${cohort}`),
    cohort_id: idOf(cohort),
    episode_id: EPISODE,
    participant_id: PERSON,
    starts_on: "2026-10-12",
    ends_on: null,
    is_primary: true,
    late_reason: null,
    end_reason: null,
    moved_from_id: null,
    voided_at: null,
    void_reason: null,
    ...change,
  };
}

export function aLeave(change: Partial<Leave> = {}): Leave {
  return {
    version: 1,
    id: idOf("leave"),
    episode_id: EPISODE,
    kind: "illness",
    starts_on: "2026-11-02",
    back_on: "2026-11-05",
    note: null,
    ...change,
  };
}

export function aWeek(startsOn: LocalDate, minutes: Minutes, change: Partial<WeekLedger> = {}): WeekLedger {
  return {
    episode_id: EPISODE,
    starts_on: startsOn,
    target_minutes: 540,
    expected_minutes: 540,
    expected_days: 3,
    tally: {
      ...noMinutes,
      scheduled_minutes: 540,
      ...minutes,
    },
    short_by_minutes: 0,
    short_by_days: 0,
    forecast_minutes: 540,
    forecast_qualifying_days: 3,
    attended_days: 3,
    missed_days: 0,
    counted_day_minutes: 180,
    qualifying_days: 3,
    days: [],
    by_kind: [],
    ...change,
  };
}

export function aLedgerDay(
  date: LocalDate,
  minutes: Minutes,
  change: Partial<WeekLedger["days"][number]> = {},
): WeekLedger["days"][number] {
  return {
    local_date: date,
    state: "expected",
    expected_minutes: 180,
    tally: { ...noMinutes, ...minutes },
    missed: false,
    qualifies: false,
    ...change,
  };
}

export function aDose(name: string, change: Partial<ModalityDose> = {}): ModalityDose {
  return {
    modality_id: idOf(name),
    key: name,
    name,
    planned_sessions: null,
    sessions: 4,
    minutes: 360,
    provisional_minutes: 0,
    first_on: "2026-10-13",
    last_on: "2026-11-17",
    modules: [],
    weeks: [],
    ...change,
  };
}

export function aBooked(title: string, date: LocalDate, change: Partial<ParticipantSession> = {}): ParticipantSession {
  return {
    booking_id: idOf(`booking ${title} ${date}`),
    session_id: idOf(`${title} ${date}`),
    title,
    service_kind: "group",
    countable: true,
    starts_at: instantOf(date, "09:30", TIME_ZONE).toISOString(),
    ends_at: instantOf(date, "11:00", TIME_ZONE).toISOString(),
    local_date: date,
    local_start: "09:30:00",
    local_end: "11:00:00",
    location_id: idOf("main street"),
    room_id: idOf("room Cedar"),
    telehealth: false,
    telehealth_url: null,
    session_status: "scheduled",
    source: "membership",
    booking_status: "booked",
    cancel_reason: null,
    ...change,
  };
}

export function aTask(change: Partial<Task> = {}): Task {
  return {
    version: 1,
    id: idOf("task"),
    kind: "plan_review",
    title_code: "review_plan",
    params: {},
    priority: "soon",
    status: "open",
    participant_id: PERSON,
    episode_id: EPISODE,
    session_id: null,
    owner_id: idOf("account dana"),
    backup_id: null,
    due_at: "2026-11-20T23:00:00Z",
    rung: "owner",
    note: null,
    done_by: null,
    done_at: null,
    done_note: null,
    cancel_reason: null,
    ...change,
  };
}
