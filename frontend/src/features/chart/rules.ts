import type { CohortMembership, Episode, Leave, ModalityDose, ParticipantSession, WeekLedger } from "@/api/types";
import type { LocalDate } from "@/lib/time";

export const underPart2 = ({ security_labels }: Pick<Episode, "security_labels">) =>
  security_labels.some((label) => label.code === "42CFRPart2");

/** The cohort somebody belongs to on a day: the primary one if there are several. */
export function cohortOn(memberships: readonly CohortMembership[], date: LocalDate): string | undefined {
  const running = memberships.filter(
    (one) => !one.voided_at && one.starts_on <= date && (one.ends_on === null || one.ends_on >= date),
  );
  return (running.find((one) => one.is_primary) ?? running[0])?.cohort_id;
}

export type TimelineEvent =
  | { code: "referred"; on: LocalDate; source: Episode["source"] }
  | { code: "screened" | "admitted" | "returned" | "plannedEnd"; on: LocalDate }
  | { code: "ended"; on: LocalDate; reason: Episode["end_reason"] }
  | { code: "leave"; on: LocalDate; kind: Leave["kind"]; open: boolean }
  | { code: "joined"; on: LocalDate; cohortId: string }
  | { code: "moved"; on: LocalDate; cohortId: string; fromId: string }
  | { code: "left"; on: LocalDate; cohortId: string; reason: CohortMembership["end_reason"] };

/** Order of what happens on one day. */
const steps: readonly TimelineEvent["code"][] = [
  "referred",
  "screened",
  "admitted",
  "returned",
  "left",
  "moved",
  "joined",
  "leave",
  "plannedEnd",
  "ended",
];

/** What of a timeline may be looked at alone. */
export const timelineParts = ["all", "course", "cohorts", "leaves"] as const;
export type TimelinePart = (typeof timelineParts)[number];

const partOf = {
  referred: "course",
  screened: "course",
  admitted: "course",
  plannedEnd: "course",
  ended: "course",
  joined: "cohorts",
  moved: "cohorts",
  left: "cohorts",
  leave: "leaves",
  returned: "leaves",
} as const satisfies Record<TimelineEvent["code"], TimelinePart>;

export const ofPart = (events: readonly TimelineEvent[], part: TimelinePart): TimelineEvent[] =>
  events.filter(({ code }) => part === "all" || partOf[code] === part);

/** What happened in an episode and what is planned, the newest first. A move is said once, not as leaving and joining. */
export function timelineOf(
  episode: Episode,
  leaves: readonly Leave[],
  memberships: readonly CohortMembership[],
): TimelineEvent[] {
  const events: TimelineEvent[] = [{ code: "referred", on: episode.referred_on, source: episode.source }];
  if (episode.screened_on) events.push({ code: "screened", on: episode.screened_on });
  if (episode.admitted_on) events.push({ code: "admitted", on: episode.admitted_on });
  if (episode.ended_on) events.push({ code: "ended", on: episode.ended_on, reason: episode.end_reason });
  else if (episode.planned_end_on) events.push({ code: "plannedEnd", on: episode.planned_end_on });
  for (const leave of leaves) {
    events.push({ code: "leave", on: leave.starts_on, kind: leave.kind, open: leave.back_on === null });
    if (leave.back_on) events.push({ code: "returned", on: leave.back_on });
  }
  const real = memberships.filter((one) => !one.voided_at);
  for (const one of real) {
    const from = real.find((before) => before.id === one.moved_from_id);
    events.push(
      from
        ? { code: "moved", on: one.starts_on, cohortId: one.cohort_id, fromId: from.cohort_id }
        : { code: "joined", on: one.starts_on, cohortId: one.cohort_id },
    );
    const movedOn = real.some((after) => after.moved_from_id === one.id);
    // The end of the episode ends its memberships: that is said by the episode.
    if (one.ends_on && one.end_reason && one.end_reason !== "episode_ended" && !movedOn) {
      events.push({ code: "left", on: one.ends_on, cohortId: one.cohort_id, reason: one.end_reason });
    }
  }
  return events.sort((a, b) => b.on.localeCompare(a.on) || steps.indexOf(b.code) - steps.indexOf(a.code));
}

/** Booked sessions that are not over, the next first. */
export function nextSessions(sessions: readonly ParticipantSession[], now: Date): ParticipantSession[] {
  return sessions
    .filter((one) => one.booking_status === "booked" && one.session_status !== "cancelled")
    .filter((one) => Date.parse(one.ends_at) > now.getTime())
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at));
}

export type Part = { code: "attended" | "provisional" | "open" | "excused" | "missed"; minutes: number };

/** A week's minutes by what is known about them, in the order of a bar. */
export function partsOf({ tally }: Pick<WeekLedger, "tally">): Part[] {
  const parts: Part[] = [
    { code: "attended", minutes: tally.countable_minutes },
    { code: "provisional", minutes: tally.provisional_minutes },
    { code: "open", minutes: tally.open_minutes },
    { code: "excused", minutes: tally.excused_minutes },
    { code: "missed", minutes: tally.missed_minutes },
  ];
  return parts.filter((part) => part.minutes > 0);
}

type LedgerDay = WeekLedger["days"][number];

export type DayWord =
  | "counts"
  | "doesNotCount"
  | "attended"
  | "ahead"
  | "missed"
  | "excused"
  | "onLeave"
  | "closed"
  | "notExpected";

/** What became of one day of a week, in the word that matters most. */
export function dayWord({ state, tally, missed, qualifies }: LedgerDay): DayWord {
  if (state === "closed") return "closed";
  if (state === "on_leave") return "onLeave";
  if (missed) return "missed";
  if (qualifies) return "counts";
  if (tally.open_minutes > 0) return "ahead";
  const attended = tally.countable_minutes + tally.provisional_minutes > 0;
  if (attended) return qualifies === null ? "attended" : "doesNotCount";
  if (tally.excused_minutes > 0) return "excused";
  return state === "expected" ? "ahead" : "notExpected";
}

/** Days of a week on which something was expected or happened. */
export const daysOf = (week: Pick<WeekLedger, "days">): LedgerDay[] =>
  week.days.filter((day) => day.state !== "not_expected" || day.tally.scheduled_minutes > 0);

/** Weeks in which something was asked or held: not those between a referral and the admission. */
export const weeksInCare = (weeks: readonly WeekLedger[]): WeekLedger[] =>
  weeks.filter((week) => week.target_minutes > 0 || week.tally.scheduled_minutes > 0);

/** What a bar of full length stands for: the most that any week asks or holds. */
export function scaleOf(weeks: readonly WeekLedger[]): number {
  const sums = weeks.map((week) =>
    Math.max(
      week.target_minutes,
      partsOf(week).reduce((sum, part) => sum + part.minutes, 0),
    ),
  );
  return Math.max(60, ...sums);
}

/** Attended so far, whether or not the group is closed. */
export const attendedMinutes = ({ tally }: Pick<WeekLedger, "tally">) =>
  tally.countable_minutes + tally.provisional_minutes;

/** "09:30:00", as the server writes times, without its seconds. */
export const clockOf = (time: string) => time.slice(0, 5);

/** Minutes of each modality, in the order given, week by week, the newest first. */
export function doseWeeks(doses: readonly ModalityDose[]): { startsOn: LocalDate; minutes: number[] }[] {
  const starts = new Set(doses.flatMap((dose) => dose.weeks.map((week) => week.starts_on)));
  return [...starts]
    .sort()
    .reverse()
    .map((startsOn) => ({
      startsOn,
      minutes: doses.map((dose) => dose.weeks.find((week) => week.starts_on === startsOn)?.minutes ?? 0),
    }));
}
